#include "app/cli/words.h"

#include "app/cli/table.h"
#include "station/device.h"
#include "text/text.h"

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
    return ms > 0 && ms < 1 ? text::tr("under 1 ms") : fmt::format("{:.0f} ms", ms);
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
            return text::marked("duplicate serial");
        case station::FindingKind::silent_unit:
            return text::marked("silent unit");
        case station::FindingKind::slow_unit:
            return text::marked("slow unit");
        case station::FindingKind::shared_unit:
            return text::marked("shared unit id");
        case station::FindingKind::no_plant:
            return text::marked("no plant");
        case station::FindingKind::unknown_device:
            return text::marked("unknown device");
    }
    return text::marked("unknown");
}

std::string_view to_words(station::WriteResult result) {
    switch (result) {
        case station::WriteResult::proven:
            return text::marked("written, and read back as wanted");
        case station::WriteResult::unchanged:
            return text::marked("already so; nothing was written");
        case station::WriteResult::sent:
            return text::marked("sent and accepted; the effect cannot be read back");
        case station::WriteResult::effect_seen:
            return text::marked("sent, and its effect was seen");
        case station::WriteResult::refused:
            return text::marked("refused by the device");
        case station::WriteResult::not_stuck:
            return text::marked("accepted, but read back as something else");
        case station::WriteResult::not_sent:
            return text::marked("not sent: the link refused it or was cut before; nothing was written");
        case station::WriteResult::unknown:
            return text::marked("unknown: the answer was lost and the value could not be read back");
    }
    return text::marked("unknown");
}

std::string devices_table(const station::Discovery& discovery) {
    Table table({{text::tr("DEVICE")},
                 {text::tr("UNIT ID"), Table::Align::right},
                 {text::tr("MODEL")},
                 {text::tr("SERIAL")},
                 {text::tr("FIRMWARE")},
                 {text::tr("PROTOCOL")}});
    for (const auto& device : discovery.devices)
        table.add({station::name_for_people(device.name()), std::to_string(device.unit), device.model, device.serial,
                   device.firmware, version_text(device)});
    std::set<std::uint8_t> listed;
    for (const auto& device : discovery.devices) listed.insert(device.unit);
    for (const auto& finding : discovery.findings) {
        const bool at_a_unit = finding.unit != 0 && finding.kind != station::FindingKind::no_plant;
        if (!at_a_unit || !listed.insert(finding.unit).second) continue;
        table.add(
            {fmt::format("({})", text::tr(to_words(finding.kind))), std::to_string(finding.unit), {}, {}, {}, {}});
    }
    return table.text();
}

std::string findings_text(const station::Discovery& discovery) {
    std::string text;
    for (const auto& finding : discovery.findings) text += fmt::format("- {}\n", finding.detail);
    return text;
}

}  // namespace firstlight::app::cli
