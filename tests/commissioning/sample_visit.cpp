#include "tests/commissioning/sample_visit.h"

#include <catch2/catch_test_macros.hpp>

namespace firstlight::tests {

using namespace commissioning;

Time at(int seconds) {
    return Time(std::chrono::seconds(1795430527 + seconds));
}

Visit small_visit() {
    Visit visit;
    visit.id = "20261123-104207-3F2A";
    visit.purpose = "commissioning";
    visit.created = at(0);
    visit.program_version = "0.1.0";
    return visit;
}

Visit full_visit() {
    auto visit = small_visit();
    visit.closed = at(900);
    visit.anchor_serial = "CMU123A45AA678";
    visit.former_anchors = {"CMU000A00AA000", "CMU000A00AA001"};
    visit.site = {"Müller & Söhne", "Hauptstraße 1", "10115", "Berlin", "DE", "DE0001", "Europe/Berlin"};
    visit.people = {{"Анна", "Solar 光", "installer", "+49 30", "a@example.org", "L-1"}};
    visit.rule_set = "generic";
    visit.rule_set_version = "1";
    visit.data_files = {{"profile", "plant", "1", "abc", false}, {"rule_set", "generic", "1", "def", true}};
    visit.links = {{"tcp:192.168.4.1:502", at(1), at(60), 1, 30, 29, 1, 2, 3, 24.5, 120.25}};
    visit.devices = {{"plant", "plant", "", "", "", "2.9", 247}, {"inverter 1", "inverter", "M", "S", "F", "2.9", 1}};
    visit.findings = {"Unit 3 does not answer."};
    visit.readings = {
        {"inverter 1", "grid_frequency", "Grid frequency", "grid", "49.98", "Hz", "good", "", 49.98, at(5)},
        {"inverter 1", "model_type", "Model", "identity", "", "", "not read", "cut", std::nullopt, at(5)}};
    CheckResult check;
    check.id = "grid_frequency";
    check.title = "Grid frequency";
    check.subject = "inverter 1";
    check.expected = ">= 49 Hz";
    check.measured = "49.98 Hz";
    check.verdict = Verdict::warning;
    check.reason = "why";
    check.rule = "generic v1: grid_frequency";
    check.unverified_limit = true;
    check.evidence = {{"inverter 1", "grid_frequency", "Grid frequency", "49.98 Hz", at(5)}};
    check.at = at(6);
    visit.checks = {check};
    visit.confirmations = {{"static_ip", "Static address", "yes", "Anna", at(7)}};
    visit.notes = {{"Cover scratched", "Anna", at(8)}, {"Second note", "", at(9)}};
    return visit;
}

station::Change write_of(int number) {
    station::Change change;
    change.device = "plant";
    change.device_serial = "CMU123A45AA678";
    change.unit = 247;
    change.point = "grid_max_export_limit";
    change.unit_of_measure = "kW";
    change.before = "none";
    change.wanted = std::to_string(number);
    change.endpoint = "tcp:192.168.4.1:502";
    change.at = at(number);
    return change;
}

void check_same(const Visit& a, const Visit& b) {
    CHECK(a.id == b.id);
    CHECK(a.purpose == b.purpose);
    CHECK(a.created == b.created);
    CHECK(a.closed == b.closed);
    CHECK(a.anchor_serial == b.anchor_serial);
    CHECK(a.former_anchors == b.former_anchors);
    CHECK(a.site == b.site);
    CHECK(a.people == b.people);
    CHECK(a.program_version == b.program_version);
    CHECK(a.rule_set == b.rule_set);
    CHECK(a.rule_set_version == b.rule_set_version);
    CHECK(a.data_files == b.data_files);
    CHECK(a.links == b.links);
    CHECK(a.devices == b.devices);
    CHECK(a.findings == b.findings);
    CHECK(a.readings == b.readings);
    CHECK(a.checks == b.checks);
    CHECK(a.confirmations == b.confirmations);
    CHECK(a.notes == b.notes);
}

}  // namespace firstlight::tests
