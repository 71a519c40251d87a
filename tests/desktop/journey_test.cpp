// From the first connection to the report over the network, and with the link cut in the middle of a write.
#include "tests/desktop/journey.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;

TEST_CASE("over TCP the wizard leads from the connection to the report") {
    OpenedWindow window;
    set_pace(window, 0);
    const House house(window.workspace().profiles(), House::Line::tcp);
    connect(window, house);
    commission(window);
    check_what_is_left(window);
}

TEST_CASE("a link pulled in the middle of a run is told, comes back, and the run is done again") {
    OpenedWindow window;
    set_pace(window, 0);
    House house(window.workspace().profiles(), House::Line::tcp);
    connect(window, house);
    const auto wizard = open_commissioning(window);
    while (wizard->step().id() != "review") {
        const auto page = wizard->step().id();
        wait_until(page + " lets go on", [&] { return wizard->step().why_not_next().empty(); });
        type_limit(window, *wizard);
        wizard->next();
    }
    house.cut_at(3);
    wizard->next();
    REQUIRE(wizard->step().id() == "run");
    wait_until("the run says that it broke off", [&] { return shows_text(*window, "Run again"); });
    CHECK_FALSE(wizard->step().why_not_next().empty());

    house.resume();
    window.wait_for(OpenedWindow::Phase::live);
    push(find_control(*window, "Run again"));
    wait_until("the second run ends", [&] { return wizard->step().why_not_next().empty(); });
    const auto changes = changes_of(window);
    REQUIRE_FALSE(changes.empty());
    CHECK(changes.back().result == station::WriteResult::proven);
}
