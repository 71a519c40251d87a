#include "commissioning/settings_file.h"

#include "commissioning/settings_restore.h"
#include "formats/strict_json.h"
#include "tests/commissioning/kept_settings.h"
#include "tests/store/temporary_folder.h"

#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

/// Settings files and templates, without a station.
namespace firstlight::commissioning {
namespace {

StationSettings read_back(const StationSettings& settings) {
    const tests::TemporaryFolder folder;
    save_settings(settings, folder.path() / "settings.json");
    return load_settings(folder.path() / "settings.json");
}

TEST_CASE("a settings file comes back as it was kept") {
    const auto kept = tests::kept_settings();
    const auto read = read_back(kept);
    CHECK(read.taken == kept.taken);
    CHECK(read.station == "CMU123A45AA001");
    CHECK(read.program == kept.program);
    CHECK_FALSE(read.is_template());
    REQUIRE(read.devices.size() == 2);
    const auto& plant = read.devices[0];
    CHECK(plant.version == "2.9");
    REQUIRE(plant.find("ess_backup_soc"));
    CHECK(plant.find("ess_backup_soc")->value == "20.0");
    CHECK(plant.find("ess_backup_soc")->unit == "%");
    CHECK(plant.find("ess_backup_soc")->source == "public");
    CHECK(plant.find("ess_backup_soc")->at == kept.taken);
    REQUIRE(plant.find_table("outages"));
    CHECK(plant.find_table("outages")->rows == kept.devices[0].tables[0].rows);
    REQUIRE(plant.find_unread("working_mode"));
    CHECK(plant.find_unread("working_mode")->why == "no answer");
}

struct Broken {
    const char* name;
    const char* text;
    std::size_t line;
    const char* reason;
};

const std::vector<Broken> broken_files = {
    {"a plan", "{\"purpose\": \"x\"}", 1, "purpose"},
    {"no format", "{\n\"taken\": \"2026-11-23T10:42:07Z\"}", 1, "settings_file"},
    {"a newer format", "{\n\"settings_file\": 2, \"taken\": \"2026-11-23T10:42:07Z\"}", 2, "1"},
    {"no time", "{\"settings_file\": 1,\n\"taken\": \"yesterday\"}", 2, "no time"},
    {"the 31st of February", "{\"settings_file\": 1,\n\"taken\": \"2026-02-31T10:42:07Z\"}", 2, "no time"},
    {"words behind the time", "{\"settings_file\": 1,\n\"taken\": \"2026-11-23T10:42:07Zulu\"}", 2, "no time"},
    {"a template without a name", "{\"settings_file\": 1, \"taken\": \"2026-11-23T10:42:07Z\",\n\"template\": \"\"}", 2,
     "must not be empty"},
    {"a device without a profile",
     "{\"settings_file\": 1, \"taken\": \"2026-11-23T10:42:07Z\", \"devices\": [\n{\"device\": \"plant\"}]}", 2,
     "profile"},
    {"a setting twice",
     "{\"settings_file\": 1, \"taken\": \"2026-11-23T10:42:07Z\", \"devices\": [{\"device\": \"plant\", \"profile\": "
     "\"plant\", "
     "\"settings\": [{\"point\": \"a\", \"value\": 1, \"source\": \"public\", \"at\": \"2026-11-23T10:42:07Z\"},\n"
     "{\"point\": \"a\", \"value\": 1, \"source\": \"public\", \"at\": \"2026-11-23T10:42:07Z\"}]}]}",
     2, "twice"},
    {"a source nobody knows",
     "{\"settings_file\": 1, \"taken\": \"2026-11-23T10:42:07Z\", \"devices\": [{\"device\": \"plant\", \"profile\": "
     "\"plant\", "
     "\"settings\": [{\"point\": \"a\", \"value\": 1,\n\"source\": \"rumour\", \"at\": \"2026-11-23T10:42:07Z\"}]}]}",
     2, "\"public\" or \"extension\""},
    {"a row that is no object",
     "{\"settings_file\": 1, \"taken\": \"2026-11-23T10:42:07Z\", \"devices\": [{\"device\": \"plant\", \"profile\": "
     "\"plant\", "
     "\"tables\": [{\"table\": \"t\", \"at\": \"2026-11-23T10:42:07Z\", \"rows\": [\n7]}]}]}",
     2, "object"},
};

TEST_CASE("broken settings files are refused with line and reason") {
    const auto& row = broken_files.at(GENERATE(range(std::size_t{0}, broken_files.size())));
    INFO(row.name);
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "settings.json";
    std::ofstream(file, std::ios::binary) << row.text;
    try {
        load_settings(file);
        FAIL("was accepted");
    } catch (const formats::FileError& error) {
        INFO(error.what());
        CHECK(error.line() == row.line);
        CHECK(error.reason().find(row.reason) != std::string::npos);
    }
}

TEST_CASE("a template names no station and nobody") {
    auto kept = tests::kept_settings();
    kept.devices[0].settings.push_back({"owner_email", "Owner's mail", "ada@example.org", "", "extension", kept.taken});
    kept.devices[0].settings.push_back({"station_name", "Name", "Ada's house", "", "extension", kept.taken});
    kept.devices[1].tables.push_back({"cards", "Cards", {{{"id", "1"}, {"name", "Ada"}}}, kept.taken});
    const tests::TemporaryFolder folder;
    save_template(template_from(kept, "Our houses"), folder.path() / "templates");
    CHECK(list_templates(folder.path() / "templates") == std::vector<std::string>{"Our houses"});

    std::ifstream file(folder.path() / "templates" / "Our houses.json");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    for (const auto* identity : {"CMU123A45AA001", "EVA002A45AC001", "Ada", "example.org", "no answer"})
        CHECK(text.find(identity) == std::string::npos);

    const auto read = load_template(folder.path() / "templates", "Our houses");
    CHECK(read.name == "Our houses");
    CHECK(read.is_template());
    CHECK(read.devices.at(0).find("ess_backup_soc"));
    CHECK(read.devices.at(0).find_table("outages"));
    CHECK(read.devices.at(1).find("output_current"));
}

TEST_CASE("names of templates are names of files everywhere") {
    for (const auto* name : {"Our houses", "5-kW_villa"}) CHECK(is_template_name(name));
    for (const auto* name : {"", " ", "a/b", "..", "con:", "a ", "naïve"}) CHECK_FALSE(is_template_name(name));
    CHECK_THROWS_AS(load_template(std::filesystem::temp_directory_path(), "no such template"), formats::FileError);
}

}  // namespace
}  // namespace firstlight::commissioning
