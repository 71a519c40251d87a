#include "commissioning/restore_rules.h"

#include "commissioning/belongings.h"
#include "commissioning/setting_rules.h"
#include "station/errors.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <stdexcept>

namespace firstlight::commissioning {

namespace {

using station::Point;
using station::RiskClass;

std::string why_not(RiskClass risk) {
    switch (risk) {
        case RiskClass::safe:
        case RiskClass::config:
            return {};
        case RiskClass::disruptive:
            return text::tr("starting and stopping is never restored");
        case RiskClass::grid:
            return text::tr("grid settings are never restored: set and confirm them one by one");
        case RiskClass::onsite:
            return text::tr("this is only set on site");
    }
    return {};
}

/// Control from outside begins when somebody who controls says so, not because it was on when a file was made.
bool is_remote_ems(const KeptSetting& wanted) {
    return wanted.point == "remote_ems_enable" || wanted.point == "remote_ems_mode"
           || (wanted.point == "working_mode" && wanted.value == "remote_ems");
}

std::optional<double> number_of(const Point& point, const std::string& value) {
    try {
        const auto parsed = station::parse_value(point, value);
        const auto* number = std::get_if<double>(&parsed);
        return number ? std::optional(*number) : std::nullopt;
    } catch (const station::ValueNotAccepted&) {
        return std::nullopt;
    }
}

std::string lacks(const DeviceSettings& present, const std::string& name) {
    const auto* unread = present.find_unread(name);
    return unread ? text::trf("the station does not have it: {}", unread->why)
                  : text::tr("the station does not have it");
}

/// Whether both rows have the same secret, as far as the device shows of it.
bool is_same_secret(const station::RowTable& table, const Cells& wanted, const Cells& present) {
    return std::ranges::all_of(table.columns, [&](const Point& column) {
        const auto one = wanted.find(column.name), other = present.find(column.name);
        return column.writable() || (one != wanted.end() && other != present.end() && one->second == other->second);
    });
}

/// Firmware whose version is not known may still ask for it.
bool still_demanded(const station::Precondition& condition, const std::string& version) {
    if (!condition.until || version.empty()) return true;
    try {
        return station::parse_protocol_version(version) < *condition.until;
    } catch (const std::invalid_argument&) {
        return true;
    }
}

}  // namespace

const station::Profile* RestoreRules::profile_of(const DeviceSettings& device) const {
    return profiles_.find(device.profile).get();
}

std::string RestoreRules::of_another_station(std::string_view setting_or_table) const {
    const bool is_this_one = !wanted_.station.empty() && wanted_.station == present_.station;
    if (is_this_one || !belongs_to_one_station(setting_or_table)) return {};
    return text::tr("it belongs to one station or its people, and the file is not known to be of this station");
}

std::string RestoreRules::why_not(const KeptSetting& wanted, const DeviceSettings& present) const {
    const auto* profile = profile_of(present);
    const auto* point = profile ? profile->find(wanted.point) : nullptr;
    if (!present.find(wanted.point)) return lacks(present, wanted.point);
    if (!point || !point->writable()) return text::tr("this program does not know the setting");
    if (point->secret) return text::tr("it is a secret: type it anew");
    if (auto reason = of_another_station(wanted.point); !reason.empty()) return reason;
    if (is_remote_ems(wanted)) return text::tr("control from outside is never restored");
    if (auto reason = commissioning::why_not(point->risk); !reason.empty()) return reason;
    try {
        station::check_and_encode(*point, station::parse_value(*point, wanted.value));
    } catch (const station::ValueNotAccepted& error) {
        return error.detail();
    }
    return {};
}

std::string RestoreRules::why_not(const std::string& missing_table, const DeviceSettings& present) const {
    if (!present.find_table(missing_table)) return lacks(present, missing_table);
    return text::tr("this program does not know the table");
}

std::string RestoreRules::why_not(const station::RowTable& table, const Cells& wanted, const Cells& present) const {
    if (auto reason = of_another_station(table.name); !reason.empty()) return reason;
    if (table.has_secrets() && !wanted.empty()) {
        if (present.empty()) return text::tr("it has a secret that the file does not hold: add it by hand");
        if (!is_same_secret(table, wanted, present))
            return text::tr("another one has its place now: change it by hand");
    }
    return commissioning::why_not(table.risk);
}

const DeviceSettings* RestoreRules::present_device(const std::string& name) const {
    const auto found = std::ranges::find(present_.devices, name, &DeviceSettings::name);
    return found == present_.devices.end() ? nullptr : &*found;
}

std::pair<const DeviceSettings*, const Point*> RestoreRules::look_up(const DeviceSettings& device,
                                                                     const std::string& name) const {
    for (const auto* where : {&device, present_device("plant")}) {
        const auto* profile = where ? profile_of(*where) : nullptr;
        if (const auto* point = profile ? profile->find(name) : nullptr) return {where, point};
    }
    return {nullptr, nullptr};
}

void RestoreRules::demand_preconditions(std::vector<KeptDifference>& differences) const {
    for (auto& difference : differences)
        if (difference.can_be_restored() && !difference.value.empty())
            difference.why_not = unmet_precondition(difference, differences);
    for (auto& difference : differences)
        if (difference.can_be_restored() && !difference.value.empty())
            difference.why_not = refused_beside(difference, differences);
}

station::Discovery RestoreRules::present_station() const {
    static const auto unknown = std::make_shared<station::Profile>();
    station::Discovery discovery;
    for (const auto& kept : present_.devices) {
        auto& device = discovery.devices.emplace_back();
        device.profile = profiles_.find(kept.profile);
        if (!device.profile) device.profile = unknown;
        const auto digits = kept.name.find_last_not_of("0123456789");
        const auto unit = digits == std::string::npos ? std::string() : kept.name.substr(digits + 1);
        if (!unit.empty() && unit.size() < 4) device.unit = static_cast<std::uint8_t>(std::stoi(unit));
        const bool is_extended = std::ranges::any_of(
            kept.settings, [](const KeptSetting& setting) { return setting.source == "extension"; });
        if (is_extended) device.extension = station::ProtocolVersion{1, 0};
    }
    return discovery;
}

std::optional<station::Value> RestoreRules::expected(const DeviceSettings& device, const std::string& name,
                                                     const std::vector<KeptDifference>& differences) const {
    const auto [where, point] = look_up(device, name);
    const auto* kept = where ? where->find(name) : nullptr;
    if (!kept) return std::nullopt;
    auto text = kept->value;
    for (const auto& other : differences)
        if (other.device == where->name && other.name == name && other.can_be_restored()) text = other.value;
    try {
        return station::parse_value(*point, text);
    } catch (const station::ValueNotAccepted&) {
        return std::nullopt;
    }
}

std::string RestoreRules::refused_beside(const KeptDifference& difference,
                                         const std::vector<KeptDifference>& differences) const {
    const auto station = present_station();
    const auto place = present_device(difference.device) - present_.devices.data();
    const auto& device = station.devices.at(static_cast<std::size_t>(place));
    const OtherValues others = [&](const station::Device& of, const std::string& name) {
        const auto at = static_cast<std::size_t>(&of - station.devices.data());
        return expected(present_.devices.at(at), name, differences);
    };
    const auto& point = device.profile->at(difference.name);
    try {
        const auto value = station::parse_value(point, difference.value);
        station::check_range(point, value, station::resolve_range(point, numbers_beside(others, device)));
        const auto conflict = conflict_of(device, point, value, others, station);
        return conflict ? conflict->words : std::string();
    } catch (const station::ValueNotAccepted& error) {
        return error.detail();
    }
}

std::string RestoreRules::unmet_precondition(const KeptDifference& difference,
                                             const std::vector<KeptDifference>& differences) const {
    const auto* device = present_device(difference.device);
    for (const auto& condition : profile_of(*device)->at(difference.name).preconditions) {
        const auto [where, point] = look_up(*device, condition.point);
        const auto* now = where ? where->find(condition.point) : nullptr;
        if (!now || !still_demanded(condition, device->version)) continue;
        auto value = now->value;
        for (const auto& other : differences)
            if (other.device == where->name && other.name == condition.point && other.can_be_restored())
                value = other.value;
        const auto number = number_of(*point, value);
        const bool holds = number && std::ranges::find(condition.values, *number) != condition.values.end();
        if (!holds) return text::trf("{} does not allow it now: {}", text::tr(point->label), text::shown_value(value));
    }
    return {};
}

}  // namespace firstlight::commissioning
