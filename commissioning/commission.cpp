#include "commissioning/commission.h"

#include "commissioning/hard_export.h"
#include "commissioning/held_settings.h"
#include "commissioning/identity.h"
#include "commissioning/preparation.h"
#include "commissioning/records.h"
#include "commissioning/setting_pages.h"
#include "commissioning/setting_writer.h"
#include "commissioning/settings.h"
#include "commissioning/table_records.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

Time now() {
    return std::chrono::system_clock::now();
}

double seconds_between(Time from, Time to) {
    return std::chrono::duration<double>(to - from).count();
}

/// One run of the procedure over one visit. Lives as long as `run`.
class Procedure {
  public:
    Procedure(CommissionContext context, Plan plan, StepSink steps)
        : context_(context),
          plan_(std::move(plan)),
          steps_(std::move(steps)),
          station_(context.link, context.profiles),
          held_(context_, station_, visit_, snapshot_, steps_) {}

    awaitable<Visit> run(std::string continued) {
        co_await open_visit(std::move(continued));
        std::exception_ptr failure;
        try {
            co_await work();
        } catch (...) {
            failure = std::current_exception();
        }
        if (failure) {
            save_link_at_the_end();
            std::rethrow_exception(failure);
        }
        co_return visit_;
    }

  private:
    awaitable<void> work() {
        refuse_secrets_in_clear(plan_, context_.profiles);
        if (names_secrets(plan_)) co_await fetch_secrets();
        co_await find_devices();
        if (identity_.proven) co_await settle_open_writes();
        co_await read_everything();
        co_await write_settings();
        co_await run_checks();
        co_await keep_what_was_said();
        co_await write_what_waited();
        co_await look_at_settings_again();
        co_await reload();
        co_await close_when_planned();
        tell(Step::Kind::done, "save", text::trf("Visit {} saved. {}", visit_.id, summarise(visit_).sentence));
    }

    awaitable<void> fetch_secrets() {
        tell(Step::Kind::begins, "secrets", text::tr("Asking the secret store; it may ask you to unlock it"));
        std::function<void()> fetch = [&] { secrets_ = secrets_of(plan_, context_.find_secret); };
        co_await transport::run_beside(context_.runtime, std::move(fetch));
    }

    /// On the I/O thread: after a cancellation nothing can be awaited. The failure that led here is the one to tell.
    void save_link_at_the_end() noexcept {
        try {
            context_.store.save_link(visit_.id, link_index_, session());
        } catch (const std::exception& also) {
            tell(Step::Kind::failed, "save", also.what());
        }
    }

    void tell(Step::Kind kind, std::string id, std::string text, station::Progress progress = {}) const {
        if (steps_) steps_({kind, std::move(id), std::move(text), std::move(progress)});
    }

    station::ProgressSink progress_of(std::string id) const {
        return [this, id = std::move(id)](const station::Progress& progress) {
            tell(Step::Kind::progress, id, progress.phase, progress);
        };
    }

    /// Runs blocking work on the store beside the I/O thread.
    awaitable<void> save(std::function<void(VisitStore&)> work) {
        std::function<void()> beside = [&] { work(context_.store); };
        co_await transport::run_beside(context_.runtime, std::move(beside));
    }

    awaitable<void> save_header() {
        std::function<void(VisitStore&)> work = [&](VisitStore& store) { store.save_header(visit_); };
        co_await save(std::move(work));
    }

    /// What happened on the link since the run began: a cable that was loose before and sits now is no fault of this
    /// one.
    transport::LinkStatistics counted() const {
        return transport::counted_since(counted_before_, context_.link.statistics());
    }

    LinkSession session() const { return session_of(context_.link, counted().all, began_, now()); }

    awaitable<void> save_link() {
        const auto so_far = session();
        std::function<void(VisitStore&)> work = [&](VisitStore& store) {
            store.save_link(visit_.id, link_index_, so_far);
        };
        co_await save(std::move(work));
    }

    awaitable<void> reload() {
        std::function<void(VisitStore&)> work = [&](VisitStore& store) { visit_ = store.load(visit_.id); };
        co_await save(std::move(work));
    }

    void take_over_plan() {
        visit_.program_version = context_.program_version;
        visit_.rule_set = context_.rules.id;
        visit_.rule_set_version = context_.rules.version;
        if (!(plan_.site == Site{})) visit_.site = plan_.site;
        if (!plan_.people.empty()) visit_.people = plan_.people;
        for (const auto& serial : plan_.former_anchors) remember_former_anchor(serial);
    }

    void remember_former_anchor(const std::string& serial) {
        auto& known = visit_.former_anchors;
        if (std::ranges::find(known, serial) == known.end()) known.push_back(serial);
    }

    awaitable<void> open_visit(std::string continued) {
        began_ = now();
        counted_before_ = context_.link.statistics();
        visit_.id = continued.empty() ? new_visit_id(began_) : continued;
        if (!continued.empty()) {
            co_await reload();
            visit_.closed.reset();
        } else {
            visit_.purpose = plan_.purpose;
            visit_.created = began_;
        }
        link_index_ = static_cast<int>(visit_.links.size());
        take_over_plan();
        const bool is_new = continued.empty();
        std::function<void(VisitStore&)> work = [&](VisitStore& store) {
            is_new ? store.create(visit_) : store.save_header(visit_);
        };
        co_await save(std::move(work));
        tell(Step::Kind::done, "visit",
             is_new ? text::trf("Visit {} begun.", visit_.id) : text::trf("Visit {} continued.", visit_.id));
    }

    station::DiscoveryOptions discovery_options() const {
        station::DiscoveryOptions options;
        std::set<std::uint8_t> units;
        for (const int unit : plan_.units) units.insert(static_cast<std::uint8_t>(unit));
        options.units.assign(units.begin(), units.end());
        for (const auto& device : visit_.devices) units.insert(static_cast<std::uint8_t>(device.unit));
        options.expected.assign(units.begin(), units.end());
        return options;
    }

    awaitable<void> find_devices() {
        tell(Step::Kind::begins, "discover",
             text::trf("Looking for devices at {}", to_string(context_.link.endpoint())));
        if (context_.known) {
            station_.assume(*context_.known);
        } else {
            auto options = discovery_options();
            co_await station_.discover(std::move(options), progress_of("discover"));
        }
        const auto& discovery = station_.discovery();
        adopt_anchor(discovery);
        visit_.devices = records_of(discovery.devices);
        visit_.findings = sentences_of(discovery.findings);
        if (!identity_.remark.empty()) visit_.findings.push_back(identity_.remark);
        if (auto rest = what_is_not_offered(setting_pages(discovery, use_of(discovery, std::nullopt))))
            visit_.findings.push_back(std::move(*rest));
        visit_.data_files = data_files_of(discovery, context_.profiles, context_.rules);
        std::function<void(VisitStore&)> work = [&](VisitStore& store) {
            store.save_devices(visit_.id, visit_.devices, visit_.findings);
            store.save_header(visit_);
        };
        co_await save(std::move(work));
        co_await save_link();
        std::vector<std::string> names;
        for (const auto& device : discovery.devices) names.push_back(station::name_for_people(device.name()));
        tell(Step::Kind::done, "discover",
             text::trf_n("Found {} device: {}", "Found {} devices: {}", static_cast<long long>(names.size()),
                         fmt::format("{}", fmt::join(names, ", "))));
        for (const auto& sentence : visit_.findings) tell(Step::Kind::done, "finding", sentence);
    }

    void adopt_anchor(const station::Discovery& discovery) {
        identity_ = identify(visit_, discovery, plan_);
        if (identity_.adopt) visit_.anchor_serial = discovery.anchor_serial;
        if (identity_.by_hand) {
            const auto& serial = discovery.anchor_serial;
            plan_.confirmations.push_back({"same_station",
                                           text::tr("The station was identified by hand"),
                                           serial.empty() ? text::tr("yes") : serial,
                                           {},
                                           {}});
        }
    }

    awaitable<void> settle_open_writes() {
        const auto sentences = co_await reconcile(context_, station_, visit_.id);
        for (const auto& sentence : sentences) tell(Step::Kind::done, "reconcile", sentence);
        if (!sentences.empty()) co_await reload();
    }

    awaitable<void> read_everything() {
        tell(Step::Kind::begins, "snapshot", text::tr("Reading all values"));
        snapshot_ = co_await station_.snapshot(progress_of("snapshot"));
        visit_.readings = records_of(snapshot_);
        co_await add_tables(station_, visit_.readings);
        co_await save_readings();
        co_await save_link();
        tell(Step::Kind::done, "snapshot",
             text::trf("{} In {}, {} s", what_was_read(snapshot_),
                       text::trf_n("{} request", "{} requests", snapshot_.requests),
                       text::number(seconds_between(snapshot_.started, snapshot_.ended), 1)));
    }

    awaitable<void> save_readings() {
        std::function<void(VisitStore&)> work = [&](VisitStore& store) {
            store.save_readings(visit_.id, visit_.readings);
        };
        co_await save(std::move(work));
    }

    awaitable<void> leave_unwritten() {
        CheckResult result;
        result.id = "settings";
        result.title = text::marked("Planned settings");
        result.reason = identity_.remark;
        result.at = now();
        tell(Step::Kind::failed, "write", result.reason);
        std::function<void(VisitStore&)> work = [&](VisitStore& store) { store.save_check(visit_.id, result); };
        co_await save(std::move(work));
    }

    awaitable<void> write_settings() {
        const auto tables = co_await read_planned_tables(plan_, station_);
        auto writes = prepare_writes(plan_, station_.discovery(), snapshot_, tables, secrets_);
        if (writes.empty()) co_return;
        if (!identity_.proven) {
            co_await leave_unwritten();
            co_return;
        }
        for (auto& write : writes)
            if (needs_meter_proof(write)) waiting_.push_back(write);
        std::erase_if(writes, needs_meter_proof);
        SettingWriter writer(context_, station_, visit_, steps_);
        co_await writer.write(std::move(writes));
        if (!writer.all_done()) {
            co_await writer.leave_out(waiting_);
            waiting_.clear();
        }
        co_await save_link();
        if (!writer.wrote()) co_return;
        written_at_ = transport::Clock::now();
        co_await held_.look();
        co_await save_readings();
    }

    awaitable<void> write_what_waited() {
        SettingWriter writer(context_, station_, visit_, steps_);
        co_await writer.write_after_checks(std::move(waiting_));
        if (writer.wrote()) written_at_ = transport::Clock::now();
    }

    /// What stands at the end of the run, and of the visit, is what counts.
    awaitable<void> look_at_settings_again() {
        if (!identity_.proven) co_return;
        if (written_at_) co_await wait_for_second_look();
        co_await held_.look();
        co_await save_link();
        co_await save_readings();
    }

    awaitable<void> wait_for_second_look() {
        const auto left = *written_at_ + context_.second_look - transport::Clock::now();
        if (left <= left.zero()) co_return;
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
        tell(Step::Kind::begins, "second_look",
             text::trf("Waiting {} s, then reading again whether the settings still stand", seconds));
        co_await transport::sleep_for(left);
    }

    awaitable<void> close_when_planned() {
        if (!plan_.close) co_return;
        const auto counts = summarise(visit_).counts;
        if (const auto failed = counts.find(Verdict::fail); failed != counts.end()) {
            tell(Step::Kind::failed, "close",
                 text::trf_n("The visit stays open, because {} check failed.",
                             "The visit stays open, because {} checks failed.", failed->second));
            co_return;
        }
        visit_.closed = now();
        co_await save_header();
        tell(Step::Kind::done, "close", text::trf("Visit {} closed.", visit_.id));
    }

    awaitable<void> run_checks() {
        for (const auto& check : all_checks()) {
            const auto id = "check:" + check.id;
            tell(Step::Kind::begins, id, text::tr(check.title));
            const auto statistics = counted();
            const CheckInput input{station_.discovery(), snapshot_, statistics,
                                   context_.rules,       now(),     plan_.expected_serials};
            const auto results = check.run(input);
            std::function<void(VisitStore&)> work = [&](VisitStore& store) {
                store.save_checks(visit_.id, check.id, results);
            };
            co_await save(std::move(work));
            Visit only;
            only.checks = results;
            const auto summary = summarise(only);
            tell(summary.verdict == Verdict::fail ? Step::Kind::failed : Step::Kind::done, id,
                 fmt::format("{}: {}", text::tr(check.title), outcome_of(results)));
        }
    }

    std::string speaker() const { return visit_.people.empty() ? std::string() : visit_.people.front().name; }

    awaitable<void> keep_what_was_said() {
        for (auto& said : plan_.confirmations) {
            if (said.by.empty()) said.by = speaker();
            said.at = now();
        }
        std::vector<Note> notes;
        for (auto note : plan_.notes) {
            if (note.by.empty()) note.by = speaker();
            note.at = now();
            const bool known = std::ranges::any_of(
                visit_.notes, [&](const Note& old) { return old.text == note.text && old.by == note.by; });
            if (!known) notes.push_back(std::move(note));
        }
        std::function<void(VisitStore&)> work = [&](VisitStore& store) {
            for (const auto& said : plan_.confirmations)
                store.save_confirmation(visit_.id, with_photo_kept(said, context_.drafts, visit_.id));
            for (const auto& note : notes) store.add_note(visit_.id, note);
        };
        co_await save(std::move(work));
        co_await save_link();
    }

    CommissionContext context_;
    Plan plan_;
    Secrets secrets_;
    StepSink steps_;
    station::Station station_;
    Visit visit_;
    station::Snapshot snapshot_;
    HeldSettings held_;
    std::vector<PlannedWrite> waiting_;  ///< for the check of the meter
    std::optional<transport::Clock::time_point> written_at_;
    Time began_{};
    transport::LinkStatistics counted_before_;
    int link_index_ = 0;
    Identity identity_;
};

}  // namespace

awaitable<Visit> commission(CommissionContext context, Plan plan, std::string continued, StepSink steps) {
    Procedure procedure(context, std::move(plan), std::move(steps));
    co_return co_await procedure.run(std::move(continued));
}

}  // namespace firstlight::commissioning
