// The checklist of the set-up: what is done, what is not and why, and the way to the page where one goes on.
#include "tests/desktop/accessible_names.h"
#include "tests/desktop/wizard_walk.h"
#include "ui/table.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

/// Chooses the area in the list and opens it; the page of the wizard that comes.
std::string open_area(OpenedWindow& window, const std::string& area) {
    dynamic_cast<ui::Table&>(*find_control(*window, "Areas").GetParent()).select(area);
    push(find_control(*window, "Open this area"));
    wait_until("the wizard opens", [&] { return wizard_of(window) != nullptr; });
    return wizard_of(window)->step().id();
}

void close_wizard(OpenedWindow& window) {
    wizard_of(window)->close();
    wait_until("the areas are judged", [&] { return shows_text(*window, "areas are done."); });
}

std::size_t changes_of(OpenedWindow& window) {
    auto& workspace = window.workspace();
    const auto visit = workspace.store().load(workspace.visit());
    return visit.changes.size() + visit.checks.size();
}

}  // namespace

TEST_CASE("each area of the checklist leads to its page, and none past the review") {
    OpenedWindow window;
    window.open_demo();
    window.activate();
    open_commissioning(window);
    close_wizard(window);
    CHECK(shows_text(*window, "1 of 8 areas are done."));
    CHECK(unnamed_controls(*window) == std::vector<std::string>());
    CHECK(open_area(window, "limits") == "limits");
    close_wizard(window);
    CHECK(open_area(window, "sign_off") == "review");
    CHECK(changes_of(window) == 0);
    close_wizard(window);
}

TEST_CASE("after the checks the results and the sign-off are open without another run") {
    OpenedWindow window;
    auto preferences = window.workspace().preferences();
    preferences.seconds_to_second_look = 0;
    window.workspace().set_preferences(preferences);
    window.open_demo();
    window.activate();
    const auto wizard = open_commissioning(window);
    while (wizard->step().id() != "results") {
        const auto page = wizard->step().id();
        wait_until(page + " lets go on", [&] { return wizard->step().why_not_next().empty(); });
        wizard->next();
        wait_until(page + " is left", [&] { return wizard->step().id() != page; });
    }
    close_wizard(window);
    const auto before = changes_of(window);
    CHECK(open_area(window, "sign_off") == "sign_off");
    CHECK(changes_of(window) == before);
    close_wizard(window);
    CHECK_FALSE(shows_text(*window, "1 of 8 areas are done."));
}
