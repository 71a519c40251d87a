#include "commissioning/commission.h"

#include "commissioning/records.h"
#include "commissioning/settings.h"

#include <algorithm>
#include <exception>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

using station::Change;
using station::WriteResult;

Time now() {
    return std::chrono::system_clock::now();
}

double seconds_between(Time from, Time to) {
    return std::chrono::duration<double>(to - from).count();
}

std::string count_of(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// Whether a write reached what was wanted, as far as it can be known.
bool succeeded(WriteResult result) {
    return result == WriteResult::proven || result == WriteResult::unchanged || result == WriteResult::effect_seen
           || result == WriteResult::sent;
}

/// One run of the procedure over one visit. Lives as long as `run`.
class Procedure {
  public:
    Procedure(CommissionContext context, Plan plan, StepSink steps)
        : context_(context),
          plan_(std::move(plan)),
          steps_(std::move(steps)),
          station_(context.link, context.profiles) {}

    awaitable<Visit> run(std::string continued) {
        co_await open_visit(std::move(continued));
        std::exception_ptr failure;
        try {
            co_await work();
        } catch (...) {
            failure = std::current_exception();
        }
        if (failure) {
            // Not beside the I/O thread: after a cancellation nothing can be awaited, and this row must not be lost.
            context_.store.save_link(visit_.id, link_index_, session_of(context_.link, began_, now()));
            std::rethrow_exception(failure);
        }
        co_return visit_;
    }

  private:
    awaitable<void> work() {
        co_await find_devices();
        co_await settle_open_writes();
        co_await read_everything();
        co_await write_settings();
        co_await run_checks();
        co_await keep_what_was_said();
        co_await reload();
        tell(Step::Kind::done, "save", fmt::format("Visit {} saved. {}", visit_.id, summarise(visit_).sentence));
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

    awaitable<void> save_link() {
        const auto session = session_of(context_.link, began_, now());
        std::function<void(VisitStore&)> work = [&](VisitStore& store) {
            store.save_link(visit_.id, link_index_, session);
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
        visit_.id = continued.empty() ? new_visit_id(began_) : continued;
        if (!continued.empty()) {
            co_await reload();
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
        tell(Step::Kind::done, "visit", fmt::format("Visit {} {}.", visit_.id, is_new ? "begun" : "continued"));
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
             fmt::format("Looking for devices at {}", to_string(context_.link.endpoint())));
        auto options = discovery_options();
        co_await station_.discover(std::move(options), progress_of("discover"));
        const auto& discovery = station_.discovery();
        adopt_anchor(discovery);
        visit_.devices = records_of(discovery.devices);
        visit_.findings = sentences_of(discovery.findings);
        visit_.data_files = data_files_of(discovery, context_.profiles, context_.rules);
        std::function<void(VisitStore&)> work = [&](VisitStore& store) {
            store.save_devices(visit_.id, visit_.devices, visit_.findings);
            store.save_header(visit_);
        };
        co_await save(std::move(work));
        co_await save_link();
        std::vector<std::string> names;
        for (const auto& device : discovery.devices) names.push_back(device.name());
        tell(Step::Kind::done, "discover",
             fmt::format("Found {}: {}", count_of(names.size(), "device"), fmt::join(names, ", ")));
        for (const auto& sentence : visit_.findings) tell(Step::Kind::progress, "discover", sentence);
    }

    /// The same station: its anchor, or any device known from before, is there, or the old anchor was replaced and says
    /// so.
    bool is_same_station(const station::Discovery& discovery) const {
        const auto is_there = [&](const std::string& serial) {
            return !serial.empty() && std::ranges::any_of(discovery.devices, [&](const auto& device) {
                return device.serial == serial;
            });
        };
        const auto& former = visit_.former_anchors;
        return is_there(visit_.anchor_serial) || std::ranges::any_of(visit_.devices, is_there, &DeviceRecord::serial)
               || std::ranges::find(former, visit_.anchor_serial) != former.end();
    }

    void adopt_anchor(const station::Discovery& discovery) {
        const auto& found = discovery.anchor_serial;
        if (found.empty() || found == visit_.anchor_serial) return;
        if (!visit_.anchor_serial.empty()) {
            if (!is_same_station(discovery)) throw DifferentStation(visit_.id, visit_.anchor_serial, found);
            const auto& former = visit_.former_anchors;
            if (std::ranges::find(former, visit_.anchor_serial) == former.end()) return;
        }
        visit_.anchor_serial = found;
    }

    awaitable<void> settle_open_writes() {
        const auto sentences = co_await reconcile(context_, station_, visit_.id);
        for (const auto& sentence : sentences) tell(Step::Kind::progress, "reconcile", sentence);
        if (!sentences.empty()) co_await reload();
    }

    awaitable<void> read_everything() {
        tell(Step::Kind::begins, "snapshot", "Reading all values");
        snapshot_ = co_await station_.snapshot(progress_of("snapshot"));
        visit_.readings = records_of(snapshot_);
        co_await save_readings();
        co_await save_link();
        const auto good = std::ranges::count(visit_.readings, std::string(station::to_string(station::Quality::good)),
                                             &ReadingRecord::quality);
        tell(Step::Kind::done, "snapshot",
             fmt::format("Read {} of {} values in {}, {:.1f} s", good, visit_.readings.size(),
                         count_of(static_cast<std::size_t>(snapshot_.requests), "request"),
                         seconds_between(snapshot_.started, snapshot_.ended)));
    }

    awaitable<void> save_readings() {
        std::function<void(VisitStore&)> work = [&](VisitStore& store) {
            store.save_readings(visit_.id, visit_.readings);
        };
        co_await save(std::move(work));
    }

    /// The last row of the journal about this device and point.
    const Change* last_change(const PlannedWrite& write) const {
        const Change* last = nullptr;
        for (const auto& [number, change] : visit_.changes) {
            const bool same_device = change.device_serial.empty() ? change.device == write.device->name()
                                                                  : change.device_serial == write.device->serial;
            if (same_device && change.point == write.point->name) last = &change;
        }
        return last;
    }

    /// Why a write of the plan need not, or must not, be made again; nothing when it is to be made.
    std::optional<Change> already_settled(const PlannedWrite& write) const {
        const auto* last = last_change(write);
        if (!last || !last->result || last->wanted != write.wanted) return std::nullopt;
        if (succeeded(*last->result)) return *last;
        // A command whose answer was lost and that cannot be read back is never blindly sent again.
        if (*last->result == WriteResult::unknown && !write.point->readable()) return *last;
        return std::nullopt;
    }

    CheckResult setting_result(const PlannedWrite& write) const {
        CheckResult result;
        result.id = "settings";
        result.title = "Planned settings";
        result.subject = fmt::format("{} {}", write.device->name(), write.point->label);
        result.expected = fmt::format("{}{}{}", write.wanted, write.point->unit.empty() ? "" : " ",
                                      station::unit_for_people(write.point->unit));
        result.at = now();
        return result;
    }

    CheckResult setting_result(const PlannedWrite& write, const Change& change) const {
        auto result = setting_result(write);
        result.measured = change.after;
        result.reason = change.detail;
        result.verdict = succeeded(*change.result) ? Verdict::pass : Verdict::fail;
        if (change.result == WriteResult::sent) {
            result.verdict = Verdict::not_tested;
            result.reason = "The device accepted the command; its effect cannot be read. Look at the device.";
        }
        if (change.result == WriteResult::unknown) result.verdict = Verdict::not_tested;
        if (!change.after.empty()) {
            result.evidence.push_back({change.device, change.point, write.point->label, change.after, change.at});
        }
        return result;
    }

    awaitable<void> save_setting(CheckResult result) {
        std::function<void(VisitStore&)> work = [&](VisitStore& store) { store.save_check(visit_.id, result); };
        co_await save(std::move(work));
    }

    /// Carries out one write; false when the rest of the plan must not follow.
    awaitable<bool> write_setting(const PlannedWrite& write, station::ChangeJournal& journal) {
        const auto what = fmt::format("{}: {} = {}", write.device->name(), write.point->label, write.wanted);
        auto change = already_settled(write);
        if (!change) {
            tell(Step::Kind::begins, "write", what);
            std::string refused;
            try {
                change = co_await station_.write(*write.device, *write.point, write.value, write.consent, journal);
            } catch (const station::ValueNotAccepted& error) {
                refused = error.detail();
            }
            if (!refused.empty()) {
                auto result = setting_result(write);
                result.verdict = Verdict::fail;
                result.reason = refused;
                tell(Step::Kind::failed, "write", fmt::format("{}: {}", what, refused));
                co_await save_setting(std::move(result));
                co_return false;
            }
        }
        const bool done = succeeded(*change->result);
        tell(done ? Step::Kind::done : Step::Kind::failed, "write",
             fmt::format("{}: {}{}{}", what, station::to_string(*change->result), change->detail.empty() ? "" : ", ",
                         change->detail));
        auto result = setting_result(write, *change);
        co_await save_setting(std::move(result));
        co_return done;
    }

    awaitable<void> write_settings() {
        const auto writes = prepare_writes(plan_, station_.discovery(), snapshot_);
        if (writes.empty()) co_return;
        const auto journal = journal_of(context_.runtime, context_.store, visit_.id);
        std::size_t done = 0;
        bool go_on = true;
        for (const auto& write : writes) {
            if (go_on) go_on = co_await write_setting(write, *journal);
            if (go_on) {
                ++done;
                continue;
            }
            if (&write == &writes[done]) continue;
            auto result = setting_result(write);
            result.reason = "Not written, because an earlier setting of the plan failed.";
            co_await save_setting(std::move(result));
        }
        co_await save_link();
        co_await reload();
        for (std::size_t i = 0; i < done; ++i) co_await look_again(writes[i]);
        co_await save_readings();
    }

    /// Some stations take a value back after a while (facts: behaviour.md section 13): what stands now is what counts.
    awaitable<void> look_again(const PlannedWrite& write) {
        if (!write.point->readable() || write.point->secret) co_return;
        const auto reading = co_await station_.read(*write.device, *write.point);
        keep_reading(*write.device, reading);
        if (reading.good() && station::to_text(*write.point, *reading.value) == write.wanted) co_return;
        auto result = setting_result(write);
        result.measured = station::to_text(reading);
        result.verdict = reading.good() ? Verdict::fail : Verdict::not_tested;
        result.reason = reading.good()
                            ? "The device took the value and has another one now. Another controller, the app "
                              "or the grid operator sets it too."
                            : fmt::format("It could not be read again: {}.", reading.why);
        co_await save_setting(std::move(result));
    }

    void keep_reading(const station::Device& device, const station::Reading& reading) {
        const auto name = device.name();
        for (auto& record : visit_.readings) {
            if (record.device == name && record.point == reading.point->name) record = record_of(device, reading);
        }
        for (auto& read : snapshot_.devices) {
            if (read.device.name() != name) continue;
            for (auto& old : read.readings) {
                if (old.point && old.point->name == reading.point->name) old = reading;
            }
        }
    }

    awaitable<void> run_checks() {
        for (const auto& check : all_checks()) {
            const auto id = "check:" + check.id;
            tell(Step::Kind::begins, id, check.title);
            const CheckInput input{station_.discovery(), snapshot_, context_.link.statistics(),
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
                 fmt::format("{}: {}", check.title, outcome_of(results)));
        }
    }

    /// "3 passed, 1 failed (inverter 1 L2: 262.4 V)"
    static std::string outcome_of(const std::vector<CheckResult>& results) {
        std::map<Verdict, int> counts;
        std::string failed;
        for (const auto& result : results) {
            ++counts[result.verdict];
            if (result.verdict != Verdict::fail) continue;
            failed += fmt::format("{}{}{}{}", failed.empty() ? "" : "; ", result.subject,
                                  result.subject.empty() || result.measured.empty() ? "" : ": ", result.measured);
        }
        std::vector<std::string> parts;
        for (const auto& [verdict, count] : counts) parts.push_back(fmt::format("{} {}", count, to_string(verdict)));
        return fmt::format("{}{}", fmt::join(parts, ", "), failed.empty() ? "" : fmt::format(" ({})", failed));
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
            for (const auto& said : plan_.confirmations) store.save_confirmation(visit_.id, said);
            for (const auto& note : notes) store.add_note(visit_.id, note);
        };
        co_await save(std::move(work));
        co_await save_link();
    }

    CommissionContext context_;
    Plan plan_;
    StepSink steps_;
    station::Station station_;
    Visit visit_;
    station::Snapshot snapshot_;
    Time began_{};
    int link_index_ = 0;
};

}  // namespace

DifferentStation::DifferentStation(std::string visit, std::string expected, std::string found)
    : std::runtime_error(
          fmt::format("Visit {} belongs to station {}, but this is station {}. If the first inverter was "
                      "replaced, list {} among the former anchors of the plan.",
                      visit, expected, found, expected)),
      visit_(std::move(visit)),
      expected_(std::move(expected)),
      found_(std::move(found)) {}

awaitable<Visit> commission(CommissionContext context, Plan plan, std::string continued, StepSink steps) {
    Procedure procedure(context, std::move(plan), std::move(steps));
    co_return co_await procedure.run(std::move(continued));
}

}  // namespace firstlight::commissioning
