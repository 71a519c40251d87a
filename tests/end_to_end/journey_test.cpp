// A person's way through the programs: commission over TCP and over RTU, then hold PDF, JSON and what was served side
// by side.
#include "tests/end_to_end/child_program.h"
#include "tests/end_to_end/served_house.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using nlohmann::json;

namespace {

/// Where a line is broken is the page's business: text is compared without its spaces.
std::string without_spaces(const std::string& text) {
    std::string result;
    for (const char c : text)
        if (c != ' ' && c != '\n' && c != '\f' && c != '\t') result += c;
    return result;
}

std::string pdf_text(const std::filesystem::path& pdf) {
    const auto ended = run_program("pdftotext", {"-raw", pdf.string(), "-"});
    REQUIRE(ended.exit_code == 0);
    return ended.out;
}

std::string profile_of(const json& report, const std::string& device) {
    for (const auto& one : report.at("devices"))
        if (one.at("name") == device) return one.at("profile");
    return {};
}

int unit_of(const json& report, const std::string& device) {
    for (const auto& one : report.at("devices"))
        if (one.at("name") == device) return one.at("unit_id");
    return -1;
}

const char* plan_text = R"({
  "site": {"customer": "Müller & Söhne", "city": "München", "country": "DE"},
  "people": [{"name": "Ada Berger", "role": "installer"}],
  "rule_set": "de_vde_ar_n_4105_2018",
  "units": [1, 2],
  "settings": [{"device": "plant", "point": "ess_backup_soc", "value": 21}]
})";

/// Runs the journey and gives the folder's report.
void commission_and_compare(ServedHouse::Over over) {
    TemporaryFolder folder;
    write_text(folder / "plan.json", plan_text);
    ServedHouse house(still_house(), over);
    const auto ended =
        run_program("firstlight-cli", {"commission", house.endpoint(), "--second-look", "0", "--plan",
                                       (folder / "plan.json").string(), "--pace", "1000", "--store",
                                       (folder / "visits.db").string(), "--report", folder.path().string(), "--json"});
    INFO(ended.out << ended.err);
    house.stop();
    const auto result = json::parse(ended.out);
    REQUIRE(result.contains("pdf"));
    const auto report = json::parse(read_text(result.at("json").get<std::string>()));
    const auto pdf = without_spaces(pdf_text(result.at("pdf").get<std::string>()));

    int compared = 0;
    for (const auto& reading : report.at("readings")) {
        const auto device = reading.at("device").get<std::string>();
        const auto point = reading.at("point").get<std::string>();
        if (reading.at("value").is_null()) continue;
        const auto text = reading.at("value").at("text").get<std::string>();
        INFO(device << " " << point);
        CHECK(text
              == house.served_text(static_cast<std::uint8_t>(unit_of(report, device)), profile_of(report, device),
                                   point));
        const auto row = without_spaces(reading.at("label").get<std::string>() + " " + text);
        if (pdf.find(row) == std::string::npos) FAIL_CHECK("the PDF lacks \"" << row << "\"");
        ++compared;
    }
    CHECK(compared > 150);
    CHECK(pdf.find(without_spaces("Müller & Söhne")) != std::string::npos);
    CHECK(house.served_text(247, "plant", "ess_backup_soc") == "21.0");
    for (const auto& check : report.at("checks"))
        CHECK(pdf.find(without_spaces(check.at("title"))) != std::string::npos);
    CHECK(result.at("checks").size() == report.at("checks").size());
}

}  // namespace

TEST_CASE("what was served over TCP is what PDF and JSON say") {
    commission_and_compare(ServedHouse::Over::tcp);
}

TEST_CASE("what was served over RTU on a pty is what PDF and JSON say") {
    commission_and_compare(ServedHouse::Over::pty);
}

TEST_CASE("the demonstration commissions over both links and leaves PDF and JSON") {
    TemporaryFolder folder;
    const auto ended = run_program("firstlight-cli", {"demo", "--json", "--report", folder.path().string()});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == 0);
    const auto runs = json::parse(ended.out).at("runs");
    REQUIRE(runs.size() == 2);
    CHECK(runs[0].at("endpoint").get<std::string>().starts_with("tcp:"));
    CHECK(runs[1].at("endpoint").get<std::string>().starts_with("rtu:"));
    for (const auto& run : runs) {
        CHECK(read_text(run.at("pdf").get<std::string>()).starts_with("%PDF-"));
        const auto report = json::parse(read_text(run.at("json").get<std::string>()));
        CHECK(report.at("checks").size() == run.at("checks").size());
        const auto& counts = run.at("counts");
        CHECK(counts.value("passed", 0) > 5);
        CHECK(counts.value("failed", 0) == 0);
    }
}
