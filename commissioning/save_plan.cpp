#include "commissioning/plan.h"
#include "store/durable_file.h"

#include <nlohmann/json.hpp>

namespace firstlight::commissioning {

namespace {

using Json = nlohmann::ordered_json;

void put(Json& json, const char* key, const std::string& text) {
    if (!text.empty()) json[key] = text;
}

template <class Item, class Write>
void put_list(Json& json, const char* key, const std::vector<Item>& items, const Write& write) {
    if (items.empty()) return;
    json[key] = Json::array();
    for (const auto& item : items) json[key].push_back(write(item));
}

Json to_json(const Site& site) {
    Json json = Json::object();
    put(json, "customer", site.customer);
    put(json, "address", site.address);
    put(json, "postcode", site.postcode);
    put(json, "city", site.city);
    put(json, "country", site.country);
    put(json, "grid_reference", site.grid_reference);
    put(json, "time_zone", site.time_zone);
    return json;
}

Json to_json(const Person& person) {
    Json json{{"name", person.name}};
    put(json, "company", person.company);
    put(json, "role", person.role);
    put(json, "phone", person.phone);
    put(json, "email", person.email);
    put(json, "licence", person.licence);
    return json;
}

Json named_secret(const std::string& entry) {
    return {{"secret", entry}};
}

Json to_json(const PlannedSetting& setting) {
    Json json{{"device", setting.device}, {"point", setting.point}, {"value", setting.value}};
    if (!setting.secret.empty()) json["value"] = named_secret(setting.secret);
    put(json, "confirm", setting.confirm);
    return json;
}

Json to_json(const PlannedTable& planned) {
    Json json{{"device", planned.device}, {"table", planned.table}, {"rows", Json::array()}};
    for (const auto& row : planned.rows) json["rows"].push_back(Json(row));
    for (std::size_t i = 0; i < planned.secrets.size(); ++i)
        for (const auto& [column, entry] : planned.secrets[i]) json["rows"][i][column] = named_secret(entry);
    put(json, "confirm", planned.confirm);
    return json;
}

Json to_json(const PlannedCommand& planned) {
    Json json{{"device", planned.device}, {"command", planned.command}};
    if (!planned.arguments.empty()) json["arguments"] = planned.arguments;
    put(json, "confirm", planned.confirm);
    return json;
}

Json to_json(const ManualConfirmation& said) {
    Json json{{"id", said.id}, {"title", said.title}, {"answer", said.answer}};
    put(json, "by", said.by);
    put(json, "photo", said.photo);
    return json;
}

Json to_json(const Note& note) {
    Json json{{"text", note.text}};
    put(json, "by", note.by);
    return json;
}

}  // namespace

void save_plan(const Plan& plan, const std::filesystem::path& file) {
    Json json{{"purpose", plan.purpose}, {"site", to_json(plan.site)}};
    const auto object = [](const auto& item) { return to_json(item); };
    const auto as_is = [](const auto& item) { return Json(item); };
    put_list(json, "people", plan.people, object);
    put(json, "rule_set", plan.rule_set);
    put_list(json, "expected_serials", plan.expected_serials, as_is);
    put_list(json, "former_anchors", plan.former_anchors, as_is);
    if (plan.same_station) json["same_station"] = true;
    put_list(json, "units", plan.units, as_is);
    put_list(json, "settings", plan.settings, object);
    put_list(json, "tables", plan.tables, object);
    put_list(json, "commands", plan.commands, object);
    put_list(json, "confirmations", plan.confirmations, object);
    put_list(json, "notes", plan.notes, object);
    put(json, "from_template", plan.from_template);
    if (plan.close) json["close"] = true;
    store::write_durably(file, json.dump(2) + "\n");
}

}  // namespace firstlight::commissioning
