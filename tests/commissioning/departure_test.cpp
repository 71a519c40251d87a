#include "commissioning/departure.h"

#include "tests/store/temporary_folder.h"

#include <algorithm>
#include <fstream>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::commissioning {
namespace {

const std::filesystem::path shipped = std::filesystem::path(FIRSTLIGHT_SOURCE_DIR) / "data";

const std::filesystem::path locale = std::filesystem::path(FIRSTLIGHT_BINARY_DIR) / "data/locale";

struct Ready {
    Laptop laptop;
    Plan plan;
    Preparation preparation;

    Ready() {
        laptop.profiles = 6;
        laptop.rule_sets = {"generic"};
        laptop.serial = {true, "dialout"};
        plan.site.customer = "Maier";
        plan.site.address = "Lindenweg 4";
        plan.rule_set = "generic";
        preparation.expected = {{"inverter", "CMU1", 1}};
        preparation.approved.export_kw = 4.6;
    }

    /// Titles of what is not in order.
    std::vector<std::string> missing() const {
        std::vector<std::string> titles;
        for (const auto& item : ready_to_leave(laptop, plan, preparation)) {
            CHECK_FALSE(item.reason.empty());
            CHECK(item.ok == item.next_step.empty());
            if (!item.ok) titles.push_back(item.title);
        }
        return titles;
    }
};

using Titles = std::vector<std::string>;

TEST_CASE("a prepared visit on a good laptop is ready to leave") {
    CHECK(Ready().missing().empty());
}

TEST_CASE("whatever is missing is said with its next step") {
    Ready ready;
    SECTION("broken profiles") {
        ready.laptop.profiles_fault = "plant.json:3: broken";
        CHECK(ready.missing() == Titles{"Device profiles"});
    }
    SECTION("a rule set that is not there") {
        ready.plan.rule_set = "mars";
        CHECK(ready.missing() == Titles{"Rule set"});
    }
    SECTION("a language that is not there") {
        ready.laptop.language = "de";
        CHECK(ready.missing() == Titles{"Language"});
        ready.laptop.languages = {"de"};
        CHECK(ready.missing().empty());
    }
    SECTION("no permission for serial ports") {
        ready.laptop.serial.allowed = false;
        CHECK(ready.missing() == Titles{"RS485 adapter"});
    }
    SECTION("no address") {
        ready.plan.site.address.clear();
        CHECK(ready.missing() == Titles{"Customer and site"});
    }
    SECTION("nothing expected, nothing approved") {
        ready.preparation = {};
        CHECK(ready.missing() == Titles{"Expected devices", "Approved limits"});
    }
    SECTION("a planned limit above the approved one") {
        ready.plan.settings = {{"plant", "grid_max_export_power", "5.0", "", 0}};
        CHECK(ready.missing() == Titles{"Approved limits"});
        ready.plan.settings[0].value = "4.6";
        CHECK(ready.missing().empty());
    }
    SECTION("a secret that the plan names and nobody kept here") {
        ready.laptop.missing_secrets = {"depot"};
        CHECK(ready.missing() == Titles{"Passwords and cards"});
    }
    SECTION("a secret store that is locked") {
        ready.laptop.secrets_fault = "The secret store is locked.";
        CHECK(ready.missing() == Titles{"Passwords and cards"});
    }
    SECTION("a document that is not here") {
        ready.laptop.missing_documents = {"Approval"};
        CHECK(ready.missing() == Titles{"Documents"});
    }
}

TEST_CASE("a laptop is looked at as it is") {
    tests::TemporaryFolder user;
    Preparation preparation;
    Plan plan;
    plan.settings = {{"ac charger 2", "ocpp_password", "", "", 0, "depot"},
                     {"ac charger 3", "ocpp_password", "", "", 0, "yard"}};
    const auto entries = [] { return std::vector<std::string>{"yard"}; };
    preparation.documents = {{"there", shipped / "usb_adapters.json"}, {"not there", user.path() / "x.pdf"}};
    auto laptop = look_at_laptop(shipped, user.path(), locale, "system", plan, preparation, entries);
    CHECK(laptop.profiles >= 6);
    CHECK(laptop.profiles_fault.empty());
    CHECK(std::ranges::find(laptop.languages, "de") != laptop.languages.end());
    CHECK(std::ranges::find(laptop.rule_sets, "generic") != laptop.rule_sets.end());
    CHECK(laptop.missing_documents == Titles{"not there"});
    CHECK(laptop.missing_secrets == Titles{"depot"});

    std::filesystem::create_directories(user.path() / "profiles");
    std::ofstream(user.path() / "profiles" / "broken.json") << "{";
    std::filesystem::create_directories(user.path() / "rule_sets");
    std::ofstream(user.path() / "rule_sets" / "broken.json") << "{";
    laptop = look_at_laptop(shipped, user.path(), locale, "system", plan, preparation, entries);
    CHECK(laptop.profiles_fault.find("broken.json") != std::string::npos);
    CHECK(laptop.rule_sets_fault.find("broken.json") != std::string::npos);
}

}  // namespace
}  // namespace firstlight::commissioning
