#include "app/cli/writing.h"

#include "app/cli/errors.h"
#include "app/cli/terminal.h"
#include "app/cli/words.h"
#include "commissioning/commission.h"
#include "commissioning/setting_rules.h"
#include "station/device.h"
#include "text/numbers.h"
#include "text/text.h"

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

}  // namespace

std::string words_to_repeat(const station::Device& device, const std::string& name, station::RiskClass risk) {
    if (risk == station::RiskClass::disruptive) return device.name();
    return risk >= station::RiskClass::grid ? name : std::string();
}

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

void refuse_conflict(StationSession& session, const station::Device& device, const station::Point& point,
                     const station::Value& value) {
    const auto& discovery = session.station().discovery();
    const station::PointLookup others = [&](const std::string& name) -> std::optional<double> {
        for (const auto* of : {&device, discovery.find("plant")})
            if (const auto* other = of ? of->profile->find(name) : nullptr)
                return session.run(session.station().read(*of, *other)).number();
        return std::nullopt;
    };
    if (const auto conflict = commissioning::conflict_of(point, value, others, discovery))
        throw station::ValueNotAccepted(station::ValueNotAccepted::Reason::precondition, point.name,
                                        station::to_text(point, value), *conflict);
}

CommandJournal::CommandJournal(StationSession& session, const WriteOptions& options)
    : session_(session), store_(open_store(options)), visit_(options.visit), is_own_(visit_.empty()) {
    if (!is_own_) load_visit(*store_, visit_);
}

transport::awaitable<std::int64_t> CommandJournal::before(station::Change change) {
    std::function<void()> open = [this] { open_visit(); };
    co_await transport::run_beside(session_.runtime(), std::move(open));
    co_return co_await inner_->before(std::move(change));
}

transport::awaitable<void> CommandJournal::after(std::int64_t row, station::Change change) {
    const bool done = change.result && *change.result != station::WriteResult::unknown;
    co_await inner_->after(row, std::move(change));
    if (!done || !is_own_) co_return;
    std::function<void()> close = [this] { close_visit(); };
    co_await transport::run_beside(session_.runtime(), std::move(close));
}

void CommandJournal::open_visit() {
    if (inner_) return;
    auto visit = visit_.empty() ? begin_visit(*store_, "setting") : load_visit(*store_, visit_);
    visit_ = visit.id;
    const auto& found = session_.station().discovery();
    const auto identity = commissioning::identify(visit, found, {});
    if (!is_own_ && !identity.proven)
        throw WrongUse(text::tr("It is not known whether this is the visit's station"), identity.remark,
                       text::tr("Go on with the visit first (firstlight-cli commission --visit), or write without "
                                "--visit."));
    if (identity.adopt) {
        visit.anchor_serial = found.anchor_serial;
        store_->save_header(visit);
    }
    inner_ = commissioning::journal_of(session_.runtime(), *store_, visit_);
}

void CommandJournal::close_visit() {
    auto visit = load_visit(*store_, visit_);
    visit.closed = std::chrono::system_clock::now();
    store_->save_header(visit);
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

void add_write_options(Commands& commands, CLI::App* command, WriteOptions& options) {
    commands.add_store_options(command, options);
    command->add_flag("--yes", options.yes, text::tr("Do not ask"));
    command->add_option("--confirm", options.confirm, text::tr("The words that a risky write asks for"))
        ->type_name("WORDS");
    command->add_option("--visit", options.visit, text::tr("Journal it in this visit instead of a new one"))
        ->type_name("ID");
}

}  // namespace firstlight::app::cli
