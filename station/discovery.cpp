#include "station/applicability.h"
#include "station/findings.h"
#include "station/recognition.h"
#include "station/session.h"
#include "text/text.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

using formats::ExceptionCode;
using transport::LinkFailure;
using transport::Milliseconds;

enum class Outcome {
    found,
    refused,  ///< the address is not known there, or a gateway says that nobody is there
    busy,     ///< refused for another reason: the address may be right
    silent,
    garbled,
};

/// One search for devices; lives as long as search_devices runs.
class Search {
  public:
    Search(Session& session, DiscoveryOptions options, ProgressSink progress)
        : session_(session),
          options_(std::move(options)),
          progress_(std::move(progress)),
          families_(session.profiles),
          units_(units_to_ask(options_, families_)) {}

    awaitable<Discovery> run() {
        session_.discovery = Discovery{};
        session_.latest.clear();
        session_.fresh.clear();
        co_await find_fixed();
        if (families_.free.empty()) units_.clear();
        for (std::size_t at = 0; at < units_.size(); ++at) {
            tell(text::tr("looking for devices"), static_cast<int>(at));
            co_await first_look(units_[at]);
        }
        co_await watch_for_stall();
        co_await look_again_after_stall();
        co_await ask_patiently();
        co_await recognise_the_rest();
        co_await settle_extension(session_);
        co_await find_riding();
        co_await complete_identities();
        tell(text::tr("looking for devices"), static_cast<int>(units_.size()));
        conclude();
        co_return session_.discovery;
    }

  private:
    bool is_expected(std::uint8_t unit) const {
        return std::ranges::find(options_.expected, unit) != options_.expected.end();
    }

    void tell(const std::string& phase, int done) const {
        if (!progress_) return;
        Progress progress{phase, done, static_cast<int>(units_.size()), std::nullopt};
        const auto each = std::max<transport::Clock::duration>(session_.link.pace().interval, Milliseconds(50));
        progress.left = std::chrono::ceil<std::chrono::seconds>(each * (progress.total - done));
        progress_(progress);
    }

    Device candidate(std::uint8_t unit, const ProfilePtr& family) const {
        Device device;
        device.unit = unit;
        device.profile = family;
        device.version = session_.discovery.version;
        device.version_at_most = version_at_most_;
        device.extension = session_.discovery.extension;
        return device;
    }

    awaitable<BlockAnswer> ask(std::uint8_t unit, Table table, std::uint16_t address, std::uint16_t count,
                               BlockOptions how) {
        BlockAnswer answer = co_await ask_block(session_, unit, table, address, count, how);
        const auto* fault = std::get_if<transport::LinkFault>(&answer);
        if (fault && fault->kind == LinkFailure::other_station)
            throw transport::LinkError(session_.link.endpoint(), *fault);
        co_return answer;
    }

    /// Asks for one family at one unit. What was read is kept for the first snapshot.
    awaitable<Outcome> try_family(std::uint8_t unit, ProfilePtr family, BlockOptions how, bool wide) {
        const Device device = candidate(unit, family);
        const std::optional<ReadBlock> sure = recognising_block(session_, device, false);
        const std::optional<ReadBlock> all = wide ? recognising_block(session_, device, true) : std::nullopt;
        if (all && all->points.size() > sure->points.size()) {
            const Outcome outcome = co_await try_block(device, *all, how);
            if (outcome != Outcome::refused) co_return outcome;
        }
        const Outcome outcome = co_await try_block(device, *sure, how);
        if (wide && outcome == Outcome::refused) wide_refused_.insert(unit);
        co_return outcome;
    }

    awaitable<Outcome> try_block(Device device, const ReadBlock& block, BlockOptions how) {
        const std::uint8_t unit = device.unit;
        BlockAnswer answer = co_await ask(unit, block.table, block.address, block.count, how);
        if (const auto* words = std::get_if<formats::Words>(&answer)) {
            keep_readings(session_, unit, block, *words);
            for (const Point* point : block.points) session_.fresh.emplace(unit, point);
            add(std::move(device));
            co_return Outcome::found;
        }
        if (const auto* fault = std::get_if<transport::LinkFault>(&answer)) {
            last_fault_ = *fault;
            const bool quiet = fault->kind == LinkFailure::silent || fault->kind == LinkFailure::backed_off
                               || fault->kind == LinkFailure::closed;
            if (quiet) co_return Outcome::silent;
            garbled_.insert(unit);
            co_return Outcome::garbled;
        }
        switch (std::get<ExceptionCode>(answer)) {
            case ExceptionCode::gateway_path_unavailable:
            case ExceptionCode::gateway_target_failed:
                absent_.insert(unit);
                co_return Outcome::refused;
            case ExceptionCode::illegal_data_address:
                co_return Outcome::refused;
            case ExceptionCode::illegal_function:
                strange_[unit] = words_of(ExceptionCode::illegal_function);
                co_return Outcome::refused;
            default:
                strange_[unit] = words_of(std::get<ExceptionCode>(answer));
                co_return Outcome::busy;
        }
    }

    void add(Device device) {
        const Milliseconds patience(device.profile->limits.answer_timeout_ms);
        if (patience > Milliseconds(1000)) session_.link.set_default_timeout(device.unit, patience);
        session_.discovery.devices.push_back(std::move(device));
    }

    awaitable<void> find_fixed() {
        for (const ProfilePtr& family : families_.fixed) {
            for (const std::uint8_t unit : family->recognition.units) {
                BlockOptions how;
                how.must_exist = true;
                how.despite_back_off = true;
                const Outcome outcome = co_await try_family(unit, family, how, true);
                session_.discovery.asked_units.push_back(unit);
                if (outcome != Outcome::found || family->version_probes.empty()) continue;
                Device& plant = session_.discovery.devices.back();
                co_await probe_version(session_, plant);
                session_.discovery.version = plant.version;
                version_at_most_ = plant.version_at_most;
                session_.discovery.extension = co_await probe_extension(session_, plant);
            }
        }
    }

    /// The first family alone: what does not fit waits until every unit was asked, so that a slow charger that stalls
    /// the station's server does so last (facts: behaviour.md section 13).
    awaitable<void> first_look(std::uint8_t unit) {
        session_.discovery.asked_units.push_back(unit);
        BlockOptions how;
        const bool on_a_wire = std::holds_alternative<transport::RtuEndpoint>(session_.link.endpoint());
        how.read_retries = on_a_wire || is_expected(unit) ? 1 : 0;
        how.despite_back_off = true;
        const ProfilePtr& first = families_.free.front();
        // A station that refuses for units it does not have would be asked twice for each of them.
        const bool wide = wide_refused_.size() < 2;
        const Outcome outcome = co_await try_family(unit, first, how, wide);
        if (outcome == Outcome::refused || outcome == Outcome::busy) {
            unfitting_.push_back(unit);
            if (outcome == Outcome::busy) busy_[unit].push_back(first);
        }
        const bool quiet = outcome == Outcome::silent || outcome == Outcome::garbled;
        if (quiet) quiet_.push_back(unit);
        silent_run_ = quiet ? silent_run_ + 1 : 0;
        if (silent_run_ == 2) co_await watch_for_stall();
    }

    /// Units were silent one after the other: does the station still answer at all? A charger that is asked and does
    /// not answer can silence the whole server; units asked meanwhile are asked again.
    awaitable<void> watch_for_stall() {
        const auto units = static_cast<std::ptrdiff_t>(std::exchange(silent_run_, 0));
        const bool alive = units == 0 || co_await still_answers(Milliseconds(500));
        if (alive) co_return;
        const std::uint8_t first = *(quiet_.end() - units);
        again_.insert(again_.end(), quiet_.end() - units, quiet_.end());
        session_.discovery.findings.push_back(stalling_unit(first));
        co_await wait_until_it_answers();
    }

    awaitable<void> wait_until_it_answers() {
        for (int tries = 1; tries <= 5; ++tries) {
            const bool back = co_await still_answers(std::chrono::minutes(10));
            if (back) break;
            co_await transport::sleep_for(families_.slowest() / 3 * tries);
        }
    }

    /// The first device answers. At the very end of a stall its answer still comes, but late: then it counts as held
    /// up when it took longer than this, and much longer than any before.
    awaitable<bool> still_answers(Milliseconds within) {
        if (session_.discovery.devices.empty()) co_return true;
        const Device& device = session_.discovery.devices.front();
        const auto slowest = [&] {
            const auto& seen = session_.link.statistics().units;
            const auto found = seen.find(device.unit);
            return found == seen.end() ? transport::Clock::duration{} : found->second.slowest;
        };
        const auto before = slowest();
        const Point& probe = device.profile->at(device.profile->recognition.probe);
        BlockOptions how;
        how.read_retries = 0;
        how.despite_back_off = true;
        BlockAnswer answer = co_await ask(device.unit, probe.table, probe.address, probe.count, how);
        const bool held_up = slowest() > within && slowest() > 2 * before;
        co_return !held_up && !std::holds_alternative<transport::LinkFault>(answer);
    }

    /// The other way round: the unit that was asked before the station fell silent comes last.
    awaitable<void> look_again_after_stall() {
        std::vector<std::uint8_t> units = std::exchange(again_, {});
        std::ranges::reverse(units);
        for (const std::uint8_t unit : units) co_await second_look(unit, Milliseconds(1000));
        again_.clear();
    }

    /// Units that must be there, and units whose answers came after their time-out, are given the longest time any
    /// family needs.
    awaitable<void> ask_patiently() {
        const std::vector<std::uint8_t> units = quiet_;
        for (const std::uint8_t unit : units) {
            const auto& seen = session_.link.statistics().units;
            const auto found = seen.find(unit);
            const bool late = found != seen.end() && found->second.late > 0;
            if (late || is_expected(unit)) co_await second_look(unit, families_.slowest());
        }
    }

    awaitable<void> second_look(std::uint8_t unit, Milliseconds patience) {
        BlockOptions how;
        how.timeout = patience;
        how.read_retries = 0;
        how.despite_back_off = true;
        const Outcome outcome = co_await try_family(unit, families_.free.front(), how, true);
        if (outcome == Outcome::silent || outcome == Outcome::garbled) {
            co_await wait_until_it_answers();
            co_return;
        }
        std::erase(quiet_, unit);
        if (outcome != Outcome::found) unfitting_.push_back(unit);
        if (patience > Milliseconds(1000)) slow_.insert(unit);
    }

    /// Units that answered and are not of the first family: the others in their order, the slow ones with patience.
    awaitable<void> recognise_the_rest() {
        const std::vector<std::uint8_t> units = unfitting_;
        for (const std::uint8_t unit : units) {
            if (absent_.contains(unit)) continue;
            const bool found = co_await recognise(unit);
            if (!found) unknown_.push_back(unit);
        }
    }

    awaitable<bool> recognise(std::uint8_t unit) {
        for (const ProfilePtr& family : families_.free) {
            if (family == families_.free.front() || too_new(*family)) continue;
            BlockOptions how;
            how.timeout = Milliseconds(family->limits.answer_timeout_ms);
            how.read_retries = 0;
            how.despite_back_off = true;
            const Outcome outcome = co_await try_family(unit, family, how, false);
            if (outcome == Outcome::found) co_return true;
            if (outcome == Outcome::busy) busy_[unit].push_back(family);
            if (outcome == Outcome::silent) {
                quiet_.push_back(unit);
                co_await wait_until_it_answers();
            }
            if (outcome == Outcome::silent || absent_.contains(unit)) break;
        }
        // One family's registers are known there, though the device cannot serve them just now.
        const std::vector<ProfilePtr> busy = busy_[unit];
        if (busy.size() != 1) co_return false;
        Device device = candidate(unit, busy.front());
        add(std::move(device));
        co_return true;
    }

    /// A family that came later than this firmware. Packs that probe as 2.8 may speak 2.9.
    bool too_new(const Profile& family) const {
        if (family.recognition.needs_extension) return false;
        const auto newest = version_at_most_ ? version_at_most_ : session_.discovery.version;
        return newest && *newest < ProtocolVersion{2, 8} && family.at(family.recognition.probe).since > *newest;
    }

    awaitable<void> find_riding() {
        for (const ProfilePtr& family : families_.riding) {
            if (too_new(*family) || (family->recognition.needs_extension && !session_.discovery.extension)) continue;
            for (const std::uint8_t unit : carriers_of(*family, session_.discovery))
                co_await try_family(unit, family, BlockOptions{}, false);
        }
    }

    awaitable<void> complete_identities() {
        for (Device& device : session_.discovery.devices) {
            const std::vector<std::pair<std::string, std::string*>> identity{
                {device.profile->model_point, &device.model},
                {device.profile->serial_point, &device.serial},
                {device.profile->firmware_point, &device.firmware}};
            std::vector<Wanted> wanted;
            for (const auto& [name, text] : identity) {
                const Point* point = name.empty() ? nullptr : device.profile->find(name);
                if (point && belongs_to(*point, device) && !session_.latest.contains({device.unit, point}))
                    wanted.push_back({&device, point, {}});
            }
            const auto lost = co_await read_unit(session_, device.unit, wanted, std::nullopt);
            if (lost && connection_is_gone(lost->kind)) throw transport::LinkError(session_.link.endpoint(), *lost);
            for (const Wanted& one : wanted) {
                const PointKey key{device.unit, one.point};
                if (session_.latest.contains(key)) session_.fresh.insert(key);
            }
            for (const auto& [name, text] : identity) {
                if (name.empty()) continue;
                const auto found = session_.latest.find({device.unit, &device.profile->at(name)});
                if (found != session_.latest.end() && found->second.good()) *text = to_text(found->second);
            }
        }
    }

    void conclude() {
        Discovery& discovery = session_.discovery;
        std::ranges::sort(discovery.devices, {}, [](const Device& device) {
            const Recognition& how = device.profile->recognition;
            return std::tuple(how.units.empty() && how.rides_on != "plant", device.unit, !how.rides_on.empty(),
                              how.order, how.instance);
        });
        if (discovery.devices.empty()) throw_nothing_found();
        raise_version_by_firmware(discovery);
        std::vector<std::string> models;
        for (const Device& device : discovery.devices) {
            if (!device.model.empty() && !families_.free.empty() && device.profile == families_.free.front())
                models.push_back(device.model);
        }
        for (Device& device : discovery.devices) {
            device.version = discovery.version;
            if (discovery.version >= version_at_most_) device.version_at_most.reset();
            if (device.model.empty()) device.station_models = models;
        }
        discovery.anchor_serial = anchor_serial(discovery);
        Noticed noticed;
        noticed.expected = options_.expected;
        noticed.silent = quiet_;
        noticed.unknown = unknown_;
        noticed.strange = strange_;
        noticed.garbled = garbled_;
        noticed.slow = slow_;
        add_findings(discovery, noticed, session_.link.statistics());
    }

    [[noreturn]] void throw_nothing_found() const {
        if (unfitting_.empty() && last_fault_) {
            auto fault = *last_fault_;
            fault.unit.reset();  // all were silent, not the last alone
            throw transport::LinkError(session_.link.endpoint(), fault);
        }
        std::string units;
        for (const std::uint8_t unit : unfitting_) units += fmt::format("{}{}", units.empty() ? "" : ", ", unit);
        throw NoStation(units.empty() ? text::tr("something answers Modbus, but not as a known device")
                                      : text::trf("unit {} answers Modbus, but not as a known device", units));
    }

    Session& session_;
    DiscoveryOptions options_;
    ProgressSink progress_;
    Families families_;
    std::vector<std::uint8_t> units_;
    std::optional<ProtocolVersion> version_at_most_;
    std::vector<std::uint8_t> quiet_;      ///< did not answer
    std::vector<std::uint8_t> again_;      ///< asked while the station was stalled
    std::vector<std::uint8_t> unfitting_;  ///< answered, but not as the first family
    std::vector<std::uint8_t> unknown_;    ///< fits no family
    std::map<std::uint8_t, std::vector<ProfilePtr>> busy_;
    std::map<std::uint8_t, std::string> strange_;  ///< refusals other than "no such address"
    std::set<std::uint8_t> absent_, garbled_, slow_, wide_refused_;
    std::optional<transport::LinkFault> last_fault_;
    int silent_run_ = 0;
};

}  // namespace

awaitable<Discovery> search_devices(Session& session, DiscoveryOptions options, ProgressSink progress) {
    Search search(session, std::move(options), std::move(progress));
    co_return co_await search.run();
}

}  // namespace firstlight::station
