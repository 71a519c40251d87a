#include "commissioning/preparation.h"

#include "commissioning/delivery_list.h"
#include "formats/strict_json.h"
#include "tests/station/shipped_profiles.h"
#include "tests/store/temporary_folder.h"

#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

namespace firstlight::commissioning {
namespace {

std::vector<ExpectedDevice> list_from(const std::string& text) {
    return parse_delivery_list(text, "list.csv", tests::shipped_profiles());
}

TEST_CASE("a delivery list gives serial numbers and counts, as spreadsheets write it") {
    const std::vector<ExpectedDevice> wanted{{"inverter", "CMU1", 1}, {"ac_charger", "", 2}, {"battery", "BAT,1", 1}};
    CHECK(list_from("device,serial,count\ninverter,CMU1,\nAC charger,,2\nbattery,\"BAT,1\",\n") == wanted);
    CHECK(list_from("\xEF\xBB\xBFSerial;Article;Device;Count\r\nCMU1;x;Inverter;1\r\n\r\n;y;ac_charger;2\r\n"
                    "# remark\r\nBAT,1;z;Battery;\r\n")
          == wanted);
    CHECK(list_from("device\tserial\ninverter\tCMU1") == std::vector<ExpectedDevice>{{"inverter", "CMU1", 1}});
}

struct BadList {
    const char* text;
    std::size_t line;
    const char* reason;
};

const std::vector<BadList> bad_lists{
    {"", 0, "empty"},
    {"serial\nA", 1, "\"device\""},
    {"device,colour\n", 1, "\"serial\""},
    {"device,serial,serial\n", 1, "twice"},
    {"device,serial\n\ninverter,A\ntoaster,B\n", 4, "toaster"},
    {"device,serial\ninverter,A\n,B\n", 3, "missing"},
    {"device,serial\ninverter,A\ninverter,A\n", 3, "line 2"},
    {"device,count\ninverter,two\n", 2, "two"},
    {"device,count\ninverter,0\n", 2, "1 to 1000"},
    {"device,serial,count\ninverter,A,2\n", 2, "one device"},
    {"device,serial\ninverter,\"A\n", 2, "quotation"},
};

TEST_CASE("a delivery list with a mistake is refused with line and reason") {
    const auto& bad = bad_lists.at(GENERATE(range(std::size_t{0}, bad_lists.size())));
    INFO(bad.text);
    try {
        list_from(bad.text);
        FAIL("was accepted");
    } catch (const formats::FileError& error) {
        INFO(error.what());
        CHECK(error.line() == bad.line);
        CHECK(error.reason().find(bad.reason) != std::string::npos);
    }
    CHECK_THROWS_AS(load_delivery_list("no_such_list.csv", tests::shipped_profiles()), formats::FileError);
}

TEST_CASE("a preparation comes back as it was saved") {
    tests::TemporaryFolder folder;
    Preparation preparation;
    preparation.expected = {{"inverter", "CMU1", 1}, {"ac_charger", "", 2}};
    preparation.approved = {4.6, std::nullopt};
    preparation.documents = {{"Netzzusage", "approvals/größe.pdf"}};
    save_preparation(preparation, folder.path() / "drafts", "20261123-104207-3F2A");
    CHECK(load_preparation(folder.path() / "drafts", "20261123-104207-3F2A") == preparation);
    CHECK(load_preparation(folder.path() / "drafts", "20261123-104207-0000") == Preparation{});
    CHECK(serials_of(preparation) == std::vector<std::string>{"CMU1"});
}

TEST_CASE("a document goes only when the list without it is kept") {
    tests::TemporaryFolder folder;
    const auto drafts = folder.path() / "drafts";
    const auto approval = folder.path() / "approval.pdf", huge = folder.path() / "huge.pdf";
    std::ofstream(approval) << "approved: 5 kW";
    std::ofstream(huge) << "x";
    std::filesystem::resize_file(huge, 200'000'001);
    save_preparation({.expected = {}, .approved = {}, .documents = {{"Approval", approval}}}, drafts, "x");
    const auto kept = load_preparation(drafts, "x");
    REQUIRE(kept.documents.size() == 1);
    std::filesystem::remove(approval);

    CHECK_THROWS_AS(save_preparation({.expected = {}, .approved = {}, .documents = {{"Plan", huge}}}, drafts, "x"),
                    formats::FileError);
    CHECK(load_preparation(drafts, "x") == kept);
    CHECK(std::filesystem::is_regular_file(kept.documents[0].file));

    const auto list = drafts / "x.preparation.json";
    std::filesystem::remove(list);
    std::filesystem::create_directories(list / "in the way");
    CHECK_THROWS_AS(save_preparation({}, drafts, "x"), std::system_error);
    CHECK(std::filesystem::is_regular_file(kept.documents[0].file));
    std::filesystem::remove_all(list);
    save_preparation({}, drafts, "x");
    CHECK_FALSE(std::filesystem::exists(kept.documents[0].file));
}

TEST_CASE("a spoilt preparation is refused with its line") {
    tests::TemporaryFolder folder;
    std::ofstream(folder.path() / "x.preparation.json") << "{\"approved\": {\n\"export_kw\": -1}}";
    try {
        load_preparation(folder.path(), "x");
        FAIL("was accepted");
    } catch (const formats::FileError& error) {
        CHECK(error.line() == 2);
    }
}

TEST_CASE("expected devices are counted by family; what the station does not tell is not counted as missing") {
    const std::vector<DeviceRecord> found{{"inverter 1", "inverter", "", "A", "", "", 1},
                                          {"inverter 2", "inverter", "", "B", "", "", 2}};
    CHECK(count_expected({{"inverter", "A", 1}, {"battery", "", 3}, {"inverter", "", 2}, {"ac_charger", "", 1}}, found)
          == std::vector<CountRow>{{"inverter", 3, 2}, {"battery", 3, std::nullopt}, {"ac_charger", 1, 0}});
}

}  // namespace
}  // namespace firstlight::commissioning
