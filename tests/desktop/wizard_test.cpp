#include "tests/desktop/accessible_names.h"
#include "tests/desktop/wizard_walk.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;

TEST_CASE("the wizard commissions the demo station on pages whose controls all have names") {
    OpenedWindow window;
    window.open_demo();
    window.activate();
    std::vector<std::string> pages;
    walk_commissioning(window, [&](const wizards::WizardPanel& wizard) {
        pages.push_back(wizard.step().id());
        INFO(pages.back());
        CHECK(unnamed_controls(*window) == std::vector<std::string>());
    });
    CHECK(pages.size() >= 10);
    CHECK(pages.front() == "site");
    CHECK(pages.back() == "report");
    const auto visit = window.workspace().store().load(window.workspace().visit());
    CHECK(visit.site.customer == "Maier");
    CHECK_FALSE(visit.checks.empty());
    CHECK(visit.closed.has_value());
}
