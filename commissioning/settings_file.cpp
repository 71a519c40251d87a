#include "commissioning/settings_file.h"

#include "formats/strict_json.h"
#include "store/durable_file.h"
#include "text/text.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace firstlight::commissioning {

namespace {

using formats::JsonDocument;
using formats::JsonNode;
using Json = nlohmann::ordered_json;

constexpr int format = 1;

std::string written_time(Time at) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

Time time_of(const JsonNode& node) {
    const auto text = node.text();
    int year_number = 0;
    unsigned month_number = 0, day_number = 0, hour = 0, minute = 0, second = 0;
    const int found = std::sscanf(text.c_str(), "%4d-%2u-%2uT%2u:%2u:%2uZ", &year_number, &month_number, &day_number,
                                  &hour, &minute, &second);
    const std::chrono::year_month_day date{std::chrono::year(year_number), std::chrono::month(month_number),
                                           std::chrono::day(day_number)};
    // The clock counts nanoseconds in 64 bits: centuries around 1970 are what it can hold.
    const bool countable = year_number >= 1970 && year_number < 2200;
    if (found == 6 && date.ok() && countable && hour < 24 && minute < 60 && second < 60) {
        const Time time = std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute)
                          + std::chrono::seconds(second);
        if (written_time(time) == text) return time;
    }
    node.fail(text::trf("\"{}\" is no time such as 2026-11-23T10:42:07Z", text));
}

std::string filled(const JsonNode& node, std::string_view key) {
    const auto value = node.at(key);
    if (value.text().empty()) value.fail(text::trf("\"{}\" must not be empty", key));
    return value.text();
}

KeptSetting parse_setting(const JsonNode& node) {
    node.allow_only({"point", "label", "value", "unit", "source", "at"});
    KeptSetting kept;
    kept.point = filled(node, "point");
    kept.label = node.text_or("label", kept.point);
    kept.value = written_value(node.at("value"));
    kept.unit = node.text_or("unit", "");
    const auto source = node.at("source");
    kept.source = source.text();
    if (kept.source != "public" && kept.source != "extension")
        source.fail(text::tr("\"source\" is \"public\" or \"extension\""));
    kept.at = time_of(node.at("at"));
    return kept;
}

KeptTable parse_table(const JsonNode& node) {
    node.allow_only({"table", "label", "rows", "at"});
    KeptTable kept;
    kept.table = filled(node, "table");
    kept.label = node.text_or("label", kept.table);
    for (const auto& row : node.at("rows").items()) kept.rows.push_back(parse_cells(row));
    kept.at = time_of(node.at("at"));
    return kept;
}

UnreadSetting parse_unread(const JsonNode& node) {
    node.allow_only({"name", "why"});
    return {filled(node, "name"), node.text_or("why", "")};
}

/// Each item by `parse`; no two with the same name.
template <class Item, class Parse, class Name>
std::vector<Item> named_items(const JsonNode& node, std::string_view key, const Parse& parse, const Name& name) {
    std::vector<Item> items;
    std::set<std::string> known;
    const auto list = node.find(key);
    if (!list) return items;
    for (const auto& item : list->items()) {
        items.push_back(parse(item));
        if (!known.insert(items.back().*name).second) item.fail(text::trf("{} is given twice", items.back().*name));
    }
    return items;
}

DeviceSettings parse_device(const JsonNode& node) {
    node.allow_only({"device", "profile", "model", "serial", "firmware", "version", "settings", "tables", "unread"});
    DeviceSettings device;
    device.name = filled(node, "device");
    device.profile = filled(node, "profile");
    device.model = node.text_or("model", "");
    device.serial = node.text_or("serial", "");
    device.firmware = node.text_or("firmware", "");
    device.version = node.text_or("version", "");
    device.settings = named_items<KeptSetting>(node, "settings", parse_setting, &KeptSetting::point);
    device.tables = named_items<KeptTable>(node, "tables", parse_table, &KeptTable::table);
    device.unread = named_items<UnreadSetting>(node, "unread", parse_unread, &UnreadSetting::name);
    return device;
}

void put(Json& json, const char* key, const std::string& text) {
    if (!text.empty()) json[key] = text;
}

Json to_json(const KeptSetting& kept);
Json to_json(const KeptTable& kept);
Json to_json(const UnreadSetting& unread);
Json to_json(const DeviceSettings& device);

template <class Item>
void put_list(Json& json, const char* key, const std::vector<Item>& items) {
    if (items.empty()) return;
    json[key] = Json::array();
    for (const auto& item : items) json[key].push_back(to_json(item));
}

Json to_json(const KeptSetting& kept) {
    Json json{{"point", kept.point}, {"label", kept.label}, {"value", kept.value}};
    put(json, "unit", kept.unit);
    json["source"] = kept.source;
    json["at"] = written_time(kept.at);
    return json;
}

Json to_json(const KeptTable& kept) {
    return Json{{"table", kept.table}, {"label", kept.label}, {"rows", kept.rows}, {"at", written_time(kept.at)}};
}

Json to_json(const UnreadSetting& unread) {
    return Json{{"name", unread.name}, {"why", unread.why}};
}

Json to_json(const DeviceSettings& device) {
    Json json{{"device", device.name}, {"profile", device.profile}};
    put(json, "model", device.model);
    put(json, "serial", device.serial);
    put(json, "firmware", device.firmware);
    put(json, "version", device.version);
    put_list(json, "settings", device.settings);
    put_list(json, "tables", device.tables);
    put_list(json, "unread", device.unread);
    return json;
}

template <class Item>
const Item* named(const std::vector<Item>& items, std::string Item::* name, std::string_view wanted) {
    const auto found = std::ranges::find(items, wanted, name);
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const KeptSetting* DeviceSettings::find(std::string_view point) const {
    return named(settings, &KeptSetting::point, point);
}
const KeptTable* DeviceSettings::find_table(std::string_view table) const {
    return named(tables, &KeptTable::table, table);
}
const UnreadSetting* DeviceSettings::find_unread(std::string_view setting) const {
    return named(unread, &UnreadSetting::name, setting);
}

StationSettings load_settings(const std::filesystem::path& file) {
    const auto document = JsonDocument::load(file);
    const auto root = document.root();
    root.allow_only({"settings_file", "template", "taken", "station", "program", "devices"});
    root.at("settings_file").integer(format, format);
    StationSettings settings;
    if (root.has("template")) settings.name = filled(root, "template");
    settings.taken = time_of(root.at("taken"));
    settings.station = root.text_or("station", "");
    settings.program = root.text_or("program", "");
    settings.devices = named_items<DeviceSettings>(root, "devices", parse_device, &DeviceSettings::name);
    return settings;
}

void save_settings(const StationSettings& settings, const std::filesystem::path& file) {
    Json json{{"settings_file", format}};
    put(json, "template", settings.name);
    json["taken"] = written_time(settings.taken);
    put(json, "station", settings.station);
    put(json, "program", settings.program);
    put_list(json, "devices", settings.devices);
    store::write_durably(file, json.dump(2) + "\n");
}

}  // namespace firstlight::commissioning
