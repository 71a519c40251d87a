#include "app/cli/writing.h"

#include "app/cli/errors.h"
#include "app/cli/terminal.h"
#include "app/cli/words.h"
#include "commissioning/sign_off.h"
#include "commissioning/write_in_order.h"
#include "station/device.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

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

/// The words that must be repeated for a write of this class (of a point, table or command of that name), or empty.
std::string words_to_repeat(const station::Device& device, const std::string& name, station::RiskClass risk) {
    if (risk == station::RiskClass::disruptive) return device.name();
    return risk >= station::RiskClass::grid ? name : std::string();
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

std::string change_text(const commissioning::PlannedWrite& write, const station::Change& change) {
    const auto* one = std::get_if<commissioning::PointWrite>(&write.what);
    const auto shown = [&](const std::string& value) {
        const bool has_unit = one && one->point->readable();  // else the words say that it cannot be read
        return text::shown_value(has_unit ? commissioning::with_unit(*one->point, value) : value);
    };
    auto text =
        fmt::format("{} {}: {} -> {}\n{}", station::name_for_people(change.device), change.point, shown(change.before),
                    shown(change.after.empty() ? change.wanted : change.after), text::tr(to_words(*change.result)));
    if (!change.detail.empty()) text += ": " + change.detail;
    return text.ends_with('.') ? text : text + ".";
}

}  // namespace

station::Consent ask_consent(const WriteOptions& options, const station::Device& device, const std::string& name,
                             station::RiskClass risk) {
    auto said = options.confirm;
    const auto needed = words_to_repeat(device, name, risk);
    const bool ask = input_is_terminal() && !options.yes;
    if (!ask && !options.yes)
        throw WrongUse(text::tr("Nothing was written"), text::tr("Without a terminal nobody can be asked."),
                       text::tr("Add --yes to the command."));
    if (ask && said.empty() && !needed.empty())
        said = ask_line(danger(risk) + "\n" + text::trf("Type \"{}\" to go on: ", needed)).value_or("");
    else if (ask && !ask_yes(text::tr("Write this?")))
        throw WrongUse(text::tr("Nothing was written"), text::tr("You did not say yes."),
                       text::tr("Run the command again when you are sure."));
    if (said != needed && !needed.empty())
        throw WrongUse(text::tr("Nothing was written: this setting needs a confirmation in words"), danger(risk),
                       text::trf("When you are sure, add --confirm \"{}\".", needed));
    station::Consent consent;
    consent.given = true;
    (risk == station::RiskClass::disruptive ? consent.named : consent.typed) = said;
    return consent;
}

commissioning::OtherValues live_values(StationSession& session) {
    return [&session](const station::Device& device, const std::string& name) -> std::optional<station::Value> {
        const auto [where, point] = station::locate(name, device, session.station().discovery());
        if (!point || !point->readable()) return std::nullopt;
        return commissioning::value_beside(session.run(session.station().read(*where, *point)));
    };
}

void refuse_conflict(StationSession& session, const station::Device& device, const station::Point& point,
                     const station::Value& value) {
    const auto now = live_values(session);
    station::check_and_encode(point, value);
    station::check_range(point, value, station::resolve_range(point, commissioning::numbers_beside(now, device)));
    const auto conflict = commissioning::conflict_of(device, point, value, now, session.station().discovery());
    if (!conflict) return;
    const auto given = point.secret ? std::string() : commissioning::with_unit(point, station::to_text(point, value));
    throw station::ValueNotAccepted(conflict->reason, point.name, given, conflict->words);
}

CommandJournal::CommandJournal(StationSession& session, const WriteOptions& options) : store_(open_store(options)) {
    if (!options.visit.empty() && load_visit(*store_, options.visit).closed)
        throw WrongUse(text::trf("Visit {} is closed", options.visit),
                       text::tr("What was proven at its end would no longer be what the station has."),
                       text::tr("Open it again with firstlight-cli commission --visit, or write without --visit."));
    commissioning::KeepingVisit keeping{options.visit, "setting", "firstlight-cli " FIRSTLIGHT_VERSION, {}};
    rows_ = std::make_unique<commissioning::OwnJournal>(session.runtime(), *store_, session.station().discovery(),
                                                        std::move(keeping));
}

CommandJournal::~CommandJournal() {
    try {
        rows_->close();
    } catch (const std::exception& error) {
        std::cerr << text::trf("The visit {} could not be closed: {}", rows_->visit(), error.what()) << "\n";
    }
}

namespace {

/// An export limit once more, before its visit is closed: gives the exit code, and says in `json` what was taken back.
int look_again(StationSession& session, const WriteOptions& options, CommandJournal& journal,
               const std::vector<commissioning::WriteOutcome>& outcomes, int exit, Json& json, Output& output) {
    const auto waits_for = [](const commissioning::WriteOutcome& outcome) {
        return outcome.change && outcome.change->result == station::WriteResult::proven
               && commissioning::is_often_taken_back(outcome.write);
    };
    if (std::ranges::none_of(outcomes, waits_for)) return exit;
    if (options.second_look > 0)
        output.note(
            text::trf("The export limit is read again in {:.0f} s, because others take it back. What is written "
                      "stays written when you stop here.",
                      options.second_look));
    session.run(transport::sleep_for(std::chrono::milliseconds(static_cast<long>(1000 * options.second_look))));
    const commissioning::RuleSet no_rules;
    commissioning::CommissionContext context{session.runtime(),
                                             session.link(),
                                             session.profiles(),
                                             journal.store(),
                                             no_rules,
                                             "firstlight-cli " FIRSTLIGHT_VERSION,
                                             std::make_shared<station::Discovery>(session.station().discovery())};
    const auto lost = commissioning::taken_back(
        session.run(commissioning::look_before_sign_off(std::move(context), journal.visit())));
    json["taken_back"] = lost;
    for (const auto& sentence : lost) output.text(text::shown_numbers(sentence));
    if (lost.empty()) output.text(text::tr("Read again: the export limit holds."));
    return lost.empty() ? exit : static_cast<int>(Exit::checks_failed);
}

}  // namespace

int write_one(StationSession& session, const WriteOptions& options, commissioning::PlannedWrite write, Output& output) {
    CommandJournal journal(session, options);
    std::vector<commissioning::PlannedWrite> writes{std::move(write)};
    const auto outcomes =
        session.run(commissioning::write_in_order(session.station(), std::move(writes), journal.rows()));
    if (outcomes.front().error) std::rethrow_exception(outcomes.front().error);
    const auto& change = *outcomes.front().change;
    auto json = to_json(change);
    json["visit"] = journal.visit();
    output.text(change_text(outcomes.front().write, change));
    const auto exit = look_again(session, options, journal, outcomes, static_cast<int>(exit_of(change)), json, output);
    output.document(json);
    output.text(text::trf("In the journal of visit {}.", journal.visit()));
    return exit;
}

int write_all(StationSession& session, const WriteOptions& options, std::vector<commissioning::PlannedWrite> writes,
              Output& output) {
    const auto count = writes.size();
    CommandJournal journal(session, options);
    Json json{{"changes", Json::array()}};
    const auto tell = [&](const commissioning::WriteOutcome& outcome) {
        if (!outcome.change) return;
        json["changes"].push_back(to_json(*outcome.change));
        output.text(change_text(outcome.write, *outcome.change));
    };
    const auto outcomes =
        session.run(commissioning::write_in_order(session.station(), std::move(writes), journal.rows(), tell));
    json["visit"] = journal.visit();
    json["left"] = count - outcomes.size();
    auto exit = static_cast<int>(Exit::done);
    std::optional<reports::ErrorWords> stopped;
    if (!outcomes.empty()) {
        const auto& last = outcomes.back();
        if (last.error) stopped = words_for(last.error);
        exit = stopped ? stopped->exit_code : static_cast<int>(exit_of(*last.change));
    }
    exit = look_again(session, options, journal, outcomes, exit, json, output);
    if (stopped) json["error"] = to_json(*stopped);
    output.document(json);
    if (stopped && !output.json()) output.error(*stopped);
    if (outcomes.size() < count)
        output.text(text::trf_n("{} more setting was not written, because this one failed.",
                                "{} more settings were not written, because this one failed.",
                                static_cast<long long>(count - outcomes.size()), count - outcomes.size()));
    if (!journal.visit().empty()) output.text(text::trf("In the journal of visit {}.", journal.visit()));
    return exit;
}

void add_write_options(Commands& commands, CLI::App* command, WriteOptions& options) {
    commands.add_store_options(command, options);
    command->add_flag("--yes", options.yes, text::tr("Do not ask"));
    command->add_option("--confirm", options.confirm, text::tr("The words that a risky write asks for"))
        ->type_name("WORDS");
    command
        ->add_option("--second-look", options.second_look,
                     text::tr("Seconds until an export limit is read again: others take it back. 0: at once"))
        ->check(CLI::Range(0.0, 3600.0));
    command->add_option("--visit", options.visit, text::tr("Journal it in this visit instead of a new one"))
        ->type_name("ID");
}

}  // namespace firstlight::app::cli
