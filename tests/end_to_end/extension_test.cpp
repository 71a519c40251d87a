// Modes, schedules, cards, power and history from the command line, on a station with the commissioning extension.
#include "commissioning/visit_store.h"
#include "tests/end_to_end/child_program.h"
#include "tests/end_to_end/served_house.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using nlohmann::json;

namespace {

class Extended {
  public:
    explicit Extended(const std::string& more = R"(, "extension": "1.0")") : house_(still_house("2.9", more)) {}

    Ended run(const std::string& command, std::vector<std::string> words, bool keeps_visits = true) {
        words.insert(words.begin(), {command, house_.endpoint()});
        words.insert(words.end(), {"--pace", "1000", "--units", "1,2", "--json"});
        if (keeps_visits) words.insert(words.end(), {"--store", store()});
        return run_program("firstlight-cli", std::move(words), {{"XDG_DATA_HOME", folder_.path().string()}});
    }
    json done(const std::string& command, std::vector<std::string> words, bool keeps_visits = true) {
        const auto ended = run(command, std::move(words), keeps_visits);
        INFO(ended.out << ended.err);
        REQUIRE(ended.exit_code == 0);
        return json::parse(ended.out);
    }
    std::string refused(const std::string& command, std::vector<std::string> words, int exit_code) {
        const auto ended = run(command, std::move(words));
        INFO(ended.out << ended.err);
        CHECK(ended.exit_code == exit_code);
        return json::parse(ended.out).at("error").dump();
    }
    std::string file(const std::string& name, const std::string& text) {
        write_text(folder_ / name, text);
        return (folder_ / name).string();
    }
    std::string store() const { return (folder_ / "visits.db").string(); }
    const TemporaryFolder& folder() const { return folder_; }
    ServedHouse& house() { return house_; }

  private:
    TemporaryFolder folder_;
    ServedHouse house_;
};

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the command line shows the six modes and sets one with its parameters") {
    Extended station;
    const auto shown = station.done("mode", {});
    CHECK(shown.at("modes").size() == 6);
    CHECK(shown.at("now").at("text") == "Maximum self-consumption");
    CHECK(shown.at("modes")[5].at("offered") == false);

    const auto set = station.done("mode", {"time_based", "time_max_peak_power=6", "--yes"});
    REQUIRE(set.at("changes").size() == 2);
    CHECK(set.at("changes")[0].at("point") == "time_max_peak_power");
    CHECK(set.at("changes")[1].at("result") == "proven");
    CHECK(holds(station.refused("mode", {"load_shedding", "--yes"}, 2), "country"));
    CHECK(holds(station.refused("mode", {"time_based", "self_max_peak_power=6", "--yes"}, 2), "time_max_peak_power"));
    station.house().stop();
    CHECK(station.house().served_text(247, "plant", "working_mode") == "Time-based control");
}

TEST_CASE("without the extension only remote EMS can be set, and the rest says how") {
    Extended station("");
    const auto shown = station.done("mode", {});
    for (const auto& mode : shown.at("modes")) CHECK(mode.at("offered") == (mode.at("name") == "remote_ems"));
    CHECK(holds(station.refused("mode", {"time_based", "--yes"}, 2), "maker's app"));
    CHECK(station.done("mode", {"remote_ems", "--yes"}).at("changes")[0].at("point") == "remote_ems_enable");
    CHECK(holds(station.refused("schedule", {}, 2), "commissioning extension"));
}

TEST_CASE("a schedule from a file is checked, split at midnight and proven") {
    Extended station;
    const auto overlapping = station.file("bad.json", R"({"rows": [
        {"days": "mon-fri", "from": "00:00", "to": "06:00", "action": "charge", "grid_charge_cutoff_soc": 80},
        {"days": "fri", "from": "05:00", "to": "07:00", "action": "discharge", "grid_charge_cutoff_soc": 0}]})");
    CHECK(holds(station.refused("schedule", {"set", overlapping, "--yes"}, 2), "Row 2, from"));
    CHECK(commissioning::VisitStore::open(station.store())->list().empty());

    const auto night = station.file("night.json", R"({"rows": [
        {"days": "mon-sun", "from": "22:00", "to": "06:00", "action": "charge", "max_charge_power": 5, "grid_charge_cutoff_soc": 80}]})");
    CHECK(station.done("schedule", {"set", night, "--yes"}).at("result") == "proven");
    const auto rows = station.done("schedule", {}).at("rows");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].at("to") == "24:00");
    CHECK(rows[1].at("from") == "00:00");
    CHECK(rows[1].at("max_charge_power") == 5);
    CHECK(rows[1].at("max_grid_export") == "none");
    CHECK(holds(station.refused("schedule", {"set", station.file("none.json", "{"), "--yes"}, 2), "none.json"));
}

TEST_CASE("a rate plan is set and shown again") {
    Extended station;
    const auto plan = station.file("rates.json", R"({"rows": [{"direction": "import", "from_month": 1, "from_day": 1,
        "to_month": 12, "to_day": 31, "days": "mon-sun", "from": "00:00", "to": "24:00", "price": 0.3215}]})");
    CHECK(station.done("rates", {"set", plan, "--yes"}).at("result") == "proven");
    CHECK(station.done("rates", {}).at("rows")[0].at("price") == 0.3215);
}

TEST_CASE("cards are imported, renamed and removed, and their numbers are found nowhere") {
    Extended station;
    const std::string number = "04A1B2C3D4E5F6";
    const auto list = station.file("cards.csv", "Anna;" + number + "\nBert;04FFEEDD\n");
    const auto imported = station.run("cards", {"ac charger 2", "import", list, "--yes"});
    CHECK(imported.exit_code == 0);
    const auto renamed = station.run("cards", {"ac charger 2", "rename", "1", "Anne", "--yes"});
    CHECK(renamed.exit_code == 0);
    CHECK(station.run("cards", {"ac charger 2", "remove", "2", "--yes"}).exit_code == 0);
    const auto shown = station.done("cards", {"ac charger 2"});
    REQUIRE(shown.at("cards").size() == 1);
    CHECK(shown.at("cards")[0].at("name") == "Anne");
    CHECK(shown.at("cards")[0].at("uid_tail") == "E5F6");
    for (const auto& text : {imported.out, imported.err, renamed.out, shown.dump(), read_text(station.store())})
        CHECK_FALSE(holds(text, number));
    CHECK(holds(station.refused("cards", {"ac charger 2", "remove", "9", "--yes"}, 2), "no card at this place"));
    CHECK(holds(station.refused("cards", {"ac charger 2", "import", station.file("bad.csv", "Anna;12\n"), "--yes"}, 2),
                "line"));
}

TEST_CASE("a plan takes a card's number from the secret store of the system") {
    Extended station;
    const std::string number = "04A1B2C3D4E5F6";
    const auto plan = station.file("plan.json", R"({"rule_set": "generic", "units": [1, 2], "same_station": true,
        "tables": [{"device": "ac charger 2", "table": "cards",
                    "rows": [{"id": 1, "name": "Anna", "state": "active", "uid": {"secret": "card of Anna"}}]}]})");
    const auto program = (std::filesystem::path(FIRSTLIGHT_BINARY_DIR) / "bin" / "firstlight-cli").string();
    const auto steps = "set -e; cli=" + program + "; echo " + number + R"( | $cli secrets keep "card of Anna"
        $cli secrets --json
        $cli commission )"
                       + station.house().endpoint() + " --pace 1000 --second-look 0 --trace "
                       + (station.folder() / "trace").string() + " --store " + station.store() + " --plan " + plan
                       + R"( --json > /dev/null || [ $? = 1 ]
        $cli secrets forget "card of Anna")";
    const auto ended = run_program(FIRSTLIGHT_SOURCE_DIR "/script/with-secret-store", {"bash", "-c", steps});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == 0);
    CHECK(holds(ended.out, R"({"secret": "card of Anna"})"));
    CHECK(holds(ended.out, R"("card of Anna")"));
    CHECK(station.done("cards", {"ac charger 2"}).at("cards").at(0).at("uid_tail") == "E5F6");
    for (const auto& text : {ended.out, ended.err, read_text(station.store())}) CHECK_FALSE(holds(text, number));
    auto trace = read_text(station.folder() / "trace");
    CHECK(holds(trace, "(secret, "));
    std::erase(trace, ' ');
    CHECK_FALSE(holds(trace, "3034413142324333"));  // how its first digits stand in registers
}

TEST_CASE("a secret store that stays locked is told, not taken for an empty one") {
    TemporaryFolder folder;
    write_text(folder / "plan.json", R"({"settings": [{"device": "ac charger 2", "point": "ocpp_password",
        "value": {"secret": "depot"}}]})");
    const auto program = (std::filesystem::path(FIRSTLIGHT_BINARY_DIR) / "bin" / "firstlight-cli").string();
    ServedHouse house(still_house());
    const auto steps = "cli=" + program + "; echo geheim | $cli secrets keep depot > /dev/null\n"
        "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets"
        " org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login > /dev/null\n"
        "$cli secrets forget depot\n"
        "$cli commission " + house.endpoint() + " --pace 1000 --store " + (folder / "v.db").string() + " --plan "
        + (folder / "plan.json").string();
    const auto ended = run_program(FIRSTLIGHT_SOURCE_DIR "/script/with-secret-store", {"bash", "-c", steps});
    INFO(ended.out << ended.err);
    CHECK_FALSE(holds(ended.err, "no entry"));
    const auto first = ended.err.find("it is locked");
    CHECK(first != std::string::npos);
    CHECK(ended.err.find("it is locked", first + 1) != std::string::npos);
    CHECK(house.transactions() == 0);
}

TEST_CASE("without a secret store the command line says so and what to do") {
    const auto ended = run_program("firstlight-cli", {"secrets", "--json"},
                                   {{"DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere"}, {"DISPLAY", ""}});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == 2);
    CHECK(holds(ended.out, "secret store cannot be used"));
}

TEST_CASE("preheating windows are set from a file, and only what differs is written") {
    TemporaryFolder folder;
    ServedHouse house(read_text(FIRSTLIGHT_SOURCE_DIR "/data/scenarios/business_site.json"));
    const auto run = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"preheating", house.endpoint()});
        words.insert(words.end(), {"--pace", "1000", "--units", "1", "--json"});
        const auto ended = run_program("firstlight-cli", std::move(words));
        INFO(ended.out << ended.err);
        CHECK((ended.exit_code == 0 || holds(ended.out, "error")));
        return json::parse(ended.out);
    };
    const auto set = [&](const std::string& rows) {
        write_text(folder / "windows.json", R"({"rows": [)" + rows + "]}");
        return run({"set", (folder / "windows.json").string(), "--yes", "--store", (folder / "visits.db").string()});
    };
    CHECK(run({}).at("rows").empty());
    CHECK(holds(set(R"({"start": "2026-12-01 06:00", "end": "2026-12-01 05:00", "power": 2.5})").at("error").dump(),
                "It ends before it begins"));
    const std::string morning = R"({"start": "2026-12-01 05:00", "end": "2026-12-01 06:00", "power": 2.5})";
    CHECK(set(morning).at("changes").size() == 3);
    CHECK(set(morning).at("changes").empty());
    const auto rows = run({}).at("rows");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].at("power") == 2.5);
    CHECK(holds(run_program("firstlight-cli", {"preheating", Extended().house().endpoint(), "--pace", "1000"}).err,
                "no preheating windows"));
}

TEST_CASE("devices are switched in order, once all are named") {
    Extended station;
    CHECK(holds(station.refused("power", {"off", "--yes"}, 2), "dc charger 1, ac charger 2, inverter 1"));
    const auto off =
        station.done("power", {"off", "inverter 1", "ac charger 2", "--yes", "--confirm", "ac charger 2, inverter 1"})
            .at("changes");
    REQUIRE(off.size() == 2);
    CHECK(off[0].at("device") == "ac charger 2");
    CHECK(off[1].at("device") == "inverter 1");
    CHECK(off[1].at("result") == "effect seen");
    CHECK(holds(station.refused("power", {"off", "gateway", "--yes"}, 2), "cannot be switched"));
}

TEST_CASE("a mode with a wrong parameter writes none of its parameters") {
    Extended station;
    const auto words =
        station.refused("mode", {"self_consumption", "self_peak_shaving_soc=33", "self_max_peak_power=-5", "--yes"}, 2);
    CHECK(holds(words, "self_max_peak_power"));
    const auto modes = station.done("mode", {}, false);
    CHECK(modes.dump().find("33") == std::string::npos);
}

TEST_CASE("a secret is never an argument, and a rate plan is kept as a template") {
    Extended station;
    CHECK(holds(station.refused("set", {"ac charger 2", "ocpp_password", "geheim", "--yes"}, 2), "is a secret"));
    const auto plan =
        station.file("flat.json",
                     R"({"rows": [{"direction": "import", "from_month": 1, "from_day": 1, "to_month": 12, "to_day": 31,
            "days": "mon-sun", "from": "00:00", "to": "24:00", "price": 0.3}]})");
    station.done("rates", {"set", plan, "--yes"});
    CHECK(station.done("rates", {"keep", "--template", "flat"}, false).at("template") == "flat");
    station.done("rates", {"set", station.file("none.json", R"({"rows": []})"), "--yes"});
    CHECK(station.done("rates", {"set", "--template", "flat", "--yes"}).at("result") == "proven");
    CHECK(station.done("rates", {}, false).at("rows").size() == 1);
}

TEST_CASE("records of a charger and the alarm history are shown and saved") {
    Extended station;
    const auto csv = (station.folder() / "records.csv").string();
    const auto records = station.done("history", {"ac charger 2", "--csv", csv}, false);
    CHECK(records.at("rows").size() == 3);
    CHECK(records.at("total_kwh") == 37.5);
    CHECK(holds(read_text(csv), "began (UTC),ended (UTC),energy (kWh),card"));
    const auto alarms = station.done("history", {}, false);
    CHECK(alarms.at("rows")[0].at("code") == "1010");
}

namespace {

/// A station whose settings were saved as a file; then the reserve and the lights were changed.
class Changed : public Extended {
  public:
    Changed() {
        REQUIRE(settings({"save", endpoint(), saved_}).exit_code == 0);
        REQUIRE(settings({"compare", saved_, endpoint()}).exit_code == 0);
        done("set", {"plant", "ess_backup_soc", "30", "--yes"});
        done("set", {"plant", "light_mode", "off", "--yes"});
    }
    std::string endpoint() { return house().endpoint(); }
    const std::string& saved() const { return saved_; }

    Ended settings(std::vector<std::string> words, bool of_station = true) {
        words.insert(words.begin(), "settings");
        words.push_back("--json");
        if (of_station) words.insert(words.end(), {"--pace", "1000", "--units", "1,2"});
        return run_program("firstlight-cli", std::move(words), {{"XDG_DATA_HOME", folder().path().string()}});
    }
    json written(std::vector<std::string> words) {
        words.insert(words.end(), {"--yes", "--store", store()});
        const auto ended = settings(std::move(words));
        INFO(ended.out << ended.err);
        REQUIRE(ended.exit_code == 0);
        return json::parse(ended.out).at("changes");
    }
    std::string served(const std::string& point) {
        house().stop();
        return house().served_text(247, "plant", point);
    }

  private:
    std::string saved_ = (folder() / "settings.json").string();
};

}  // namespace

TEST_CASE("settings are saved, compared and restored: the station serves what was chosen, and the rest as it was") {
    Changed station;
    const auto compared = station.settings({"compare", station.saved(), station.endpoint()});
    INFO(compared.out << compared.err);
    CHECK(compared.exit_code == 1);
    CHECK(json::parse(compared.out).at("differences").size() == 2);

    const auto changes =
        station.written({"restore", station.endpoint(), station.saved(), "--only", "plant.ess_backup_soc"});
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].at("result") == "proven");
    CHECK(station.served("ess_backup_soc") == "0.0");
    CHECK(station.served("light_mode") == "Off");
}

TEST_CASE("settings that were kept as a template come back to the station") {
    Changed station;
    CHECK(station.settings({"template", "save", station.saved(), "our way"}, false).exit_code == 0);
    CHECK(json::parse(station.settings({"template", "list"}, false).out).at("templates") == json{"our way"});
    const auto changes = station.written({"template", "apply", station.endpoint(), "our way"});
    CHECK(changes.size() == 2);
    CHECK(station.served("ess_backup_soc") == "0.0");
    CHECK(station.served("light_mode") == "Power flow");
}

TEST_CASE("settings are shown with where they come from, and no password among them") {
    Changed station;
    const auto shown = station.settings({"show", station.endpoint()});
    CHECK(holds(shown.out, "\"source\": \"extension\""));
    CHECK_FALSE(holds(shown.out, "ocpp_password"));
}
