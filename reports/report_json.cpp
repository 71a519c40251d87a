#include "formats/sha256.h"
#include "reports/report.h"
#include "reports/report_text.h"
#include "reports/settings_proof.h"
#include "store/durable_file.h"
#include "text/language.h"

#include <cmath>

#include <nlohmann/json.hpp>

// The keys are documented in docs/report_json.md and docs/report.schema.json; a change of meaning raises the version.
namespace firstlight::reports {

using commissioning::Visit;
using nlohmann::json;

namespace {

constexpr int schema_version = 1;

/// Whole numbers are written without fraction, so that every reader prints them alike.
json number(double value) {
    if (!std::isfinite(value)) return nullptr;
    constexpr double exact = 9007199254740992.0;
    if (value == std::floor(value) && std::abs(value) < exact) return static_cast<std::int64_t>(value);
    return value;
}

json time(commissioning::Time at) {
    const std::string text = iso_time(at);
    return text.empty() ? json(nullptr) : json(text);
}

template <class Items, class Make>
json list(const Items& items, Make make) {
    json array = json::array();
    for (const auto& item : items) array.push_back(make(item));
    return array;
}

json site_json(const commissioning::Site& site) {
    return {{"customer", site.customer},  {"address", site.address}, {"postcode", site.postcode},
            {"city", site.city},          {"country", site.country}, {"grid_reference", site.grid_reference},
            {"time_zone", site.time_zone}};
}

json person_json(const commissioning::Person& person) {
    return {{"name", person.name},   {"company", person.company}, {"role", person.role},
            {"phone", person.phone}, {"email", person.email},     {"licence", person.licence}};
}

json device_json(const commissioning::DeviceRecord& device) {
    return {{"name", device.name},
            {"unit_id", device.unit},
            {"profile", device.profile},
            {"model", device.model},
            {"serial", device.serial},
            {"firmware", device.firmware},
            {"protocol_version", device.protocol_version}};
}

json reading_json(const commissioning::ReadingRecord& reading) {
    json made = {{"device", reading.device},
                 {"point", reading.point},
                 {"label", reading.label},
                 {"group", reading.group},
                 {"unit", station::unit_for_people(reading.unit)},
                 {"quality", reading.quality},
                 {"at", time(reading.at)}};
    made["value"] = is_good(reading) ? json{{"text", reading.value}} : json(nullptr);
    if (is_good(reading) && reading.number) made["value"]["number"] = number(*reading.number);
    if (!reading.why.empty()) made["why"] = reading.why;
    if (!reading.rows.empty()) made["rows"] = reading.rows;
    return made;
}

json evidence_json(const commissioning::Evidence& evidence) {
    return {{"device", evidence.device},
            {"point", evidence.point},
            {"label", evidence.label},
            {"text", evidence.value},
            {"at", time(evidence.at)}};
}

json check_json(const commissioning::CheckResult& check) {
    return {{"id", check.id},
            {"title", check.title},
            {"subject", check.subject},
            {"expected", check.expected},
            {"measured", check.measured},
            {"verdict", verdict_name(check.verdict)},
            {"verdict_text", commissioning::to_string(check.verdict)},
            {"reason", check.reason},
            {"rule", check.rule},
            {"limit_unverified", check.unverified_limit},
            {"evidence", list(check.evidence, evidence_json)},
            {"at", time(check.at)}};
}

json change_json(const std::pair<std::int64_t, station::Change>& row) {
    const station::Change& change = row.second;
    return {{"row", row.first},
            {"device", change.device},
            {"device_serial", change.device_serial},
            {"unit_id", change.unit},
            {"point", change.point},
            {"unit", station::unit_for_people(change.unit_of_measure)},
            {"before", change.before},
            {"wanted", change.wanted},
            {"read_back", change.after},
            {"result", result_name(change.result)},
            {"result_text", result_words(change.result)},
            {"detail", change.detail},
            {"endpoint", change.endpoint},
            {"source", change.source},
            {"at", time(change.at)}};
}

json setting_json(const SettingProof& proof) {
    return {{"device", proof.device},
            {"point", proof.point},
            {"label", proof.label},
            {"expected", proof.expected.empty() ? json(nullptr) : json(proof.expected)},
            {"read_back", proof.read_back.empty() ? json(nullptr) : json(proof.read_back)},
            {"unit", station::unit_for_people(proof.unit)},
            {"source", proof.source},
            {"holds", proof.holds ? json(*proof.holds) : json(nullptr)},
            {"at", time(proof.at)}};
}

json confirmation_json(const commissioning::ManualConfirmation& confirmation) {
    return {{"id", confirmation.id},
            {"title", confirmation.title},
            {"answer", confirmation.answer},
            {"by", confirmation.by},
            {"at", time(confirmation.at)},
            {"how", confirmation.photo.empty() ? "typed" : "typed, with photo or scan"},
            {"photo", confirmation.photo.empty() ? json(nullptr) : json(confirmation.photo)}};
}

json note_json(const commissioning::Note& note) {
    return {{"text", note.text}, {"by", note.by}, {"at", time(note.at)}};
}

json data_file_json(const commissioning::DataFile& file) {
    return {{"kind", file.kind},
            {"id", file.id},
            {"version", file.version},
            {"sha256", file.sha256},
            {"from_user", file.from_user}};
}

json link_json(const commissioning::LinkSession& link) {
    return {
        {"endpoint", link.endpoint},
        {"from", time(link.from)},
        {"to", time(link.to)},
        {"seconds_between_requests",
         {{"number", number(link.seconds_between_requests)}, {"text", printed_number(link.seconds_between_requests)}}},
        {"faster_than_the_maker_asks", faster_than_the_maker_asks(link)},
        {"requests",
         {{"asked", link.asked},
          {"answered", link.answered},
          {"silent", link.silent},
          {"garbled", link.garbled},
          {"late", link.late}}},
        {"mean_ms", {{"number", number(link.mean_ms)}, {"text", printed_number(link.mean_ms)}}},
        {"slowest_ms", {{"number", number(link.slowest_ms)}, {"text", printed_number(link.slowest_ms)}}}};
}

json summary_json(const Visit& visit) {
    const commissioning::Summary summary = commissioning::summarise(visit);
    json counts = json::object();
    for (const auto verdict : all_verdicts) {
        const auto found = summary.counts.find(verdict);
        counts[std::string(verdict_name(verdict))] = found == summary.counts.end() ? 0 : found->second;
    }
    return {{"verdict", verdict_name(summary.verdict)}, {"sentence", summary.sentence}, {"counts", counts}};
}

json visit_json(const Visit& visit) {
    return {{"id", visit.id},
            {"purpose", visit.purpose},
            {"created", time(visit.created)},
            {"closed", visit.closed ? time(*visit.closed) : json(nullptr)}};
}

/// Everything the verification code covers; the same in every language.
json document(const Visit& visit) {
    const text::Speaking english(std::make_shared<const text::Language>());
    json made = {{"schema", "firstlight.report"}, {"schema_version", schema_version}};
    made["program_version"] = visit.program_version;
    made["visit"] = visit_json(visit);
    made["summary"] = summary_json(visit);
    made["site"] = site_json(visit.site);
    made["people"] = list(visit.people, person_json);
    made["station"] = {{"anchor_serial", visit.anchor_serial}, {"former_anchors", visit.former_anchors}};
    made["devices"] = list(visit.devices, device_json);
    made["rule_set"] = {{"id", visit.rule_set}, {"version", visit.rule_set_version}};
    made["checks"] = list(visit.checks, check_json);
    made["settings"] = list(settings_proof(visit), setting_json);
    made["changes"] = list(visit.changes, change_json);
    made["readings"] = list(visit.readings, reading_json);
    made["confirmations"] = list(visit.confirmations, confirmation_json);
    made["findings"] = visit.findings;
    made["notes"] = list(visit.notes, note_json);
    made["data_files"] = list(visit.data_files, data_file_json);
    made["links"] = list(visit.links, link_json);
    return made;
}

/// Text that is not UTF-8 (a device's name) must not stop the report: broken bytes become U+FFFD.
std::string dumped(const json& value, int indent) {
    return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

std::string hash_of(const json& made) {
    return formats::sha256_hex(dumped(made, -1));
}

std::string code_of(const std::string& hash) {
    return hash.substr(0, 12);
}

}  // namespace

std::string to_json(const Visit& visit) {
    json made = document(visit);
    const std::string hash = hash_of(made);
    made["verification"] = {{"code", code_of(hash)}, {"sha256", hash}};
    return dumped(made, 2) + "\n";
}

std::string verification_code(const Visit& visit) {
    return code_of(hash_of(document(visit)));
}

void write_json(const Visit& visit, const std::filesystem::path& file) {
    store::write_durably(file, to_json(visit));
}

}  // namespace firstlight::reports
