#include "formats/strict_json.h"
#include "station/profile.h"
#include "tests/station/fixture_csv.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

/// What is wrong with a profile is said with file, line and reason.
using namespace firstlight::station;
using firstlight::formats::FileError;
namespace fs = std::filesystem;

namespace {

/// A folder that goes with the test.
class Folder {
  public:
    explicit Folder(const std::string& name) : path_(fs::temp_directory_path() / ("firstlight_" + name)) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    fs::path write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return path_ / name;
    }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// A profile that is right; each mistake replaces a part of it. Points begin in line 10.
const std::string good = R"({
"profile": "heater", "format": 1, "label": "Heater", "version": "1", "source": "test",
"recognition": {"probe": "state", "order": 9},
"limits": {"read_registers": 124, "write_registers": 123, "requests_per_second": 1, "answer_timeout_ms": 1000},
"identity": {"serial": "serial_number"},
"version_probes": [{"version": "2.0", "point": "power"}, {"version": "1.0", "point": "state"}],
"bit_tables": {"faults": [{"bit": 3, "name": "dry", "severity": "critical", "cause": "No water.", "next": "Fill it."}]},
"reserved": [{"table": "input", "address": 20, "count": 2, "since": "1.0"}],
"points": [
{"name": "state", "label": "State", "group": "state", "table": "input", "address": 10, "type": "u16", "access": "read_only", "choices": [[0, "off", "Off"], [1, "on", "On"]], "since": "1.0", "source": "test"},
{"name": "power", "label": "Power", "group": "state", "table": "input", "address": 11, "type": "s32", "access": "read_only", "gain": 1000, "unit": "kW", "since": "2.0", "source": "test"},
{"name": "serial_number", "label": "Serial", "group": "state", "table": "input", "address": 30, "type": "text", "count": 10, "access": "read_only", "since": "1.0", "source": "test"},
{"name": "faults", "label": "Faults", "group": "state", "table": "input", "address": 40, "type": "u16", "access": "read_only", "bits": "faults", "since": "1.0", "source": "test"},
{"name": "limit", "label": "Limit", "group": "state", "table": "holding", "address": 10, "type": "u16", "access": "read_write", "gain": 10, "unit": "kW", "low": 0, "high": {"factor": 1.1, "of": "power"}, "risk": "config", "requires": [{"point": "state", "is": [1]}], "since": "1.0", "source": "test"},
{"name": "restart", "label": "Restart", "group": "state", "table": "holding", "address": 11, "type": "u16", "access": "write_only", "choices": [[1, "restart", "Restart"]], "risk": "disruptive", "effect": "state", "since": "1.0", "source": "test"}
]
}
)";

std::string with(const std::string& part, const std::string& instead) {
    std::string text = good;
    const auto at = text.find(part);
    REQUIRE(at != std::string::npos);
    return text.replace(at, part.size(), instead);
}

std::string error_of(const fs::path& file) {
    try {
        load_profile(file);
    } catch (const FileError& error) {
        CHECK(error.file() == file);
        return std::to_string(error.line()) + ": " + error.reason();
    }
    return "no error";
}

std::string set_error(const fs::path& shipped, const fs::path& user = {}) {
    try {
        ProfileSet::load(shipped, user);
    } catch (const FileError& error) {
        return error.file().filename().string() + ":" + std::to_string(error.line()) + ": " + error.reason();
    }
    return "no error";
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A small profile that is right loads") {
    const Folder folder("profile_good");
    const auto profile = load_profile(folder.write("heater.json", good));
    CHECK(profile->points.size() == 6);
    CHECK(profile->at("limit").high->factor == 1.1);
    CHECK(profile->at("faults").bits.at(0).next_step == "Fill it.");
    CHECK(profile->recognition.units.empty());
}

TEST_CASE("The example of the documentation is a profile") {
    std::ifstream file(fs::path(FIRSTLIGHT_SOURCE_DIR) / "docs/profiles.md", std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto begin = page.find("```json\n");
    REQUIRE(begin != std::string::npos);
    const auto profile =
        parse_profile(page.substr(begin + 8, page.find("```", begin + 8) - begin - 8), "docs/profiles.md");
    CHECK(profile->points.size() == 5);
    REQUIRE(profile->find_table("pauses"));
    CHECK(profile->find_table("pauses")->columns.size() == 3);
    CHECK(profile->at("power_limit").preconditions.size() == 1);
}

TEST_CASE("Every mistake in a profile is told with its line and reason") {
    struct Row {
        std::string part, instead;
        int line;
        std::string reason;
    };
    const std::vector<Row> rows = {
        {"\"label\": \"Heater\",", "\"label\": \"Heater\", \"colour\": \"red\",", 2, "\"colour\" is not known"},
        {"\"format\": 1", "\"format\": 2", 2, "out of range"},
        {"\"profile\": \"heater\"", "\"profile\": \"Heater 1\"", 2, "is not a name"},
        {"\"label\": \"Heater\"", "\"label\": \"\"", 2, "must not be empty"},
        {"\"probe\": \"state\"", "\"probe\": \"pulse\"", 3, "names point pulse, which does not exist"},
        {"\"probe\": \"state\"", "\"probe\": \"restart\"", 3, "which cannot be read"},
        {"\"order\": 9", "\"units\": [248], \"order\": 9", 3, "248 is out of range, must be 1 to 247"},
        {"\"read_registers\": 124", "\"read_registers\": 126", 4, "126 is out of range"},
        {"\"requests_per_second\": 1", "\"requests_per_second\": 0", 4, "0 is out of range"},
        {"\"serial\": \"serial_number\"", "\"serial\": \"power\"", 11, "must be text"},
        {"{\"version\": \"1.0\"", "{\"version\": \"2.1\"", 6, "newest first"},
        {"{\"version\": \"2.0\", \"point\": \"power\"}", "{\"version\": \"2.0\", \"point\": \"speed\"}", 6,
         "speed, which does not"},
        {"{\"version\": \"2.0\"", "{\"version\": \"two\"", 6, "not a version"},
        {"\"bit\": 3", "\"bit\": 16", 7, "16 is out of range"},
        {"\"severity\": \"critical\"", "\"severity\": \"bad\"", 7,
         "\"bad\" is not known; known: information, warning, critical"},
        {"\"cause\": \"No water.\", ", "", 7, "\"cause\" is missing"},
        {"\"next\": \"Fill it.\"}", "\"next\": \"Fill it.\"}, {\"bit\": 3, \"name\": \"x\", \"alarm\": false}", 7,
         "bit 3 is given twice"},
        {"\"address\": 20, \"count\": 2", "\"address\": 11, \"count\": 2", 11,
         "point power overlaps the reserved range 11 (line 8)"},
        {"\"address\": 20, \"count\": 2", "\"address\": 65535, \"count\": 2", 8, "2 is out of range, must be 1 to 1"},
        {"\"name\": \"power\"", "\"name\": \"state\"", 11, "point state is given twice (first in line 10)"},
        {"\"label\": \"Power\", ", "", 11, "\"label\" is missing"},
        {"\"label\": \"Power\", ", "\"label\": \"Power\", \"label\": \"P\", ", 11, "\"label\" is given twice"},
        {"\"address\": 11, \"type\": \"s32\"", "\"address\": 10, \"type\": \"s32\"", 11,
         "point power overlaps point state (line 10)"},
        {"\"address\": 11, \"type\": \"s32\"", "\"address\": 65535, \"type\": \"s32\"", 11, "beyond register 65535"},
        {"\"address\": 11, \"type\": \"s32\"", "\"address\": 65536, \"type\": \"s32\"", 11, "65536 is out of range"},
        {"\"type\": \"s32\"", "\"type\": \"float\"", 11, "\"float\" is not known"},
        {"\"type\": \"s32\"", "\"type\": \"s32\", \"count\": 2", 11, "only text says its count"},
        {"\"count\": 10", "\"count\": 0", 12, "0 is out of range"},
        {"\"count\": 10, ", "", 12, "\"count\" is missing"},
        {"\"gain\": 1000, ", "", 11, "\"gain\" is missing"},
        {"\"gain\": 1000, ", "\"gain\": 0, ", 11, "0 is out of range"},
        {"\"gain\": 1000, ", "\"gain\": 1000, \"positive\": \"in\", ", 11, "go together"},
        {"\"choices\": [[0,", "\"gain\": 10, \"choices\": [[0,", 10, "have no gain"},
        {"[1, \"on\", \"On\"]", "[0, \"on\", \"On\"]", 10, "code 0 is given twice"},
        {"[1, \"on\", \"On\"]", "[1, \"off\", \"On\"]", 10, "choice \"off\" is given twice"},
        {"[1, \"on\", \"On\"]", "[65536, \"on\", \"On\"]", 10, "code 65536 does not fit"},
        {"[1, \"on\", \"On\"]", "[1, \"on\"]", 10, "a choice is [code, name, label]"},
        {"\"bits\": \"faults\"", "\"bits\": \"flaws\"", 13, "there is no shared table \"flaws\""},
        {"\"unit\": \"kW\", \"since\"", "\"unit\": \"kW\", \"risk\": \"safe\", \"since\"", 11,
         "only for points that can be written"},
        {"\"unit\": \"kW\", \"since\"", "\"unit\": \"kW\", \"no_value\": [4294967296], \"since\"", 11,
         "does not fit 2 registers"},
        {"\"unit\": \"kW\", \"since\"", "\"unit\": \"kW\", \"bits\": [], \"since\"", 11, "only a u16 has bits"},
        {"\"risk\": \"config\", ", "", 14, "\"risk\" is missing"},
        {"\"risk\": \"config\"", "\"risk\": \"harmless\"", 14, "\"harmless\" is not known"},
        {"\"low\": 0", "\"low\": 6553.6", 14, "6553.6 does not fit the type"},
        {"\"low\": 0", "\"low\": -1", 14, "-1 does not fit the type"},
        {"\"low\": 0, \"high\": {\"factor\": 1.1, \"of\": \"power\"}", "\"low\": 5, \"high\": 4", 14,
         "\"low\" lies above"},
        {"\"low\": 0", "\"gap\": [5, 4], \"low\": 0", 14, "a gap is [low, high]"},
        {"\"of\": \"power\"", "\"of\": \"rating\"", 14, "point limit names point rating, which does not exist"},
        {"{\"point\": \"state\", \"is\": [1]}", "{\"point\": \"state\", \"is\": [2]}", 14,
         "2 is not a choice of point state"},
        {"{\"point\": \"state\", \"is\": [1]}", "{\"point\": \"state\", \"is\": []}", 14, "at least one value"},
        {"{\"point\": \"state\", \"is\": [1]}", "{\"point\": \"mode\", \"is\": [1]}", 14, "mode, which does not exist"},
        {"\"table\": \"holding\", \"address\": 10", "\"table\": \"input\", \"address\": 50", 14,
         "input registers cannot be written"},
        {"\"effect\": \"state\"", "\"effect\": \"glow\"", 15, "glow, which does not exist"},
        {"\"effect\": \"state\", ", "\"until\": \"1.0\", ", 15, "first version without it"},
        {"\"effect\": \"state\", \"since\": \"1.0\"", "\"effect\": \"state\"", 15, "\"since\" is missing"},
        {"\"source\": \"test\"}\n]", "\"source\": \"\"}\n]", 15, "must not be empty"},
        {"\"source\": \"test\"}\n]", "\"source\": \"test\"},\n]", 16, "not valid JSON"},
    };
    const Folder folder("profile_mistakes");
    for (const auto& row : rows) {
        CAPTURE(row.instead);
        const auto error = error_of(folder.write("heater.json", with(row.part, row.instead)));
        CAPTURE(error);
        CHECK(error.starts_with(std::to_string(row.line) + ": "));
        CHECK(contains(error, row.reason));
    }
}

TEST_CASE("Registers may change their meaning between versions") {
    const Folder folder("profile_versions");
    const auto file =
        folder.write("heater.json", with("\"address\": 20, \"count\": 2, \"since\": \"1.0\"",
                                         "\"address\": 11, \"count\": 2, \"since\": \"1.0\", \"until\": \"2.0\""));
    CHECK(error_of(file) == "no error");
}

TEST_CASE("A folder without profiles, or with one profile twice, is told") {
    const Folder folder("profile_folder");
    CHECK(contains(set_error(folder.path()), "holds no profiles"));
    CHECK(contains(set_error(folder.path() / "missing"), "cannot be read"));
    folder.write("a.json", good);
    CHECK(set_error(folder.path()) == "no error");
    folder.write("b.json", good);
    CHECK(contains(set_error(folder.path()), "b.json:1: profile heater is already in a.json"));
    fs::remove(folder.path() / "b.json");
    folder.write("notes.txt", "not a profile");
    CHECK(set_error(folder.path()) == "no error");
    folder.write("a.json", with("\"order\": 9", "\"rides_on\": \"boiler\", \"order\": 9"));
    CHECK(contains(set_error(folder.path()), "a.json:3: rides on profile boiler"));
}

TEST_CASE("A user's profile adds or replaces, and never weakens a shipped point") {
    const Folder shipped("profile_shipped"), user("profile_user");
    shipped.write("heater.json", good);
    const auto load = [&] { return ProfileSet::load(shipped.path(), user.path()); };
    const auto error = [&](const std::string& text) {
        user.write("mine.json", text);
        return set_error(shipped.path(), user.path());
    };

    user.write("mine.json", with("\"label\": \"Heater\"", "\"label\": \"My heater\""));
    CHECK(load().at("heater").label == "My heater");
    CHECK(load().from_user() == std::vector<std::string>{"heater"});

    user.write("mine.json", with("\"profile\": \"heater\"", "\"profile\": \"boiler\""));
    CHECK(load().all().size() == 2);
    CHECK(load().from_user() == std::vector<std::string>{"boiler"});

    CHECK(error(with("\"risk\": \"disruptive\"", "\"risk\": \"config\""))
          == "mine.json:15: point restart lowers the risk class of the shipped point restart");
    // Another name for the same register does not help.
    auto renamed = with("\"risk\": \"disruptive\"", "\"risk\": \"safe\"");
    renamed.replace(renamed.find("\"name\": \"restart\""), 17, "\"name\": \"knock\"");
    CHECK(error(renamed) == "mine.json:15: point knock lowers the risk class of the shipped point restart");
    CHECK(error(with("\"risk\": \"config\"", "\"risk\": \"grid\"")) == "no error");

    auto rider = renamed;
    rider.replace(rider.find("\"profile\": \"heater\""), 19, "\"profile\": \"module\"");
    rider.replace(rider.find("\"order\": 9"), 10, "\"rides_on\": \"heater\", \"order\": 9");
    CHECK(contains(error(rider), "point knock lowers the risk class"));

    shipped.write("heater.json", with("\"unit\": \"kW\", \"since\"", "\"unit\": \"kW\", \"secret\": true, \"since\""));
    CHECK(contains(error(good), "mine.json:11: point power shows the shipped secret power"));
}
