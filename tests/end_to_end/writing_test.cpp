// Writes from the command line: what each risk class needs, what the station refuses, what the journal keeps.
#include "commissioning/visit_store.h"
#include "tests/end_to_end/child_program.h"
#include "tests/end_to_end/served_house.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using nlohmann::json;

namespace {

class Writing {
  public:
    explicit Writing(ServedHouse::Intercept intercept = {}, const std::string& scenario = still_house())
        : house_(scenario, ServedHouse::Over::tcp, std::move(intercept)) {}

    Ended set(std::vector<std::string> words) {
        words.insert(words.begin(), {"set", house_.endpoint()});
        words.insert(words.end(), {"--pace", "1000", "--units", "1,2", "--store", store(), "--json"});
        return run_program("firstlight-cli", std::move(words));
    }
    std::string store() const { return (folder_ / "visits.db").string(); }
    ServedHouse& house() { return house_; }

  private:
    TemporaryFolder folder_;
    ServedHouse house_;
};

json error_of(const Ended& ended) {
    INFO(ended.out << ended.err);
    return json::parse(ended.out).at("error");
}

}  // namespace

TEST_CASE("a setting is written, read back and journalled") {
    Writing writing;
    const auto ended = writing.set({"plant", "ess_backup_soc", "30", "--yes"});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == 0);
    const auto change = json::parse(ended.out);
    CHECK(change.at("after") == "30.0");
    const auto visit = commissioning::VisitStore::open(writing.store())->load(change.at("visit"));
    REQUIRE(visit.changes.size() == 1);
    CHECK(visit.changes[0].second.result == station::WriteResult::proven);
    CHECK(visit.anchor_serial == "CMU123A45BC678");
    writing.house().stop();
    CHECK(writing.house().served_text(247, "plant", "ess_backup_soc") == "30.0");
}

TEST_CASE("an export limit is read again before the command ends") {
    auto scenario = shipped_scenario("reverting_limit");
    const std::string slow = R"("seconds": 20)";
    REQUIRE(scenario.find(slow) != std::string::npos);
    scenario.replace(scenario.find(slow), slow.size(), R"("seconds": 1)");
    Writing writing({}, scenario);
    const auto ended = writing.set({"plant", "grid_max_export_power", "3", "--yes", "--second-look", "3"});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == 1);
    const auto change = json::parse(ended.out);
    CHECK(change.at("result") == "proven");
    REQUIRE(change.at("taken_back").size() == 1);
    CHECK(change.at("taken_back")[0].get<std::string>().find("now it is 5.000 kW") != std::string::npos);
    CHECK_FALSE(commissioning::VisitStore::open(writing.store())->load(change.at("visit")).checks.empty());

    Writing kept;
    const auto holds = kept.set({"plant", "grid_max_export_power", "3", "--yes", "--second-look", "0"});
    CHECK(holds.exit_code == 0);
    CHECK(json::parse(holds.out).at("taken_back").empty());
}

TEST_CASE("without a terminal and without --yes nothing is written") {
    Writing writing;
    const auto ended = writing.set({"plant", "ess_backup_soc", "30"});
    CHECK(ended.exit_code == 2);
    CHECK(error_of(ended).at("next_step").get<std::string>().find("--yes") != std::string::npos);
    CHECK(commissioning::VisitStore::open(writing.store())->list().empty());
}

TEST_CASE("values that cannot be are refused before the wire") {
    Writing writing;
    CHECK(writing.set({"plant", "ess_backup_soc", "130", "--yes"}).exit_code == 2);
    CHECK(writing.set({"plant", "ess_backup_soc", "much", "--yes"}).exit_code == 2);
    CHECK(writing.set({"plant", "ess_backup", "30", "--yes"}).exit_code == 2);
    CHECK(writing.set({"inverter 9", "ess_backup_soc", "30", "--yes"}).exit_code == 2);
    CHECK(writing.set({"plant", "system_time", "30", "--yes"}).exit_code == 2);
}

TEST_CASE("a disruptive write needs the device's name, a grid write the point's") {
    Writing writing;
    CHECK(writing.set({"plant", "plant_start_stop", "stop", "--yes"}).exit_code == 2);
    CHECK(writing.set({"plant", "plant_start_stop", "stop", "--yes", "--confirm", "inverter 1"}).exit_code == 2);
    CHECK(writing.set({"plant", "plant_start_stop", "stop", "--yes", "--confirm", "plant"}).exit_code == 0);
    CHECK(writing.set({"plant", "lvrt_enable", "on", "--yes"}).exit_code == 2);
    const auto ended = writing.set({"plant", "lvrt_enable", "on", "--yes", "--confirm", "lvrt_enable"});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == 0);
}

TEST_CASE("what the station refuses is exit code 4 and stands in the journal") {
    Writing writing([](std::uint64_t, std::uint8_t, const formats::Request& request) {
        std::optional<transport::ServerReply> refusal;
        if (formats::is_write(request))
            refusal.emplace().response =
                formats::Exception{formats::function_of(request), formats::ExceptionCode::server_device_failure};
        return refusal;
    });
    const auto ended = writing.set({"plant", "ess_backup_soc", "30", "--yes"});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == 4);
    const auto change = json::parse(ended.out);
    CHECK(change.at("result") == "refused");
    const auto visit = commissioning::VisitStore::open(writing.store())->load(change.at("visit"));
    REQUIRE(visit.changes.size() == 1);
    CHECK(visit.changes[0].second.result == station::WriteResult::refused);
}
