#include "app/cli/points.h"

#include "app/cli/errors.h"
#include "app/cli/table.h"
#include "station/device.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::app::cli {

namespace {

std::string near_names(const station::Profile& profile, const std::string& name) {
    std::set<std::string> near;
    for (const auto& point : profile.points) {
        if (point.name.find(name) != std::string::npos) near.insert(point.name);
        if (near.size() == 8) break;
    }
    if (!near.empty()) return text::trf("Names that contain it: {}.", fmt::join(near, ", "));
    std::set<std::string> groups;
    for (const auto& point : profile.points) groups.insert(point.group);
    return text::trf("Its groups are: {}.", fmt::join(groups, ", "));
}

[[noreturn]] void unknown(const station::Device& device, const std::string& name) {
    throw WrongUse(text::trf("{} has no point \"{}\"", station::name_for_people(device.name()), name),
                   near_names(*device.profile, name),
                   text::trf("firstlight-cli profiles {} lists all its points.", device.profile->id));
}

bool lacks(const station::Reading& reading) {
    return reading.quality == station::Quality::not_applicable || reading.quality == station::Quality::unsupported;
}

void add_row(Table& table, const station::Reading& reading) {
    const auto& point = *reading.point;
    const auto value = reading.good() ? text::shown_value(station::to_text(point, *reading.value)) : std::string("-");
    const auto why = reading.good()        ? std::string()
                     : reading.why.empty() ? text::tr(station::to_string(reading.quality))
                                           : reading.why;
    const auto unit = point.epoch ? std::string() : station::unit_for_people(point.unit);
    table.add({point.group, point.name, value, unit, text::tr(point.label), why});
}

/// In the order in which each group first appears; within a group as the profile has them.
std::vector<const station::Reading*> by_group(const std::vector<station::Reading>& readings) {
    std::vector<std::vector<const station::Reading*>> groups;
    for (const auto& reading : readings) {
        const auto same = [&reading](const auto& group) { return group.front()->point->group == reading.point->group; };
        auto found = std::find_if(groups.begin(), groups.end(), same);
        if (found == groups.end()) found = groups.emplace(groups.end());
        found->push_back(&reading);
    }
    std::vector<const station::Reading*> all;
    for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
    return all;
}

}  // namespace

std::vector<const station::Point*> choose_points(const station::Device& device, const std::vector<std::string>& names) {
    const auto named = [&names](const station::Point& point) {
        return names.empty() || std::any_of(names.begin(), names.end(), [&point](const auto& name) {
                   return name == point.name || name == point.group || name == "all";
               });
    };
    for (const auto& name : names)
        if (name != "all"
            && std::none_of(device.profile->points.begin(), device.profile->points.end(),
                            [&name](const auto& p) { return p.name == name || p.group == name; }))
            unknown(device, name);
    std::vector<const station::Point*> points;
    for (const auto& point : device.profile->points)
        if (point.readable() && named(point)) points.push_back(&point);
    if (points.empty())
        throw WrongUse(text::tr("There is nothing to read"), text::tr("What was named can only be written."),
                       text::tr("firstlight-cli set writes it."));
    return points;
}

const station::Point& find_point(const station::Device& device, const std::string& name) {
    if (const auto* point = device.profile->find(name)) return *point;
    unknown(device, name);
}

std::string readings_text(const station::Device& device, const std::vector<station::Reading>& readings,
                          const std::vector<std::string>& named) {
    Table table({{text::tr("GROUP")},
                 {text::tr("POINT")},
                 {text::tr("VALUE"), Table::Align::right},
                 {text::tr("UNIT")},
                 {text::tr("WHAT IT IS")},
                 {text::tr("NOTE")}});
    int left_out = 0;
    for (const auto* reading : by_group(readings)) {
        const bool is_named = std::find(named.begin(), named.end(), reading->point->name) != named.end();
        if (lacks(*reading) && !is_named)
            ++left_out;
        else
            add_row(table, *reading);
    }
    const auto of = device.model.empty() ? std::string() : ", " + device.model;
    const auto serial = device.serial.empty() ? std::string() : ", " + text::trf("serial {}", device.serial);
    const auto rest =
        left_out == 0
            ? std::string()
            : text::trf_n("{} point is not shown: this device does not have it. --json lists it with the reason.",
                          "{} points are not shown: this device does not have them. --json lists them with the reason.",
                          left_out)
                  + "\n";
    return station::name_for_people(device.name()) + of + serial + "\n" + table.text() + rest;
}

}  // namespace firstlight::app::cli
