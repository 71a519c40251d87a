#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "text/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::app::cli {

namespace {

struct ProfilesOptions : CommonOptions {
    std::string profile;
};

std::string_view to_words(station::Access access) {
    switch (access) {
        case station::Access::read_only:
            return text::marked("read");
        case station::Access::read_write:
            return text::marked("read, write");
        case station::Access::write_only:
            return text::marked("write");
    }
    return "";
}

std::string_view to_words(station::RiskClass risk) {
    switch (risk) {
        case station::RiskClass::safe:
            return text::marked("safe");
        case station::RiskClass::config:
            return text::marked("config");
        case station::RiskClass::disruptive:
            return text::marked("disruptive");
        case station::RiskClass::grid:
            return text::marked("grid");
        case station::RiskClass::onsite:
            return text::marked("onsite");
    }
    return "";
}

Json to_json(const station::Profile& profile) {
    return Json{{"id", profile.id},           {"family", profile.family}, {"label", profile.label},
                {"version", profile.version}, {"source", profile.source}, {"points", profile.points.size()},
                {"sha256", profile.sha256}};
}

Json to_json(const station::Point& point) {
    Json choices = Json::array();
    for (const auto& choice : point.choices)
        choices.push_back(Json{{"code", choice.code}, {"name", choice.name}, {"label", choice.label}});
    return Json{{"name", point.name},
                {"label", point.label},
                {"group", point.group},
                {"unit", point.unit},
                {"access", to_words(point.access)},
                {"risk", point.writable() ? Json(to_words(point.risk)) : Json()},
                {"since", station::to_string(point.since)},
                {"choices", choices},
                {"note", point.note}};
}

int list_profiles(const station::ProfileSet& profiles, Output& output) {
    Table table({{text::tr("PROFILE")},
                 {text::tr("WHAT IT DESCRIBES")},
                 {text::tr("VERSION")},
                 {text::tr("POINTS"), Table::Align::right}});
    Json json = Json::array();
    for (const auto& profile : profiles.all()) {
        if (profile->recognition.instance > 1) continue;
        json.push_back(to_json(*profile));
        table.add({profile->id, text::tr(profile->label), profile->version, std::to_string(profile->points.size())});
    }
    output.document(Json{{"profiles", json}, {"from_user", profiles.from_user()}});
    output.text(table.text());
    if (!profiles.from_user().empty())
        output.text(text::trf("From your own folder: {}.", fmt::join(profiles.from_user(), ", ")));
    return static_cast<int>(Exit::done);
}

int list_points(const station::Profile& profile, Output& output) {
    Table table({{text::tr("GROUP")},
                 {text::tr("POINT")},
                 {text::tr("UNIT")},
                 {text::tr("ACCESS")},
                 {text::tr("RISK")},
                 {text::tr("SINCE")},
                 {text::tr("WHAT IT IS")}});
    Json json = to_json(profile);
    json["points"] = Json::array();
    for (const auto& point : profile.points) {
        json["points"].push_back(to_json(point));
        table.add({point.group, point.name, point.unit, text::tr(to_words(point.access)),
                   point.writable() ? text::tr(to_words(point.risk)) : "", station::to_string(point.since),
                   text::tr(point.label)});
    }
    output.document(json);
    output.text(table.text());
    return static_cast<int>(Exit::done);
}

int run(const ProfilesOptions& options, Output& output) {
    const auto profiles = load_profiles(options);
    if (options.profile.empty()) return list_profiles(profiles, output);
    if (const auto profile = profiles.find(options.profile)) return list_points(*profile, output);
    throw WrongUse(text::trf("There is no profile \"{}\"", options.profile),
                   text::tr("No device family of that name is known."),
                   text::tr("firstlight-cli profiles lists them."));
}

}  // namespace

void add_profiles(Commands& commands) {
    auto options = std::make_shared<ProfilesOptions>();
    auto* command =
        commands.add("profiles", text::tr("List the device families, or the points of one"),
                     text::tr("Examples:\n  firstlight-cli profiles\n  firstlight-cli profiles inverter"), *options);
    command->add_option("profile", options->profile, text::tr("plant, inverter, ac_charger ..."));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
