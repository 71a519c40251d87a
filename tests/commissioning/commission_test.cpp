#include "commissioning/commission.h"

#include "formats/strict_json.h"
#include "store/database.h"
#include "tests/commissioning/house.h"
#include "tests/station/scripted_link.h"
#include "tests/store/temporary_folder.h"

#ifdef __linux__
#include <sys/mount.h>
#endif

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

namespace firstlight::commissioning {
namespace {

using station::Quality;
using station::WriteResult;
using tests::House;
using tests::ScriptedLink;

// Fixture: addresses of the plant's holding registers (facts: registers.csv).
constexpr std::uint16_t remote_ems_enable = 40029, remote_ems_mode = 40031, ess_max_charge_power = 40032;
constexpr std::uint8_t plant_unit = 247;

/// The program ends here, without a word to anybody.
struct Killed {};

void put_text(tests::ScriptedUnit& unit, const station::Device& device, const std::string& point,
              const std::string& text) {
    if (point.empty()) return;
    const auto& row = device.profile->at(point);
    unit.put(row.address, station::encode(row, text));
}

/// The house as registers on a link in memory.
std::map<std::uint8_t, tests::ScriptedUnit> units_of(const House& house) {
    std::map<std::uint8_t, tests::ScriptedUnit> units;
    for (const auto& read : house.snapshot.devices) {
        auto& unit = units[read.device.unit];
        for (const auto& point : read.device.profile->points) unit.put(point.address, formats::Words(point.count, 0));
        for (const auto& reading : read.readings) {
            if (reading.good()) unit.put(reading.point->address, station::encode(*reading.point, *reading.value));
        }
        const auto& profile = *read.device.profile;
        const auto& device = *house.discovery.find(read.device.name());
        put_text(unit, device, profile.model_point, "SigenStor EC 12.0 TP");
        put_text(unit, device, profile.serial_point, device.serial);
        put_text(unit, device, profile.firmware_point, device.firmware);
    }
    return units;
}

/// A station in memory, a store on disk and the procedure between them; as many runs as a test wants.
class Site {
  public:
    Site() : Site(tests::TemporaryFolder::in_memory()) {}
    explicit Site(const std::filesystem::path& parent) : folder_(parent) {
        house.set("plant", "ess_rated_charge_power", 10);
        restart_with(house);
    }

    void restart_with(const House& changed) { link.units = units_of(changed); }

    /// A new program: everything but the file and the station begins anew.
    Visit run(const Plan& plan, const std::string& continued = {}) {
        steps.clear();
        transport::Runtime runtime;
        const auto store = VisitStore::open(file());
        const auto& rules = choose_rule_set(tests::shipped_rule_sets(), "generic", "");
        CommissionContext context{runtime, link, tests::shipped_profiles(), *store, rules, "0.1.0"};
        return runtime.run(commission(context, plan, continued, [this](const Step& step) { steps.push_back(step); }));
    }

    std::vector<VisitHeader> visits() { return VisitStore::open(file())->list(); }
    Visit stored(const std::string& id) { return VisitStore::open(file())->load(id); }
    std::uint16_t holding(std::uint16_t address) { return link.units[plant_unit].registers[address]; }

    House house;
    ScriptedLink link;
    std::vector<Step> steps;

  private:
    std::filesystem::path file() const { return folder_.path() / "visits.db"; }
    tests::TemporaryFolder folder_;
};

Plan plan_with(std::vector<PlannedSetting> settings) {
    Plan plan;
    plan.site.customer = "Ada";
    plan.people = {{"Bo", "Solar", "installer", "", "", ""}};
    plan.settings = std::move(settings);
    return plan;
}

const std::vector<PlannedSetting> three_settings = {
    {"plant", "remote_ems_enable", "enabled", "", 1},
    {"plant", "remote_ems_mode", "standby", "", 2},
    {"plant", "ess_max_charge_power", "5", "", 3},
};

const CheckResult* find_check(const Visit& visit, const std::string& id, const std::string& subject) {
    const auto found = std::ranges::find_if(
        visit.checks, [&](const CheckResult& check) { return check.id == id && check.subject == subject; });
    return found == visit.checks.end() ? nullptr : &*found;
}

TEST_CASE("a visit finds, reads, checks and records a station") {
    Site site;
    auto plan = plan_with({});
    plan.confirmations = {{"static_ip", "Static address set in the app", "yes", "", {}}};
    plan.notes = {{"Meter behind the door", "", {}}};
    const auto visit = site.run(plan);

    CHECK(visit.anchor_serial == site.house.device("inverter 1").serial);
    REQUIRE(visit.devices.size() == 2);
    CHECK(visit.devices[0].name == "plant");
    CHECK(visit.devices[1].firmware == "V100R001C00SPC114B107G");
    CHECK(visit.devices[1].model == "SigenStor EC 12.0 TP");
    const auto frequency = std::ranges::find(visit.readings, std::string("grid_frequency"), &ReadingRecord::point);
    REQUIRE(frequency != visit.readings.end());
    CHECK(frequency->value == "49.98");
    CHECK(frequency->unit == "Hz");
    CHECK(frequency->number == 49.98);
    std::set<std::string> ids;
    for (const auto& check : visit.checks) ids.insert(check.id);
    for (const auto& check : all_checks()) CHECK(ids.contains(check.id));
    CHECK(find_check(visit, "grid_voltage", "inverter 1 L1")->verdict == Verdict::pass);
    REQUIRE(visit.links.size() == 1);
    CHECK(visit.links[0].endpoint == "tcp:station:502");
    CHECK(visit.rule_set == "generic");
    CHECK(visit.data_files.size() == 3);
    REQUIRE(visit.confirmations.size() == 1);
    CHECK(visit.confirmations[0].by == "Bo");
    CHECK(visit.confirmations[0].at > visit.created);
    CHECK(visit.notes.size() == 1);
    CHECK(visit.changes.empty());
    CHECK(site.link.writes() == 0);
    CHECK(site.stored(visit.id).checks == visit.checks);
}

TEST_CASE("every step is told with figures") {
    Site site;
    site.house.set("inverter 1", "phase_b_voltage", 262.4);
    site.restart_with(site.house);
    site.run(plan_with({}));
    const auto told = [&](Step::Kind kind, const std::string& id) {
        const auto found =
            std::ranges::find_if(site.steps, [&](const Step& step) { return step.kind == kind && step.id == id; });
        return found == site.steps.end() ? std::string() : found->text;
    };
    CHECK(told(Step::Kind::done, "discover") == "Found 2 devices: plant, inverter 1");
    CHECK(told(Step::Kind::done, "snapshot").starts_with("Read "));
    CHECK(told(Step::Kind::failed, "check:grid_voltage")
          == "Grid voltage: 2 passed, 1 failed (inverter 1 L2: 262.40 V)");
    CHECK(told(Step::Kind::done, "check:grid_frequency") == "Grid frequency: 1 passed");
    CHECK(told(Step::Kind::done, "save").find(" failed") != std::string::npos);
}

TEST_CASE("planned settings are written in order, proven and journalled") {
    Site site;
    const auto visit = site.run(plan_with(three_settings));
    CHECK(site.holding(remote_ems_enable) == 1);
    CHECK(site.holding(remote_ems_mode) == 1);
    CHECK(site.holding(ess_max_charge_power + 1) == 5000);
    REQUIRE(visit.changes.size() == 3);
    for (const auto& [number, change] : visit.changes) CHECK(change.result == WriteResult::proven);
    CHECK(visit.changes[2].second.before == "0.000");
    CHECK(visit.changes[2].second.wanted == "5.000");
    CHECK(visit.changes[2].second.after == "5.000");
    CHECK(visit.changes[2].second.endpoint == "tcp:station:502");
    const auto reading = std::ranges::find(visit.readings, std::string("ess_max_charge_power"), &ReadingRecord::point);
    CHECK(reading->value == "5.000");
    std::size_t settings = 0;
    for (const auto& check : visit.checks) {
        if (check.id != "settings") continue;
        ++settings;
        CHECK(check.verdict == Verdict::pass);
        CHECK(check.measured == check.expected);
    }
    CHECK(settings == 3);
}

TEST_CASE("a plan that does not fit the station is refused before the first write") {
    Site site;
    auto settings = three_settings;
    SECTION("no such device") {
        settings.push_back({"inverter 7", "target_active_power", "1", "", 4});
        try {
            site.run(plan_with(settings));
            FAIL("was accepted");
        } catch (const formats::FileError& error) {
            CHECK(error.line() == 4);
            CHECK(error.reason().find("plant, inverter 1") != std::string::npos);
        }
    }
    SECTION("no such point") {
        settings.push_back({"plant", "no_such_point", "1", "", 4});
        CHECK_THROWS_AS(site.run(plan_with(settings)), formats::FileError);
    }
    SECTION("a point that is only read") {
        settings.push_back({"plant", "ess_soc", "1", "", 4});
        CHECK_THROWS_AS(site.run(plan_with(settings)), station::ValueNotAccepted);
    }
    SECTION("no value") {
        settings.push_back({"plant", "remote_ems_mode", "lazy", "", 4});
        CHECK_THROWS_AS(site.run(plan_with(settings)), station::ValueNotAccepted);
    }
    SECTION("out of the range that another point gives") {
        settings.push_back({"plant", "ess_max_charge_power", "10.5", "", 4});
        CHECK_THROWS_AS(site.run(plan_with(settings)), station::ValueNotAccepted);
    }
    SECTION("a disruptive setting without the device's name") {
        settings.push_back({"inverter 1", "inverter_start_stop", "stop", "yes", 4});
        CHECK_THROWS_AS(site.run(plan_with(settings)), station::ConsentMissing);
    }
    CHECK(site.link.writes() == 0);
    REQUIRE(site.visits().size() == 1);
    const auto visit = site.stored(site.visits()[0].id);
    CHECK(visit.devices.size() == 2);
    CHECK_FALSE(visit.readings.empty());
    CHECK(visit.changes.empty());
}

TEST_CASE("every inverter of the plan is written, and a batch needs one confirmation that names it") {
    Site site;
    site.house.add("inverter", 2);
    site.restart_with(site.house);
    auto plan = plan_with({{"every inverter", "target_active_power", "1.5", "", 1}});
    const auto visit = site.run(plan);
    REQUIRE(visit.changes.size() == 2);
    CHECK(visit.changes[0].second.device == "inverter 1");
    CHECK(visit.changes[1].second.device == "inverter 2");

    const auto writes = site.link.writes();
    plan.settings = {{"every inverter", "inverter_start_stop", "start", "", 1}};
    CHECK_THROWS_AS(site.run(plan), station::ConsentMissing);
    CHECK(site.link.writes() == writes);
    plan.settings[0].confirm = "every inverter";
    CHECK(site.run(plan).changes.size() == 2);
}

TEST_CASE("after a write that failed the rest of the plan is not written, and says so") {
    Site site;
    site.link.units[plant_unit].on_write = [](std::uint16_t address, const formats::Words&) {
        return address == remote_ems_mode ? std::optional(formats::ExceptionCode::illegal_data_address) : std::nullopt;
    };
    const auto visit = site.run(plan_with(three_settings));
    REQUIRE(visit.changes.size() == 2);
    CHECK(visit.changes[1].second.result == WriteResult::refused);
    CHECK(site.holding(ess_max_charge_power + 1) == 0);
    const auto* refused =
        find_check(visit, "settings", "plant " + tests::shipped_profiles().at("plant").at("remote_ems_mode").label);
    REQUIRE(refused);
    CHECK(refused->verdict == Verdict::fail);
    const auto* skipped = find_check(visit, "settings",
                                     "plant " + tests::shipped_profiles().at("plant").at("ess_max_charge_power").label);
    REQUIRE(skipped);
    CHECK(skipped->verdict == Verdict::not_tested);
    CHECK(summarise(visit).verdict == Verdict::fail);
}

TEST_CASE("a value that the station takes back later is a failed setting") {
    Site site;
    int reads = 0;
    site.link.disturb = [&](std::size_t, const tests::Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        const auto* read = std::get_if<formats::ReadRegisters>(&asked.request);
        if (site.link.writes() > 0 && read && read->address <= remote_ems_enable
            && read->address + read->count > remote_ems_enable && ++reads == 2) {
            site.link.units[plant_unit].registers[remote_ems_enable] = 0;
        }
        return std::nullopt;
    };
    const auto visit = site.run(plan_with({three_settings[0]}));
    CHECK(visit.changes.at(0).second.result == WriteResult::proven);
    const auto label = tests::shipped_profiles().at("plant").at("remote_ems_enable").label;
    CHECK(find_check(visit, "settings", "plant " + label)->verdict == Verdict::fail);
}

TEST_CASE("a visit that goes on writes nothing twice, keeps what was said and takes newer checks") {
    Site site;
    auto plan = plan_with(three_settings);
    plan.notes = {{"First note", "", {}}};
    site.house.set("inverter 1", "grid_frequency", 49.2);
    site.restart_with(site.house);
    const auto first = site.run(plan);
    CHECK(find_check(first, "grid_frequency", "inverter 1")->verdict == Verdict::fail);
    const auto writes = site.link.writes();

    const auto& row = tests::shipped_profiles().at("inverter").at("grid_frequency");
    site.link.units[1].put(row.address, station::encode(row, 50.0));
    const auto second = site.run(plan, first.id);
    CHECK(second.id == first.id);
    CHECK(second.created == first.created);
    CHECK(site.link.writes() == writes);
    CHECK(second.changes.size() == 3);
    CHECK(second.links.size() == 2);
    CHECK(second.notes.size() == 1);
    CHECK(second.checks.size() == first.checks.size());
    CHECK(find_check(second, "grid_frequency", "inverter 1")->verdict == Verdict::pass);
    CHECK(site.visits().size() == 1);
}

TEST_CASE("a visit does not go on at another station") {
    Site site;
    const auto first = site.run(plan_with({}));
    site.house.device("inverter 1").serial = "CMU999Z99ZZ999";
    site.restart_with(site.house);
    try {
        site.run(plan_with(three_settings), first.id);
        FAIL("went on");
    } catch (const DifferentStation& error) {
        CHECK(error.expected() == first.anchor_serial);
        CHECK(error.found() == "CMU999Z99ZZ999");
    }
    CHECK(site.link.writes() == 0);
    CHECK(site.stored(first.id).devices[1].serial == first.anchor_serial);

    auto plan = plan_with({});
    plan.former_anchors = {first.anchor_serial};
    const auto replaced = site.run(plan, first.id);
    CHECK(replaced.anchor_serial == "CMU999Z99ZZ999");
    CHECK(replaced.former_anchors == std::vector{first.anchor_serial});
}

TEST_CASE("a station whose first inverter is off is still the same station") {
    Site site;
    site.house.add("inverter", 2);
    site.restart_with(site.house);
    const auto first = site.run(plan_with({}));
    site.link.units[1].silent = true;
    const auto second = site.run(plan_with({}), first.id);
    CHECK(second.anchor_serial == first.anchor_serial);
    CHECK(find_check(second, "communication", "unit 1")->verdict == Verdict::fail);
}

TEST_CASE("a station that cannot be told from another is not written to") {
    Site site;
    const auto first = site.run(plan_with({}));
    const auto& row = tests::shipped_profiles().at("inverter").at("serial_number");
    site.link.units[1].put(row.address, formats::Words(row.count, 0));
    const auto second = site.run(plan_with(three_settings), first.id);
    CHECK(site.link.writes() == 0);
    CHECK(second.anchor_serial == first.anchor_serial);
    REQUIRE(find_check(second, "settings", ""));
    CHECK(find_check(second, "settings", "")->verdict == Verdict::not_tested);

    site.link.units[1] = units_of(site.house).at(1);
    const auto third = site.run(plan_with(three_settings), first.id);
    CHECK(third.changes.size() == 3);
    CHECK(find_check(third, "settings", "") == nullptr);
}

TEST_CASE("a command whose answer was lost is never sent again by itself") {
    Site site;
    const auto plan = plan_with({{"inverter 1", "inverter_start_stop", "start", "inverter 1", 1}});
    site.link.disturb = [](std::size_t, const tests::Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        if (!formats::is_write(asked.request)) return std::nullopt;
        transport::LinkFault fault;
        fault.kind = transport::LinkFailure::silent;
        return fault;
    };
    const auto first = site.run(plan);
    REQUIRE(first.changes.size() == 1);
    CHECK(first.changes[0].second.result == WriteResult::unknown);
    CHECK(site.link.writes() == 1);
    site.link.disturb = {};
    const auto second = site.run(plan, first.id);
    CHECK(site.link.writes() == 1);
    CHECK(second.changes.size() == 1);
    const auto label = tests::shipped_profiles().at("inverter").at("inverter_start_stop").label;
    CHECK(find_check(second, "settings", "inverter 1 " + label)->verdict == Verdict::not_tested);
}

TEST_CASE("no station: the visit is there with its link, and the error passes through") {
    Site site;
    site.link.units.clear();
    CHECK_THROWS(site.run(plan_with({})));
    REQUIRE(site.visits().size() == 1);
    const auto visit = site.stored(site.visits()[0].id);
    CHECK(visit.links.size() == 1);
    CHECK(visit.site.customer == "Ada");
}

#ifdef __linux__
TEST_CASE("a disk that fills up in the middle of a visit: said so, and the visit goes on when there is room") {
    tests::TemporaryFolder folder;
    if (mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=300k") != 0) SKIP("needs the right to mount");
    {
        Site site(folder.path());
        std::optional<store::StoreError::Kind> failure;
        try {
            site.run(plan_with(three_settings));
        } catch (const store::StoreError& error) {
            failure = error.kind();
        }
        CHECK(failure == store::StoreError::Kind::disk_full);
        REQUIRE(site.visits().size() == 1);
        const auto before = site.stored(site.visits()[0].id);
        REQUIRE(mount("tmpfs", folder.path().c_str(), "tmpfs", MS_REMOUNT, "size=16m") == 0);
        const auto after = site.run(plan_with(three_settings), before.id);
        CHECK(after.devices.size() == 2);
        CHECK(after.changes.size() == 3);
        for (const auto& [number, change] : after.changes) CHECK(change.result == WriteResult::proven);
    }
    umount2(folder.path().c_str(), MNT_DETACH);
}
#endif

TEST_CASE("a visit that does not exist cannot go on") {
    Site site;
    CHECK_THROWS_AS(site.run(plan_with({}), "20260101-000000-0000"), std::out_of_range);
    CHECK(site.visits().empty());
}

/// Kills the first write; `arrived`: after the station has done it.
void kill_at_the_write(Site& site, bool arrived) {
    site.link.disturb = [&site, arrived](std::size_t, const tests::Asked& asked,
                                         bool&) -> std::optional<transport::LinkFault> {
        const auto* write = std::get_if<formats::WriteSingleRegister>(&asked.request);
        if (!write) return std::nullopt;
        if (arrived) site.link.units[asked.unit].put(write->address, {write->value});
        throw Killed{};
    };
    CHECK_THROWS_AS(site.run(plan_with({three_settings[0]})), Killed);
    site.link.disturb = {};
}

TEST_CASE("a write that a killed program left open is read back first, and told") {
    for (const bool arrived : {true, false}) {
        INFO((arrived ? "arrived" : "did not arrive"));
        Site site;
        kill_at_the_write(site, arrived);
        const auto id = site.visits().at(0).id;
        REQUIRE(site.stored(id).changes.size() == 1);
        CHECK_FALSE(site.stored(id).changes[0].second.result);

        const auto visit = site.run(plan_with({}), id);
        CHECK(site.link.writes() == 1);
        CHECK(visit.changes.at(0).second.result == (arrived ? WriteResult::proven : WriteResult::not_stuck));
        const auto told = std::ranges::find(site.steps, std::string("reconcile"), &Step::id);
        REQUIRE(told != site.steps.end());
        CHECK(told->text.find(arrived ? "the write arrived" : "the write did not arrive") != std::string::npos);
    }
}

TEST_CASE("a write left open stays open while it cannot be read back") {
    Site site;
    kill_at_the_write(site, true);
    const auto id = site.visits().at(0).id;
    site.link.units[plant_unit].registers.erase(remote_ems_enable);
    const auto visit = site.run(plan_with({}), id);
    CHECK_FALSE(visit.changes.at(0).second.result);
    CHECK(std::ranges::find(site.steps, std::string("reconcile"), &Step::id) != site.steps.end());
}

/// What must hold whatever happened: a row that says "proven" is true of the station.
void check_journal_is_true(const Visit& visit, Site& site) {
    const std::map<std::string, std::uint16_t> registers = {{"remote_ems_enable", site.holding(remote_ems_enable)},
                                                            {"remote_ems_mode", site.holding(remote_ems_mode)}};
    for (const auto& [number, change] : visit.changes) {
        INFO(change.point << " " << change.wanted << " -> " << change.after);
        if (change.result != WriteResult::proven) continue;
        if (const auto found = registers.find(change.point); found != registers.end()) CHECK(found->second == 1);
        if (change.point == "ess_max_charge_power") CHECK(site.holding(ess_max_charge_power + 1) == 5000);
    }
}

/// After a run that was disturbed: the next one ends with everything written and proven, and no value was written to
/// the station more than once after it had arrived.
void check_it_goes_on(Site& site) {
    site.link.disturb = {};
    const auto visits = site.visits();
    REQUIRE(visits.size() == 1);
    check_journal_is_true(site.stored(visits[0].id), site);
    const auto visit = site.run(plan_with(three_settings), visits[0].id);
    check_journal_is_true(visit, site);
    CHECK(site.holding(remote_ems_enable) == 1);
    CHECK(site.holding(remote_ems_mode) == 1);
    CHECK(site.holding(ess_max_charge_power + 1) == 5000);
    for (const auto& [number, change] : visit.changes) CHECK(change.result.has_value());
    for (const auto& check : visit.checks) {
        if (check.id == "settings") CHECK(check.verdict == Verdict::pass);
    }
    CHECK(find_check(visit, "grid_voltage", "inverter 1 L1")->verdict == Verdict::pass);
}

/// Where a run can be disturbed: at every transaction, and at each write a second time, after it has arrived.
struct Disturbance {
    std::size_t at = 0;
    bool arrived = false;
};

std::vector<Disturbance> disturbances_of_a_run() {
    Site site;
    site.run(plan_with(three_settings));
    std::vector<Disturbance> places;
    for (std::size_t i = 0; i < site.link.log.size(); ++i) {
        places.push_back({i + 1, false});
        if (formats::is_write(site.link.log[i].request)) places.push_back({i + 1, true});
    }
    return places;
}

TEST_CASE("killed at every single transaction, the visit goes on and the journal tells the truth") {
    const auto places = disturbances_of_a_run();
    REQUIRE(places.size() > 10);
    for (const auto& place : places) {
        INFO("killed at transaction " << place.at << (place.arrived ? ", after" : ", before") << " it arrived");
        Site site;
        site.link.disturb = [&](std::size_t number, const tests::Asked& asked,
                                bool&) -> std::optional<transport::LinkFault> {
            if (number != place.at) return std::nullopt;
            if (const auto* one = std::get_if<formats::WriteSingleRegister>(&asked.request); one && place.arrived) {
                site.link.units[asked.unit].put(one->address, {one->value});
            }
            if (const auto* many = std::get_if<formats::WriteMultipleRegisters>(&asked.request);
                many && place.arrived) {
                site.link.units[asked.unit].put(many->address, many->values);
            }
            throw Killed{};
        };
        CHECK_THROWS_AS(site.run(plan_with(three_settings)), Killed);
        check_it_goes_on(site);
    }
}

TEST_CASE("cut at every single transaction, the visit goes on and the journal tells the truth") {
    for (const auto& place : disturbances_of_a_run()) {
        INFO("cut at transaction " << place.at << (place.arrived ? ", after" : ", before") << " it arrived");
        Site site;
        site.link.reopens = false;
        site.link.disturb = [&](std::size_t number, const tests::Asked& asked,
                                bool& done) -> std::optional<transport::LinkFault> {
            if (number < place.at) return std::nullopt;
            done = number == place.at && place.arrived;
            transport::LinkFault fault;
            fault.kind = transport::LinkFailure::closed;
            fault.unit = asked.unit;
            return fault;
        };
        try {
            site.run(plan_with(three_settings));
        } catch (const transport::LinkError&) {
            // An end with the link's error is as good as one with untested checks.
        } catch (const station::NoStation&) {
            // Cut before anything answered.
        }
        check_it_goes_on(site);
    }
}

}  // namespace
}  // namespace firstlight::commissioning
