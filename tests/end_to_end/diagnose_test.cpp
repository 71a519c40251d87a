// diagnose and record as a person uses them, and a recording served again.
#include "commissioning/diagnosis.h"
#include "commissioning/visit_store.h"
#include "station/recording.h"
#include "tests/end_to_end/child_program.h"
#include "tests/end_to_end/served_house.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <signal.h>

using namespace firstlight;
using namespace firstlight::tests;
using Json = nlohmann::json;

namespace {

Json state_of(const Json& result, const std::string& device) {
    for (const auto& row : result["topology"])
        if (row["device"] == device) return row["state"];
    return nullptr;
}

}  // namespace

TEST_CASE("diagnose tells a sound station, a named unit that is silent, and what to do") {
    ServedHouse house(still_house());
    const auto sound = run_program("firstlight-cli", {"diagnose", house.endpoint(), "--units", "1,2", "--pace", "1000",
                                                      "--timeout", "0.3", "--json"});
    INFO(sound.out << sound.err);
    CHECK(sound.exit_code == 0);
    CHECK(Json::parse(sound.out)["sound"] == true);
    CHECK(state_of(Json::parse(sound.out), "inverter 1") == "answers");

    const auto missing = run_program("firstlight-cli", {"diagnose", house.endpoint(), "--units", "1,2,5", "--pace",
                                                        "1000", "--timeout", "0.3", "--json"});
    INFO(missing.out << missing.err);
    CHECK(missing.exit_code == 1);
    CHECK(state_of(Json::parse(missing.out), "unit 5") == "silent unit");
    const auto text = run_program(
        "firstlight-cli", {"diagnose", house.endpoint(), "--units", "1,2,5", "--pace", "1000", "--timeout", "0.3"});
    CHECK(text.out.find("Next: ") != std::string::npos);
}

TEST_CASE("a diagnosis is attached to its visit and compared with the one before") {
    const TemporaryFolder folder;
    const auto store = (folder / "visits.db").string();
    commissioning::Visit visit;
    visit.id = "20261123-104207-3F2A";
    visit.purpose = "diagnosis";
    visit.devices = {{"inverter 1", "inverter", "", "", "", "", 1}, {"ac charger 9", "ac_charger", "", "", "", "", 9}};
    commissioning::VisitStore::open(store)->create(visit);
    ServedHouse house(still_house());
    const auto diagnose = [&] {
        return run_program("firstlight-cli", {"diagnose", house.endpoint(), "--visit", visit.id, "--store", store,
                                              "--pace", "1000", "--timeout", "0.3", "--json"});
    };
    const auto first = diagnose();
    INFO(first.out << first.err);
    CHECK(first.exit_code == 1);
    CHECK(state_of(Json::parse(first.out), "ac charger 9") == "silent unit");
    CHECK(Json::parse(first.out)["changes"].empty());
    visit.devices.pop_back();
    commissioning::VisitStore::open(store)->save_devices(visit.id, visit.devices, {});
    const auto second = Json::parse(diagnose().out);
    CHECK_FALSE(second["changes"].empty());
    for (const auto& result : commissioning::last_diagnosis(commissioning::VisitStore::open(store)->load(visit.id)))
        CHECK(result.subject != "ac charger 9");
}

TEST_CASE("a recording survives a kill and is served again as a station") {
    const TemporaryFolder folder;
    const auto file = (folder / "night.csv").string();
    {
        ServedHouse house(still_house());
        ChildProgram recorder("firstlight-cli", {"record", house.endpoint(), file, "plant:ess_soc", "inverter-1:pv",
                                                 "--units", "1,2", "--pace", "1000", "--every", "0.1"});
        while (!std::filesystem::exists(file) || std::filesystem::file_size(file) == 0
               || station::load_recording(file).rows.size() < 3) {
        }
        recorder.signal(SIGKILL);
        recorder.wait();
    }
    const auto recording = station::load_recording(file);
    REQUIRE(recording.rows.size() >= 3);
    CHECK(recording.points.size() > 1);
    REQUIRE(recording.rows.front().values.front());

    ChildProgram replay("firstlight-station", {"--replay", file, "--tcp", "0"});
    REQUIRE(replay.wait_for_text("serving tcp:"));
    const auto said = replay.output_so_far();
    const auto endpoint = said.substr(said.find("tcp:"), said.find('\n') - said.find("tcp:"));
    const auto read = run_program("firstlight-cli", {"read", endpoint, "plant", "ess_soc", "--pace", "1000", "--json"});
    INFO(read.out << read.err);
    CHECK(Json::parse(read.out)["readings"][0]["value"] == *recording.rows.back().values.front());
}

TEST_CASE("record refuses what it cannot record before it makes a file") {
    const TemporaryFolder folder;
    const auto file = (folder / "a.csv").string();
    ServedHouse house(still_house());
    const auto record = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"record", house.endpoint(), file, "--units", "1,2", "--pace", "1000"};
        words.insert(words.end(), more.begin(), more.end());
        return run_program("firstlight-cli", words).exit_code;
    };
    CHECK(record({"plant"}) == 2);
    CHECK(record({"toaster:heat"}) == 2);
    CHECK(record({"inverter-1:serial_number"}) == 2);
    CHECK(record({"plant:ess_soc", "--when", "plant:grid>5"}) == 2);
    CHECK(record({"plant:ess_soc", "--when", "plant:ess_soc"}) == 2);
    CHECK_FALSE(std::filesystem::exists(file));
    CHECK(record({"plant:ess_soc", "--every", "0.1", "--for", "0.2"}) == 0);
    CHECK(station::load_recording(file).rows.size() == 3);
    CHECK(record({"plant:ess_soc", "--for", "0.2"}) == 2);
}
