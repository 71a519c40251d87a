#include "app/cli/words.h"

#include "app/cli/table.h"

#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

Json to_json(const transport::UnitStatistics& unit) {
    const auto ms = [](transport::Clock::duration time) {
        return std::chrono::duration<double, std::milli>(time).count();
    };
    Json json{{"asked", unit.asked},   {"answered", unit.answered}, {"exceptions", unit.exceptions},
              {"silent", unit.silent}, {"garbled", unit.garbled},   {"late", unit.late}};
    if (unit.answered > 0) {
        json["fastest_ms"] = ms(unit.fastest);
        json["mean_ms"] = ms(unit.total) / static_cast<double>(unit.answered);
        json["slowest_ms"] = ms(unit.slowest);
    }
    return json;
}

std::string version_text(const station::Device& device) {
    return device.version ? station::to_string(*device.version) : std::string();
}

}  // namespace

std::string iso_time(std::chrono::system_clock::time_point at) {
    return fmt::format("{:%FT%TZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

std::string in_milliseconds(transport::Clock::duration time) {
    const double ms = std::chrono::duration<double, std::milli>(time).count();
    return ms > 0 && ms < 1 ? "under 1 ms" : fmt::format("{:.0f} ms", ms);
}

Json to_json(const station::Device& device) {
    return Json{{"name", device.name()},
                {"unit_id", device.unit},
                {"profile", device.profile->id},
                {"model", device.model},
                {"serial", device.serial},
                {"firmware", device.firmware},
                {"protocol_version", version_text(device)}};
}

Json to_json(const station::Device& device, const station::Reading& reading) {
    Json json{{"device", device.name()},
              {"point", reading.point->name},
              {"label", reading.point->label},
              {"group", reading.point->group},
              {"value", nullptr},
              {"text", to_text(reading)},
              {"unit", reading.point->unit},
              {"quality", station::to_string(reading.quality)}};
    if (reading.value) std::visit([&json](const auto& value) { json["value"] = value; }, *reading.value);
    if (!reading.good()) json["why"] = reading.why;
    json["at"] = iso_time(reading.at);
    return json;
}

Json to_json(const station::Finding& finding) {
    return Json{{"kind", to_words(finding.kind)}, {"unit_id", finding.unit}, {"detail", finding.detail}};
}

Json to_json(const station::Discovery& discovery) {
    Json json{{"anchor_serial", discovery.anchor_serial}, {"devices", Json::array()}, {"findings", Json::array()}};
    if (discovery.version) json["protocol_version"] = station::to_string(*discovery.version);
    for (const auto& device : discovery.devices) json["devices"].push_back(to_json(device));
    for (const auto& finding : discovery.findings) json["findings"].push_back(to_json(finding));
    return json;
}

Json to_json(const station::Change& change) {
    return Json{{"device", change.device},
                {"point", change.point},
                {"unit", change.unit_of_measure},
                {"before", change.before},
                {"wanted", change.wanted},
                {"after", change.after},
                {"result", change.result ? Json(station::to_string(*change.result)) : Json()},
                {"detail", change.detail},
                {"endpoint", change.endpoint},
                {"at", iso_time(change.at)}};
}

Json to_json(const transport::LinkStatistics& statistics) {
    Json json = to_json(statistics.all);
    json["bytes_sent"] = statistics.bytes_sent;
    json["bytes_received"] = statistics.bytes_received;
    json["stray_bytes"] = statistics.stray_bytes;
    json["reconnects"] = statistics.reconnects;
    json["echo_seen"] = statistics.echo_seen;
    json["units"] = Json::object();
    for (const auto& [unit, counts] : statistics.units) json["units"][std::to_string(unit)] = to_json(counts);
    return json;
}

Json to_json(const commissioning::CheckResult& check) {
    return Json{{"id", check.id},
                {"title", check.title},
                {"subject", check.subject},
                {"expected", check.expected},
                {"measured", check.measured},
                {"verdict", commissioning::to_string(check.verdict)},
                {"reason", check.reason},
                {"rule", check.rule},
                {"unverified_limit", check.unverified_limit},
                {"at", iso_time(check.at)}};
}

std::string_view to_words(station::FindingKind kind) {
    switch (kind) {
        case station::FindingKind::duplicate_serial:
            return "duplicate serial";
        case station::FindingKind::silent_unit:
            return "silent unit";
        case station::FindingKind::slow_unit:
            return "slow unit";
        case station::FindingKind::shared_unit:
            return "shared unit id";
        case station::FindingKind::no_plant:
            return "no plant";
        case station::FindingKind::unknown_device:
            return "unknown device";
    }
    return "unknown";
}

std::string_view to_words(station::WriteResult result) {
    switch (result) {
        case station::WriteResult::proven:
            return "written, and read back as wanted";
        case station::WriteResult::unchanged:
            return "already so; nothing was written";
        case station::WriteResult::sent:
            return "sent and accepted; the effect cannot be read back";
        case station::WriteResult::effect_seen:
            return "sent, and its effect was seen";
        case station::WriteResult::refused:
            return "refused by the device";
        case station::WriteResult::not_stuck:
            return "accepted, but read back as something else";
        case station::WriteResult::not_sent:
            return "not sent: the link refused it or was cut before; nothing was written";
        case station::WriteResult::unknown:
            return "unknown: the answer was lost and the value could not be read back";
    }
    return "unknown";
}

std::string devices_table(const station::Discovery& discovery) {
    Table table({{"DEVICE"}, {"UNIT ID", Table::Align::right}, {"MODEL"}, {"SERIAL"}, {"FIRMWARE"}, {"PROTOCOL"}});
    for (const auto& device : discovery.devices)
        table.add({device.name(), std::to_string(device.unit), device.model, device.serial, device.firmware,
                   version_text(device)});
    std::set<std::uint8_t> listed;
    for (const auto& device : discovery.devices) listed.insert(device.unit);
    for (const auto& finding : discovery.findings) {
        const bool at_a_unit = finding.unit != 0 && finding.kind != station::FindingKind::no_plant;
        if (!at_a_unit || !listed.insert(finding.unit).second) continue;
        table.add({fmt::format("({})", to_words(finding.kind)), std::to_string(finding.unit), {}, {}, {}, {}});
    }
    return table.text();
}

std::string findings_text(const station::Discovery& discovery) {
    std::string text;
    for (const auto& finding : discovery.findings) text += fmt::format("- {}\n", finding.detail);
    return text;
}

}  // namespace firstlight::app::cli
