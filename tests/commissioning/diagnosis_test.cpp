#include "commissioning/diagnosis.h"

#include "commissioning/visit_store.h"
#include "simulator/virtual_station.h"
#include "tests/commissioning/house.h"
#include "tests/store/temporary_folder.h"
#include "transport/modbus_server.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

using station::FindingKind;
using tests::House;

Diagnosis diagnosis_of(const House& house, std::vector<SoughtDevice> expected = {}) {
    return assess({house.discovery, house.snapshot, house.statistics, std::move(expected)});
}

const DiagnosedDevice* find(const Diagnosis& diagnosis, const std::string& name) {
    const auto found = std::ranges::find(diagnosis.devices, name, &DiagnosedDevice::name);
    return found == diagnosis.devices.end() ? nullptr : &*found;
}

DeviceState state(const Diagnosis& diagnosis, const std::string& name) {
    const auto* device = find(diagnosis, name);
    INFO(name);
    REQUIRE(device);
    return device->state;
}

const CheckResult& about(const std::vector<CheckResult>& results, const std::string& subject) {
    const auto found = std::ranges::find(results, subject, &CheckResult::subject);
    INFO(subject);
    REQUIRE(found != results.end());
    return *found;
}

TEST_CASE("a station without faults is sound, also without Internet") {
    const House house;
    const auto diagnosis = diagnosis_of(house, expected_of(house.discovery));
    CHECK(diagnosis.sound());
    CHECK_FALSE(diagnosis.internet);
    CHECK(diagnosis.devices.size() == 2);
    CHECK(diagnosis.link.asked == 200);
}

TEST_CASE("an expected device that nobody finds is silent, named as it was known") {
    House house;
    house.add("ac_charger", 3);
    const auto expected = expected_of(house.discovery);
    house.remove("ac charger 3");
    house.find(FindingKind::silent_unit, 3, "unit 3 was expected and does not answer.");
    const auto diagnosis = diagnosis_of(house, expected);
    CHECK_FALSE(diagnosis.sound());
    CHECK(state(diagnosis, "ac charger 3") == DeviceState::silent);
    CHECK(find(diagnosis, "ac charger 3")->detail == "Unit 3 was expected and does not answer.");
    CHECK(diagnosis.devices.size() == 3);
}

TEST_CASE("of a plan, serial numbers are expected wherever they are") {
    const House house;
    const auto serial = house.discovery.anchor_serial;
    CHECK(diagnosis_of(house, expected_of({1}, {serial})).sound());
    const auto diagnosis = diagnosis_of(house, expected_of({1, 4}, {serial, "CMU9"}));
    CHECK(state(diagnosis, "unit 4") == DeviceState::silent);
    CHECK(state(diagnosis, "serial CMU9") == DeviceState::silent);
}

TEST_CASE("an exchanged device is not the one that was expected") {
    House house;
    const auto expected = expected_of(house.discovery);
    house.device("inverter 1").serial = "CMU777";
    const auto diagnosis = diagnosis_of(house, expected);
    CHECK(state(diagnosis, "inverter 1") == DeviceState::other_device);
    CHECK(find(diagnosis, "inverter 1")->detail.find("CMU777") != std::string::npos);
}

TEST_CASE("one serial number at two unit ids marks both") {
    House house;
    house.add("inverter", 2);
    house.device("inverter 2").serial = house.device("inverter 1").serial;
    house.find(FindingKind::duplicate_serial, 2);
    const auto diagnosis = diagnosis_of(house);
    CHECK(state(diagnosis, "inverter 1") == DeviceState::duplicate);
    CHECK(state(diagnosis, "inverter 2") == DeviceState::duplicate);
}

TEST_CASE("the inverter with the older firmware has the wrong version") {
    House house;
    house.add("inverter", 2);
    house.device("inverter 2").firmware = "V100R001C00SPC99B107G";
    const auto diagnosis = diagnosis_of(house);
    CHECK(state(diagnosis, "inverter 1") == DeviceState::seen);
    CHECK(state(diagnosis, "inverter 2") == DeviceState::wrong_version);
}

TEST_CASE("an inverter that says it is shut down is told apart from one that is silent") {
    House house;
    house.set("inverter 1", "running_state", 1);
    CHECK(state(diagnosis_of(house), "inverter 1") == DeviceState::seen);
    house.set("inverter 1", "running_state", 3);
    CHECK(state(diagnosis_of(house), "inverter 1") == DeviceState::not_powered);
}

TEST_CASE("lost answers and slow ones are told") {
    House house;
    house.asked(1, 100, 3, 2);
    const auto lossy = diagnosis_of(house);
    CHECK(state(lossy, "inverter 1") == DeviceState::lossy);
    CHECK(find(lossy, "inverter 1")->detail == "5 of 100 answers lost.");
    house.find(FindingKind::slow_unit, 1, "unit 1 takes 2 s to answer, the others 0.1 s");
    CHECK(state(diagnosis_of(house), "inverter 1") == DeviceState::slow);
}

TEST_CASE("noise at a unit id where nobody is makes no device of it") {
    House house;
    house.asked(7, 2, 0, 2);
    house.find(FindingKind::shared_unit, 7, "answers of unit 7 come garbled: two devices may share this address");
    const auto diagnosis = diagnosis_of(house);
    CHECK(diagnosis.devices.size() == 2);
    CHECK(diagnosis.link.garbled == 0);
    REQUIRE(diagnosis.findings.size() == 1);
    CHECK(diagnosis.findings.front().detail.find("two devices") == std::string::npos);
    CHECK(about(results_of(diagnosis), "Noticed").verdict == Verdict::warning);

    SECTION("when somebody was expected there, it is a device") {
        CHECK(state(diagnosis_of(house, expected_of({7}, {})), "unit 7") == DeviceState::silent);
    }
    SECTION("when something answered soundly there, it is a device") {
        house.asked(7, 5, 0, 2);
        CHECK(state(diagnosis_of(house), "unit 7") == DeviceState::shared_unit);
    }
}

TEST_CASE("a missing plant is a device that is missing") {
    House house;
    house.remove("plant");
    house.find(FindingKind::no_plant, 247);
    CHECK(state(diagnosis_of(house), "plant") == DeviceState::no_plant);
}

TEST_CASE("every state but a sound one has a cause and a next step") {
    for (int i = 0; i <= static_cast<int>(DeviceState::no_plant); ++i) {
        const auto state = static_cast<DeviceState>(i);
        INFO(words_of(state));
        CHECK_FALSE(words_of(state).empty());
        CHECK(advice_for(state).cause.empty() == (state == DeviceState::seen));
        CHECK(advice_for(state).next_step.empty() == (state == DeviceState::seen));
    }
}

TEST_CASE("the plant's words repeat no alarm of its inverters") {
    House house;
    house.set("inverter 1", "alarm_1_pcs_a", 2);
    house.set("plant", "alarm_1_pcs_a", 2);
    const auto alarms = active_alarms(house.snapshot);
    REQUIRE(alarms.size() == 1);
    CHECK(alarms.front().device == "inverter 1");
    CHECK(alarms.front().code == "1002");
    CHECK_FALSE(alarms.front().cause.empty());
    CHECK_FALSE(alarms.front().next_step.empty());
}

TEST_CASE("a diagnosis stays with its visit and is compared with the next one") {
    const tests::TemporaryFolder folder(tests::TemporaryFolder::in_memory());
    House house;
    house.asked(1, 100, 3);
    Visit visit;
    visit.id = "20261123-104207-3F2A";
    visit.purpose = "diagnosis";
    const auto first = results_of(diagnosis_of(house));
    {
        const auto store = VisitStore::open(folder.path() / "visits.db");
        store->create(visit);
        store->save_checks(visit.id, "diagnosis", first);
    }
    const auto store = VisitStore::open(folder.path() / "visits.db");
    const auto before = last_diagnosis(store->load(visit.id));
    CHECK(before == first);
    CHECK(about(before, "inverter 1").verdict == Verdict::warning);

    house.asked(1, 100, 0);
    house.set("inverter 1", "alarm_1_pcs_a", 2);
    const auto second = results_of(diagnosis_of(house));
    const auto changes = changes_between(before, second);
    REQUIRE(changes.size() == 3);  // the inverter, its alarm, the link
    CHECK(changes.front() == "inverter 1: answers, before: answers are lost.");
    CHECK(changes_between(second, second).empty());
    CHECK(changes_between({}, second).empty());
    store->save_checks(visit.id, "diagnosis", second);
    CHECK(last_diagnosis(store->load(visit.id)) == second);
}

/// A shipped house behind a real connection.
class Served {
  public:
    explicit Served(const std::string& scenario)
        : house_(tests::shipped_profiles(),
                 simulator::load_scenario(FIRSTLIGHT_SOURCE_DIR "/data/scenarios/" + scenario + ".json",
                                          tests::shipped_profiles())),
          server_(transport::serve_tcp(runtime_, "127.0.0.1", 0, house_.handler())) {
        transport::LinkOptions options;
        options.pace.interval = {};
        options.answer_timeout = std::chrono::milliseconds(400);
        link_ = runtime_.run(transport::open_link(server_->endpoint(), options));
        station_ = std::make_unique<station::Station>(*link_, tests::shipped_profiles());
    }

    Diagnosis diagnose(std::vector<SoughtDevice> expected, station::ProgressSink progress = {}) {
        return runtime_.run(commissioning::diagnose(*station_, std::move(expected), {}, std::move(progress)));
    }
    transport::Runtime& runtime() { return runtime_; }
    station::Station& station() { return *station_; }

  private:
    transport::Runtime runtime_;
    simulator::VirtualStation house_;
    std::unique_ptr<transport::ModbusServer> server_;
    std::unique_ptr<transport::Link> link_;
    std::unique_ptr<station::Station> station_;
};

TEST_CASE("the healthy house is diagnosed as sound, over its connection") {
    Served served("healthy_house");
    const auto diagnosis = served.diagnose({});
    for (const auto& device : diagnosis.devices) CHECK(device.state == DeviceState::seen);
    CHECK(diagnosis.sound());
    CHECK(diagnosis.endpoint.starts_with("tcp:127.0.0.1"));
    CHECK(diagnosis.link.answered > 0);
}

TEST_CASE("the alarms of a house are told with cause and next step") {
    Served served("alarms");
    const auto diagnosis = served.diagnose({});
    CHECK(diagnosis.alarms.size() >= 4);
    for (const auto& alarm : diagnosis.alarms) {
        INFO(alarm.name);
        CHECK_FALSE(alarm.cause.empty());
        CHECK_FALSE(alarm.next_step.empty());
    }
}

TEST_CASE("a device that is not there is missed, and the station goes on with what it knew") {
    Served served("healthy_house");
    served.runtime().run(served.station().discover({}));
    const auto known = served.station().discovery().devices;
    const auto diagnosis = served.diagnose(expected_of({17}, {}));
    CHECK(state(diagnosis, "unit 17") == DeviceState::silent);
    CHECK(served.station().discovery().devices == known);
}

TEST_CASE("a diagnosis that breaks off leaves the station the devices it knew") {
    struct Stopped {};
    Served served("healthy_house");
    served.runtime().run(served.station().discover({}));
    const auto known = served.station().discovery().devices;
    station::ProgressSink stop = [](const station::Progress&) { throw Stopped{}; };
    CHECK_THROWS_AS(served.diagnose({}, stop), Stopped);
    CHECK(served.station().discovery().devices == known);
}

}  // namespace
}  // namespace firstlight::commissioning
