#include "station/station.h"

#include "station/applicability.h"
#include "station/session.h"
#include "station/table_access.h"
#include "text/text.h"

#include <algorithm>
#include <map>

namespace firstlight::station {
namespace {

/// What discovery read this long ago still counts as now.
constexpr std::chrono::seconds fresh_for{20};

bool is_fresh(const Session& session, std::uint8_t unit, const Point& point) {
    const PointKey key{unit, &point};
    return session.fresh.contains(key) && std::chrono::system_clock::now() - session.latest.at(key).at < fresh_for;
}

/// Slow devices last, so that one that does not answer delays nothing else.
std::vector<std::uint8_t> units_in_order(const std::vector<Device>& devices) {
    std::map<std::uint8_t, int> patience;
    for (const Device& device : devices) {
        int& longest = patience[device.unit];
        longest = std::max(longest, device.profile->limits.answer_timeout_ms);
    }
    std::vector<std::uint8_t> units;
    for (const auto& [unit, longest] : patience) units.push_back(unit);
    std::ranges::sort(units, {}, [&](std::uint8_t unit) { return std::pair(patience[unit], unit); });
    return units;
}

DeviceSnapshot snapshot_of(const Session& session, const Device& device, const std::map<PointKey, Reading>& readings) {
    DeviceSnapshot result{device, {}};
    for (const Point& point : device.profile->points) {
        if (!point.readable() || !belongs_to(point, device)) continue;
        Reading reading = readings.at({device.unit, &point});
        apply_validity(session, device, reading);
        result.readings.push_back(std::move(reading));
    }
    return result;
}

std::vector<Wanted> everything_of(Session& session, std::uint8_t unit) {
    std::vector<Wanted> wanted;
    for (Device& device : session.discovery.devices) {
        if (device.unit != unit) continue;
        for (const Point& point : device.profile->points) {
            if (!point.readable() || !belongs_to(point, device)) continue;
            Wanted one{&device, &point, {}};
            if (is_fresh(session, unit, point)) one.reading = session.latest.at({unit, &point});
            wanted.push_back(std::move(one));
        }
    }
    return wanted;
}

}  // namespace

struct Station::State : Session {
    using Session::Session;
};

Device* own_device(Session& session, const Device& device) {
    const auto found = std::ranges::find_if(session.discovery.devices, [&](const Device& one) {
        return one.unit == device.unit && one.profile == device.profile;
    });
    return found == session.discovery.devices.end() ? nullptr : &*found;
}

Station::Station(transport::Link& link, const ProfileSet& profiles) : state_(std::make_unique<State>(link, profiles)) {}
Station::~Station() = default;

awaitable<Discovery> Station::discover(DiscoveryOptions options, ProgressSink progress) {
    co_return co_await discover_devices(*state_, std::move(options), std::move(progress));
}

const Discovery& Station::discovery() const {
    return state_->discovery;
}

void Station::assume(Discovery discovery) {
    state_->discovery = std::move(discovery);
    state_->latest.clear();
    state_->fresh.clear();
    state_->proven_connection.reset();
    for (const Device& device : state_->discovery.devices) {
        const std::chrono::milliseconds patience(device.profile->limits.answer_timeout_ms);
        state_->link.set_default_timeout(device.unit, patience);
    }
}

awaitable<std::vector<Reading>> Station::read(const Device& device, std::vector<const Point*> points) {
    Device stranger = device;
    Device* own = own_device(*state_, device);
    if (!own) own = &stranger;
    own->unsupported.insert(device.unsupported.begin(), device.unsupported.end());
    begin_reading(*state_);
    std::vector<Wanted> wanted;
    for (const Point* point : points) {
        const bool twice = std::ranges::any_of(wanted, [&](const Wanted& one) { return one.point == point; });
        if (!twice) wanted.push_back({own, point, {}});
    }
    co_await read_unit(*state_, own->unit, wanted, std::nullopt);
    std::vector<Reading> readings;
    for (const Point* point : points) {
        const auto found = std::ranges::find_if(wanted, [&](const Wanted& one) { return one.point == point; });
        Reading reading = *found->reading;
        apply_validity(*state_, *own, reading);
        readings.push_back(std::move(reading));
    }
    co_return readings;
}

awaitable<Reading> Station::read(const Device& device, const Point& point) {
    std::vector<const Point*> points{&point};
    std::vector<Reading> readings = co_await read(device, std::move(points));
    co_return std::move(readings.front());
}

awaitable<Snapshot> Station::snapshot(ProgressSink progress) {
    Session& session = *state_;
    Snapshot result;
    result.started = std::chrono::system_clock::now();
    begin_reading(session);
    const int requests_before = session.requests;
    std::map<PointKey, Reading> readings;
    std::optional<transport::LinkFault> link_lost;
    const std::vector<std::uint8_t> units = units_in_order(session.discovery.devices);
    for (std::size_t at = 0; at < units.size(); ++at) {
        if (progress)
            progress({text::tr("reading"), static_cast<int>(at), static_cast<int>(units.size()), std::nullopt});
        std::vector<Wanted> wanted = everything_of(session, units[at]);
        const auto fault = co_await read_unit(session, units[at], wanted, link_lost);
        if (fault && connection_is_gone(fault->kind)) link_lost = fault;
        for (Wanted& one : wanted) readings[{units[at], one.point}] = std::move(*one.reading);
    }
    session.fresh.clear();
    for (const Device& device : session.discovery.devices) {
        result.devices.push_back(snapshot_of(session, device, readings));
    }
    result.requests = session.requests - requests_before;
    result.ended = std::chrono::system_clock::now();
    if (progress)
        progress({text::tr("reading"), static_cast<int>(units.size()), static_cast<int>(units.size()), std::nullopt});
    co_return result;
}

awaitable<Change> Station::write(const Device& device, const Point& point, Value value, Consent consent,
                                 ChangeJournal& journal) {
    Device copy = device;
    co_return co_await write_and_confirm(*state_, std::move(copy), point, std::move(value), std::move(consent),
                                         journal);
}

awaitable<TableReading> Station::read_table(const Device& device, const RowTable& table) {
    Device copy = device;
    co_return co_await read_rows(*state_, std::move(copy), table);
}

awaitable<Change> Station::write_table(const Device& device, const RowTable& table, std::vector<Row> rows,
                                       std::optional<double> generation, Consent consent, ChangeJournal& journal) {
    Device copy = device;
    co_return co_await write_rows(*state_, std::move(copy), table, std::move(rows), generation, std::move(consent),
                                  journal);
}

awaitable<Change> Station::carry_out(const Device& device, const Command& command, std::vector<Value> arguments,
                                     Consent consent, ChangeJournal& journal) {
    Device copy = device;
    co_return co_await give_command(*state_, std::move(copy), command, std::move(arguments), std::move(consent),
                                    journal);
}

awaitable<Change> Station::look_up(const Device& device, const Command& command, Change given) {
    Device copy = device;
    co_return co_await look_up_command(*state_, std::move(copy), command, std::move(given));
}

transport::Link& Station::link() {
    return state_->link;
}
const ProfileSet& Station::profiles() const {
    return state_->profiles;
}

std::string_view to_string(WriteResult result) {
    switch (result) {
        case WriteResult::proven:
            return text::marked("proven");
        case WriteResult::unchanged:
            return text::marked("unchanged");
        case WriteResult::sent:
            return text::marked("sent");
        case WriteResult::effect_seen:
            return text::marked("effect seen");
        case WriteResult::refused:
            return text::marked("refused");
        case WriteResult::not_stuck:
            return text::marked("did not stick");
        case WriteResult::not_sent:
            return text::marked("not sent");
        case WriteResult::unknown:
            return text::marked("unknown");
    }
    return text::marked("unknown");
}

bool succeeded(WriteResult result) {
    return result == WriteResult::proven || result == WriteResult::unchanged || result == WriteResult::sent
           || result == WriteResult::effect_seen;
}

}  // namespace firstlight::station
