#include "commissioning/plan_secrets.h"

#include "commissioning/drafts.h"
#include "formats/strict_json.h"
#include "station/errors.h"
#include "store/secret_store.h"
#include "tests/commissioning/extended_site.h"
#include "tests/commissioning/site.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

namespace firstlight::commissioning {
namespace {

using Catch::Matchers::ContainsSubstring;
using station::WriteResult;
using tests::ExtendedSite;
using tests::TemporaryFolder;

constexpr auto password = "geheim-4711", number = "04A1B2C3D4E5F6";

Plan plan_in(const TemporaryFolder& folder, const std::string& members) {
    const auto file = folder.path() / "plan.json";
    std::ofstream(file) << "{" << members << "}";
    return load_plan(file);
}

std::string setting(const std::string& point, const std::string& value) {
    return R"("settings": [{"device": "ac charger 2", "point": ")" + point + R"(", "value": )" + value + "}]";
}

std::string card(const std::string& cells) {
    return R"("tables": [{"device": "ac charger 2", "table": "cards", "rows": [{"id": 1, "state": "active", )" + cells
           + "}]}]";
}

const std::string both = setting("ocpp_password", R"({"secret": "depot"})") + ", "
                         + card(R"("name": "Anna", "uid": {"secret": "card of Anna"})");

/// A site whose computer has both entries.
struct Site : ExtendedSite {
    Site() {
        find_secret = [](const std::string& entry) -> std::optional<std::string> {
            if (entry == "depot") return password;
            if (entry == "card of Anna") return number;
            return std::nullopt;
        };
    }
    std::string refused(const Plan& plan) {
        try {
            run(plan);
        } catch (const formats::FileError& error) {
            CHECK(error.line() > 0);
            return error.reason();
        } catch (const station::ValueNotAccepted& error) {
            return error.detail();
        }
        FAIL("was accepted");
        return {};
    }
};

std::string contents_of(const std::filesystem::path& folder) {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
}

TEST_CASE("a plan names entries of the secret store, and what they hold is found nowhere") {
    const TemporaryFolder folder;
    Site site;
    const auto visit = site.run(plan_in(folder, both));
    REQUIRE(visit.changes.size() == 2);
    CHECK(visit.changes[0].second.result == WriteResult::sent);
    CHECK(visit.changes[1].second.result == WriteResult::proven);
    const auto rows = site.rows("ac charger 2", "cards").rows;
    REQUIRE(rows.size() == 1);
    CHECK(rows[0][4] == station::Value(std::string("E5F6")));

    std::string said;
    for (const auto& step : site.steps) said += step.text;
    for (const auto& text : {said, contents_of(site.folder())}) {
        REQUIRE_FALSE(text.empty());
        CHECK(text.find(password) == std::string::npos);
        CHECK(text.find(number) == std::string::npos);
    }
}

TEST_CASE("a card whose number is corrected is written when the visit goes on") {
    const TemporaryFolder folder;
    Site site;
    const auto plan = plan_in(folder, card(R"("name": "Anna", "uid": {"secret": "card of Anna"})"));
    const auto visit = site.run(plan);
    site.find_secret = [](const std::string&) { return std::optional<std::string>("04A1B2C3D4E5AA"); };
    CHECK(site.run(plan, visit.id).changes.size() == 2);
    CHECK(site.rows("ac charger 2", "cards").rows.at(0)[4] == station::Value(std::string("E5AA")));
}

TEST_CASE("an entry that the secret store lacks is told before the station is asked anything") {
    const TemporaryFolder folder;
    Site site;
    CHECK_THAT(site.refused(plan_in(folder, setting("ocpp_password", R"({"secret": "deppot"})"))),
               ContainsSubstring("no entry \"deppot\""));
    CHECK(site.link.log.empty());
    site.find_secret = [](const std::string&) -> std::optional<std::string> {
        throw store::SecretStoreError("it is locked");
    };
    CHECK_THROWS_AS(site.run(plan_in(folder, both)), store::SecretStoreError);
    CHECK(site.link.log.empty());
}

TEST_CASE("a secret in the clear in a plan file, and an open value named as a secret, are refused") {
    const TemporaryFolder folder;
    Site site;
    CHECK_THAT(site.refused(plan_in(folder, setting("ocpp_password", R"("geheim-4711")"))),
               ContainsSubstring("does not belong into a file"));
    CHECK(site.link.log.empty());
    CHECK_THAT(site.refused(plan_in(folder, setting("ocpp_url", R"({"secret": "depot"})"))),
               ContainsSubstring("is no secret"));
    CHECK_THAT(site.refused(plan_in(folder, card(R"("uid": "04A1B2C3", "name": "Anna")"))),
               ContainsSubstring("does not belong into a file"));
    CHECK_THAT(site.refused(plan_in(folder, card(R"("uid": {"secret": "card of Anna"}, "name": {"secret": "depot"})"))),
               ContainsSubstring("is no secret"));
    CHECK(site.link.writes() == 0);
    CHECK_THROWS_AS(plan_in(folder, setting("ocpp_password", R"({"secret": ""})")), formats::FileError);
    CHECK_THROWS_AS(plan_in(folder, setting("ocpp_password", R"({"secrets": "x"})")), formats::FileError);
}

TEST_CASE("a draft keeps which entries a plan names, not what was typed") {
    const TemporaryFolder folder;
    auto plan = plan_in(folder, both);
    plan.settings.push_back({"ac charger 2", "ocpp_password", password, "", 0});
    save_draft(folder.path(), "visit", plan, tests::shipped_profiles());
    const auto draft = load_draft(folder.path(), "visit");
    REQUIRE(draft);
    REQUIRE(draft->settings.size() == 1);
    CHECK(draft->settings[0].secret == "depot");
    REQUIRE(draft->tables.size() == 1);
    CHECK(draft->tables[0].secrets == std::vector<Cells>{{{"uid", "card of Anna"}}});
    CHECK_FALSE(draft->tables[0].rows[0].contains("uid"));
    CHECK(contents_of(folder.path()).find(password) == std::string::npos);
}

}  // namespace
}  // namespace firstlight::commissioning
