#include "app/cli/commands.h"
#include "app/cli/errors.h"
#include "app/cli/points.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/visit_keeping.h"
#include "app/cli/words.h"
#include "commissioning/commission.h"
#include "station/device.h"
#include "text/numbers.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct SetOptions : CommonOptions, StationOptions, StoreOptions {
    std::string device, point, value, confirm, visit;
    bool yes = false;
};

/// What a write of this class can do, for the question before it.
std::string danger(station::RiskClass risk) {
    switch (risk) {
        case station::RiskClass::safe:
        case station::RiskClass::config:
            return {};
        case station::RiskClass::disruptive:
            return text::tr("This starts, stops or interrupts the device.");
        case station::RiskClass::grid:
            return text::tr("This changes how the station behaves towards the grid. The grid operator's rules apply.");
        case station::RiskClass::onsite:
            return text::tr(
                "This can leave the house without protection against islanding. Be at the station while it acts.");
    }
    return {};
}

/// The words that must be repeated for this class, or empty.
std::string words_to_repeat(const station::Device& device, const station::Point& point) {
    if (point.risk == station::RiskClass::disruptive) return device.name();
    return point.risk >= station::RiskClass::grid ? point.name : std::string();
}

/// Throws WrongUse when nobody said yes, or not in the words that this risk needs.
station::Consent consent_for(const SetOptions& options, const station::Device& device, const station::Point& point) {
    auto said = options.confirm;
    const auto needed = words_to_repeat(device, point);
    const bool ask = input_is_terminal() && !options.yes;
    if (!ask && !options.yes)
        throw WrongUse(text::tr("Nothing was written"), text::tr("Without a terminal nobody can be asked."),
                       text::tr("Add --yes to the command."));
    if (ask && said.empty() && !needed.empty())
        said = ask_line(danger(point.risk) + "\n" + text::trf("Type \"{}\" to go on: ", needed)).value_or("");
    else if (ask && !ask_yes(text::tr("Write this?")))
        throw WrongUse(text::tr("Nothing was written"), text::tr("You did not say yes."),
                       text::tr("Run the command again when you are sure."));
    if (said != needed && !needed.empty())
        throw WrongUse(text::tr("Nothing was written: this setting needs a confirmation in words"), danger(point.risk),
                       text::trf("When you are sure, add --confirm \"{}\".", needed));
    station::Consent consent;
    consent.given = true;
    (point.risk == station::RiskClass::disruptive ? consent.named : consent.typed) = said;
    return consent;
}

/// Journals in the visit that was named, else in a new one, which begins with its first row: a write that is refused
/// beforehand leaves no empty visit. The new one is closed when the outcome of its row is known.
class SetJournal final : public station::ChangeJournal {
  public:
    SetJournal(StationSession& session, commissioning::VisitStore& store, std::string visit)
        : session_(session), store_(store), visit_(std::move(visit)), is_own_(visit_.empty()) {}

    transport::awaitable<std::int64_t> before(station::Change change) override {
        std::function<void()> open = [this] { open_visit(); };
        co_await transport::run_beside(session_.runtime(), std::move(open));
        co_return co_await inner_->before(std::move(change));
    }
    transport::awaitable<void> after(std::int64_t row, station::Change change) override {
        const bool done = change.result && *change.result != station::WriteResult::unknown;
        co_await inner_->after(row, std::move(change));
        if (!done || !is_own_) co_return;
        std::function<void()> close = [this] { close_visit(); };
        co_await transport::run_beside(session_.runtime(), std::move(close));
    }
    /// Empty when nothing was journalled.
    const std::string& visit() const { return visit_; }

  private:
    void open_visit() {
        if (inner_) return;
        auto visit = visit_.empty() ? begin_visit(store_, "setting") : load_visit(store_, visit_);
        visit_ = visit.id;
        const auto& found = session_.station().discovery();
        const auto identity = commissioning::identify(visit, found, {});
        if (!is_own_ && !identity.proven)
            throw WrongUse(text::tr("It is not known whether this is the visit's station"), identity.remark,
                           text::tr("Go on with the visit first (firstlight-cli commission --visit), or write without "
                                    "--visit."));
        if (identity.adopt) {
            visit.anchor_serial = found.anchor_serial;
            store_.save_header(visit);
        }
        inner_ = commissioning::journal_of(session_.runtime(), store_, visit_);
    }

    void close_visit() {
        auto visit = load_visit(store_, visit_);
        visit.closed = std::chrono::system_clock::now();
        store_.save_header(visit);
    }

    StationSession& session_;
    commissioning::VisitStore& store_;
    std::string visit_;
    bool is_own_;
    std::unique_ptr<station::ChangeJournal> inner_;
};

void show_plan(const station::Device& device, const station::Point& point, const station::Value& value,
               StationSession& session, Output& output) {
    std::string old = text::tr("cannot be read (write-only)");
    if (point.readable()) {
        const auto reading = session.run(session.station().read(device, std::vector<const station::Point*>{&point}));
        old = text::shown_value(station::to_text(reading.front()));
    }
    const auto unit = point.unit.empty() ? "" : " " + point.unit;
    output.note(text::trf("{}, {} ({})\n  now: {}\n  new: {}{}", station::name_for_people(device.name()),
                          text::tr(point.label), point.name, old,
                          point.secret ? text::tr("(secret)") : text::shown_value(station::to_text(point, value)),
                          unit));
}

Exit exit_of(const station::Change& change) {
    switch (*change.result) {
        case station::WriteResult::proven:
        case station::WriteResult::unchanged:
        case station::WriteResult::sent:
        case station::WriteResult::effect_seen:
            return Exit::done;
        case station::WriteResult::refused:
        case station::WriteResult::not_stuck:
            return Exit::refused;
        case station::WriteResult::not_sent:
        case station::WriteResult::unknown:
            return Exit::unreachable;
    }
    return Exit::unreachable;
}

std::string change_text(const station::Change& change) {
    const auto unit = change.unit_of_measure.empty() ? "" : " " + change.unit_of_measure;
    auto text = fmt::format("{} {}: {}{} -> {}{}\n{}", station::name_for_people(change.device), change.point,
                            text::shown_value(change.before), unit,
                            text::shown_value(change.after.empty() ? change.wanted : change.after), unit,
                            text::tr(to_words(*change.result)));
    if (!change.detail.empty()) text += ": " + change.detail;
    return text + ".";
}

int run(const SetOptions& options, Output& output) {
    StationSession session(options, options, output);
    const auto& device = session.find_in_station(options.device);
    const auto& point = find_point(device, options.point);
    auto value = station::parse_value(point, options.value);
    show_plan(device, point, value, session, output);
    auto consent = consent_for(options, device, point);

    const auto store = open_store(options);
    if (!options.visit.empty()) load_visit(*store, options.visit);
    SetJournal journal(session, *store, options.visit);
    const auto change =
        session.run(session.station().write(device, point, std::move(value), std::move(consent), journal));
    auto json = to_json(change);
    json["visit"] = journal.visit();
    output.document(json);
    output.text(change_text(change));
    if (!journal.visit().empty()) output.text(text::trf("In the journal of visit {}.", journal.visit()));
    return static_cast<int>(exit_of(change));
}

}  // namespace

void add_set(Commands& commands) {
    auto options = std::make_shared<SetOptions>();
    auto* command = commands.add(
        "set", text::tr("Write one point, read it back and journal it"),
        text::tr("Shows the old and the new value and asks; without a terminal it needs --yes.\nDisruptive points "
                 "(start, stop) "
                 "need --confirm with the device's name, grid settings --confirm with the point's name.\n\nExamples:\n"
                 "  firstlight-cli set tcp:192.168.4.1 plant ess_backup_soc 20\n"
                 "  firstlight-cli set rtu:COM5 \"ac charger 3\" output_current 16 --yes --json"),
        *options);
    commands.add_station_options(command, *options);
    commands.add_store_options(command, *options);
    command->add_option("device", options->device, text::tr("plant, \"inverter 2\" (or inverter-2), or a unit id"))
        ->required();
    command->add_option("point", options->point, text::tr("Name of the point"))->required();
    command->add_option("value", options->value, text::tr("Number, name of a choice, or text"))->required();
    command->add_flag("--yes", options->yes, text::tr("Do not ask"));
    command->add_option("--confirm", options->confirm, text::tr("The words that a risky write asks for"))
        ->type_name("WORDS");
    command->add_option("--visit", options->visit, text::tr("Journal it in this visit instead of a new one"))
        ->type_name("ID");
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
