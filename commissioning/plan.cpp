#include "commissioning/plan.h"

#include "commissioning/documents.h"
#include "formats/strict_json.h"
#include "text/text.h"

#include <algorithm>
#include <set>

namespace firstlight::commissioning {

namespace {

using formats::JsonDocument;
using formats::JsonNode;

std::string filled(const JsonNode& node, std::string_view key) {
    const auto value = node.at(key);
    if (value.text().empty()) value.fail(text::trf("\"{}\" must not be empty", key));
    return value.text();
}

std::string country_of(const JsonNode& node) {
    const auto country = node.find("country");
    if (!country) return {};
    const auto text = country->text();
    const bool is_code = text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!text.empty() && !is_code) country->fail(text::tr("\"country\" is two capital letters, such as \"DE\""));
    return text;
}

Site parse_site(const JsonNode& node) {
    node.allow_only({"customer", "address", "postcode", "city", "country", "grid_reference", "time_zone"});
    Site site;
    site.customer = node.text_or("customer", "");
    site.address = node.text_or("address", "");
    site.postcode = node.text_or("postcode", "");
    site.city = node.text_or("city", "");
    site.country = country_of(node);
    site.grid_reference = node.text_or("grid_reference", "");
    site.time_zone = node.text_or("time_zone", "");
    return site;
}

Person parse_person(const JsonNode& node) {
    node.allow_only({"name", "company", "role", "phone", "email", "licence"});
    Person person;
    person.name = filled(node, "name");
    person.company = node.text_or("company", "");
    person.role = node.text_or("role", "");
    person.phone = node.text_or("phone", "");
    person.email = node.text_or("email", "");
    person.licence = node.text_or("licence", "");
    return person;
}

PlannedSetting parse_setting(const JsonNode& node) {
    node.allow_only({"device", "point", "value", "confirm"});
    PlannedSetting setting;
    setting.line = node.line();
    setting.device = filled(node, "device");
    setting.point = filled(node, "point");
    const auto value = node.at("value");
    if (auto secret = named_secret(value))
        setting.secret = std::move(*secret);
    else
        setting.value = written_value(value);
    setting.confirm = node.text_or("confirm", "");
    return setting;
}

PlannedTable parse_table(const JsonNode& node) {
    node.allow_only({"device", "table", "rows", "confirm"});
    PlannedTable planned;
    planned.line = node.line();
    planned.device = filled(node, "device");
    planned.table = filled(node, "table");
    for (const auto& row : node.at("rows").items()) {
        auto& cells = planned.rows.emplace_back();
        auto& secrets = planned.secrets.emplace_back();
        for (const auto& [name, value] : row.members()) {
            if (auto secret = named_secret(value))
                secrets.emplace(name, std::move(*secret));
            else
                cells.emplace(name, written_value(value));
        }
    }
    planned.confirm = node.text_or("confirm", "");
    return planned;
}

PlannedCommand parse_command(const JsonNode& node) {
    node.allow_only({"device", "command", "arguments", "confirm"});
    PlannedCommand planned;
    planned.line = node.line();
    planned.device = filled(node, "device");
    planned.command = filled(node, "command");
    if (const auto arguments = node.find("arguments")) planned.arguments = parse_cells(*arguments);
    planned.confirm = node.text_or("confirm", "");
    return planned;
}

/// The file lies beside the plan, or where its whole path says. A plan that names one that is not there is refused
/// before anybody relies on it.
std::string parse_photo(const JsonNode& node, const std::filesystem::path& plan) {
    const auto given = node.find("photo");
    if (!given) return {};
    const auto file = plan.parent_path() / std::filesystem::u8path(given->text());
    if (!is_photo_or_scan(file))
        given->fail(text::trf("{} is no photo or scan that can be read (JPEG, PNG or PDF)", given->text()));
    const auto place = file.u8string();
    return {place.begin(), place.end()};
}

ManualConfirmation parse_confirmation(const JsonNode& node, const std::filesystem::path& plan) {
    node.allow_only({"id", "title", "answer", "by", "photo"});
    ManualConfirmation said;
    said.id = filled(node, "id");
    said.title = filled(node, "title");
    said.answer = filled(node, "answer");
    said.by = node.text_or("by", "");
    said.photo = parse_photo(node, plan);
    return said;
}

Note parse_note(const JsonNode& node) {
    node.allow_only({"text", "by"});
    Note note;
    note.text = filled(node, "text");
    note.by = node.text_or("by", "");
    return note;
}

/// The list at `key`, or none; each item by `parse`.
template <class Item, class Parse>
std::vector<Item> list_of(const JsonNode& root, std::string_view key, const Parse& parse) {
    std::vector<Item> items;
    const auto list = root.find(key);
    if (!list) return items;
    for (const auto& node : list->items()) items.push_back(parse(node));
    return items;
}

std::vector<std::string> serials_of(const JsonNode& root, std::string_view key) {
    std::set<std::string> known;
    return list_of<std::string>(root, key, [&](const JsonNode& node) {
        const auto serial = node.text();
        if (serial.empty()) node.fail(text::tr("a serial number must not be empty"));
        if (!known.insert(serial).second) node.fail(text::trf("{} is listed twice", serial));
        return serial;
    });
}

}  // namespace

Plan load_plan(const std::filesystem::path& file) {
    const auto document = JsonDocument::load(file);
    const auto root = document.root();
    root.allow_only({"purpose", "site", "people", "rule_set", "expected_serials", "former_anchors", "same_station",
                     "units", "settings", "tables", "commands", "confirmations", "notes", "from_template", "close"});
    Plan plan;
    plan.file = file;
    plan.purpose = root.has("purpose") ? filled(root, "purpose") : plan.purpose;
    if (const auto site = root.find("site")) plan.site = parse_site(*site);
    plan.people = list_of<Person>(root, "people", parse_person);
    plan.rule_set = root.text_or("rule_set", "");
    plan.expected_serials = serials_of(root, "expected_serials");
    plan.former_anchors = serials_of(root, "former_anchors");
    if (const auto same = root.find("same_station")) plan.same_station = same->boolean();
    plan.units =
        list_of<int>(root, "units", [](const JsonNode& node) { return static_cast<int>(node.integer(1, 246)); });
    plan.settings = list_of<PlannedSetting>(root, "settings", parse_setting);
    plan.tables = list_of<PlannedTable>(root, "tables", parse_table);
    plan.commands = list_of<PlannedCommand>(root, "commands", parse_command);
    plan.confirmations = list_of<ManualConfirmation>(
        root, "confirmations", [&](const JsonNode& node) { return parse_confirmation(node, file); });
    plan.notes = list_of<Note>(root, "notes", parse_note);
    plan.from_template = root.text_or("from_template", "");
    if (const auto close = root.find("close")) plan.close = close->boolean();
    return plan;
}

}  // namespace firstlight::commissioning
