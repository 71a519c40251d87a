#include "commissioning/areas.h"

#include "tests/station/shipped_profiles.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

CheckResult result_of(const std::string& id, Verdict verdict, const std::string& reason = {}) {
    CheckResult result;
    result.id = id;
    result.title = id;
    result.verdict = verdict;
    result.reason = reason;
    return result;
}

station::Change write_of(const std::string& device, const std::string& point, const std::string& wanted,
                         std::optional<station::WriteResult> result) {
    station::Change change;
    change.device = device;
    change.point = point;
    change.wanted = wanted;
    change.result = result;
    return change;
}

struct Job {
    Visit visit;
    Plan plan;

    Job() { visit.devices = {{"inverter 1", "inverter", "", "CMU1", "", "", 1}}; }
    Area area(const std::string& id) const {
        const auto areas = areas_of({visit, plan, nullptr});
        return *std::ranges::find(areas, id, &Area::id);
    }
    AreaState state(const std::string& id) const { return area(id).state; }
    void write(const std::string& point, const std::string& wanted, std::optional<station::WriteResult> result) {
        visit.changes.emplace_back(1, write_of("plant", point, wanted, result));
    }
};

TEST_CASE("an empty visit has everything to do but what nobody planned, and leads to the pages before the run") {
    const Visit visit;
    const Plan plan;
    std::vector<std::string> ids;
    for (const auto& area : areas_of({visit, plan, nullptr})) {
        ids.push_back(area.id);
        INFO(area.id);
        CHECK_FALSE(area.name.empty());
        CHECK_FALSE(area.why.empty());
        CHECK(area.state == (area.id == "limits" ? AreaState::not_needed : AreaState::to_do));
        CHECK(area.page != "results");
        CHECK(area.page != "sign_off");
    }
    CHECK(ids
          == std::vector<std::string>{"site", "devices", "grid", "pv", "battery", "meter", "limits", "checks",
                                      "sign_off"});
}

TEST_CASE("an area is as good as the worst of its checks, and says which") {
    Job job;
    job.visit.checks = {result_of("grid_voltage", Verdict::pass), result_of("grid_frequency", Verdict::pass)};
    CHECK(job.state("grid") == AreaState::done);
    CHECK(job.area("grid").why == "2 checks passed.");
    job.visit.checks.push_back(result_of("phase_balance", Verdict::not_tested, "It is night."));
    CHECK(job.state("grid") == AreaState::to_do);
    CHECK(job.area("grid").why == "phase_balance: not tested. It is night.");
    job.visit.checks.back() = result_of("phase_balance", Verdict::pass, "");
    job.visit.checks.push_back(result_of("grid_code", Verdict::not_tested, "It was not read."));
    CHECK(job.area("grid").state == AreaState::done);
    job.visit.checks.back().verdict = Verdict::fail;
    CHECK(job.area("grid").state == AreaState::attention);
    job.visit.checks.push_back(result_of("grid_voltage", Verdict::fail, "Too high."));
    CHECK(job.state("grid") == AreaState::attention);
    CHECK(job.area("grid").why == "grid_voltage: failed. Too high.");
    CHECK(job.state("pv") == AreaState::to_do);
}

TEST_CASE("what the station does not have is not needed") {
    Job job;
    job.visit.checks = {result_of("battery", Verdict::not_applicable, "The inverter sees no battery.")};
    CHECK_FALSE(job.area("battery").needed());
    CHECK(job.area("battery").why.find("sees no battery") != std::string::npos);
    job.visit.devices = {{"ac charger 1", "ac_charger", "", "", "", "", 1}};
    for (const auto* id : {"grid", "pv", "battery", "meter"}) CHECK_FALSE(job.area(id).needed());
    CHECK(job.area("checks").needed());
}

TEST_CASE("expected serial numbers that do not answer need attention, also of a station that is connected") {
    Job job;
    CHECK(job.state("devices") == AreaState::to_do);
    job.visit.checks = {result_of("identity", Verdict::pass)};
    CHECK(job.state("devices") == AreaState::done);
    CHECK(job.area("devices").why == "1 device found. 1 check passed.");
    job.plan.expected_serials = {"CMU1", "CMU2"};
    CHECK(job.state("devices") == AreaState::attention);
    CHECK(job.area("devices").why.find("CMU2") != std::string::npos);

    station::Discovery found;
    for (const auto* serial : {"CMU1", "CMU2"}) {
        station::Device device;
        auto profile = std::make_shared<station::Profile>();
        profile->id = "inverter";
        device.profile = profile;
        device.serial = serial;
        found.devices.push_back(std::move(device));
    }
    const auto areas = areas_of({job.visit, job.plan, &found});
    CHECK(std::ranges::find(areas, "devices", &Area::id)->state == AreaState::done);
}

TEST_CASE("limits are done when everything planned stands in the journal as proven") {
    using station::WriteResult;
    Job job;
    job.plan.settings = {{"plant", "grid_max_export_power", "4.6", "", 0}, {"plant", "ess_backup_soc", "20", "", 0}};
    CHECK(job.state("limits") == AreaState::to_do);
    CHECK(job.area("limits").why == "2 settings are to be written.");
    job.write("grid_max_export_power", "4.60", WriteResult::proven);
    job.write("ess_backup_soc", "15", WriteResult::proven);
    CHECK(job.area("limits").why == "1 setting is to be written.");  // planned anew since
    job.write("ess_backup_soc", "20", WriteResult::unchanged);
    CHECK(job.state("limits") == AreaState::done);
    job.write("ess_backup_soc", "20", WriteResult::refused);
    CHECK(job.state("limits") == AreaState::attention);
    job.write("ess_backup_soc", "20", std::nullopt);  // the program ended before the answer
    CHECK(job.state("limits") == AreaState::attention);
    job.write("ess_backup_soc", "20", WriteResult::proven);
    CHECK(job.state("limits") == AreaState::done);
    job.visit.checks = {result_of("settings", Verdict::fail, "It was taken back.")};
    CHECK(job.state("limits") == AreaState::attention);
}

/// As the journal has it: a choice by its label, rows in one text.
struct ChargerJob : Job {
    ChargerJob() {
        visit.devices = {{"plant", "plant", "", "", "", "2.9", 247},
                         {"ac charger 2", "ac_charger", "", "A", "", "", 2},
                         {"ac charger 3", "ac_charger", "", "B", "", "", 3}};
    }
    Area limits() const {
        const auto areas = areas_of({visit, plan, nullptr, &tests::shipped_profiles()});
        return *std::ranges::find(areas, "limits", &Area::id);
    }
    void proven(const std::string& device, const std::string& name, const std::string& wanted) {
        visit.changes.emplace_back(1, write_of(device, name, wanted, station::WriteResult::proven));
    }
};

TEST_CASE("a planned choice is done when the journal has its label, and only that one's") {
    ChargerJob job;
    job.plan.settings = {{"plant", "working_mode", "self_consumption", "", 0}};
    job.proven("plant", "working_mode", "Time-based control");
    CHECK(job.limits().state == AreaState::to_do);
    job.proven("plant", "working_mode", "Maximum self-consumption");
    CHECK(job.limits().state == AreaState::done);
}

TEST_CASE("a setting for every charger is done when each has it") {
    ChargerJob job;
    job.plan.settings = {{"every AC charger", "output_current", "16", "", 0}};
    CHECK(job.limits().why == "2 settings are to be written.");
    job.proven("ac charger 2", "output_current", "16.00");
    CHECK(job.limits().why == "1 setting is to be written.");
    job.visit.changes.emplace_back(1,
                                   write_of("ac charger 3", "output_current", "16.00", station::WriteResult::refused));
    CHECK(job.limits().state == AreaState::attention);
    CHECK(job.limits().why.find("3, output_current") != std::string::npos);
    job.proven("ac charger 3", "output_current", "16.00");
    CHECK(job.limits().state == AreaState::done);

    station::Discovery found;
    for (const int unit : {2, 3, 4}) {
        station::Device device;
        device.unit = static_cast<std::uint8_t>(unit);
        device.profile = tests::shipped_profiles().find("ac_charger");
        found.devices.push_back(std::move(device));
    }
    const auto areas = areas_of({job.visit, job.plan, &found});
    CHECK(std::ranges::find(areas, "limits", &Area::id)->why == "1 setting is to be written.");
}

TEST_CASE("planned rows and commands count like settings") {
    ChargerJob job;
    job.plan.tables = {{"plant", "outages", {{{"days", "mon-fri"}, {"from", "22:00"}, {"to", "24:00"}}}, "", 0}};
    job.plan.commands = {{"plant", "locate", {{"unit", "1"}, {"duration", "60"}}, "", 0}};
    CHECK(job.limits().why == "2 settings are to be written.");
    job.proven("plant", "outages", "no rows");
    CHECK(job.limits().why == "2 settings are to be written.");
    job.proven("plant", "outages", "Days: mon-fri, From: 22:00, To: 24:00");
    job.visit.changes.emplace_back(
        1, write_of("plant", "locate", "Device: 1, Duration: 60 s", station::WriteResult::effect_seen));
    CHECK(job.limits().state == AreaState::done);
}

TEST_CASE("the visit is signed off when it is closed; after the checks the page is the sign-off") {
    Job job;
    CHECK(job.area("sign_off").page == "review");
    job.visit.checks = {result_of("diagnosis", Verdict::pass)};
    CHECK(job.area("sign_off").page == "review");
    job.visit.checks = {result_of("alarms", Verdict::pass)};
    CHECK(job.area("sign_off").page == "sign_off");
    CHECK(job.area("checks").page == "results");
    CHECK(job.state("sign_off") == AreaState::to_do);
    job.visit.closed = Time();
    CHECK(job.state("sign_off") == AreaState::done);
}

TEST_CASE("the owner's name is what the site needs") {
    Job job;
    CHECK(job.state("site") == AreaState::to_do);
    job.visit.site.customer = "Maier";
    job.visit.site.city = "Ulm";
    CHECK(job.state("site") == AreaState::done);
    CHECK(job.area("site").why == "Maier, Ulm");
}

}  // namespace
}  // namespace firstlight::commissioning
