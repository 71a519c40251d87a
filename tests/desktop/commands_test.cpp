// Commands of a station in the window: asked, reviewed, carried out.
#include "tests/desktop/journey.h"
#include "tests/desktop/opened_window.h"
#include "tests/desktop/settings_pages.h"

#include <catch2/catch_test_macros.hpp>
#include <wx/textctrl.h>

using namespace firstlight;
using namespace firstlight::tests;

TEST_CASE("the clock is set by this computer's, and the review says to what") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    wait_until("the page is there", [&] { return has_control(*window, L"Set the clock\u2026"); });
    bool refused = false, reviewed = false;
    Answers answers({[&](wxDialog& dialog) {
                         find_control<wxTextCtrl>(dialog, "Time (UTC)").SetValue("22");
                         press_ok(dialog);
                         refused = shows_text(dialog, "2026-11-23 10:42");
                     },
                     [](wxDialog& dialog) {
                         find_control<wxTextCtrl>(dialog, "Time (UTC)").SetValue("now");
                         press_ok(dialog);
                     },
                     [&](wxDialog& dialog) {
                         reviewed = shows_text(dialog, "Set the clock: Time (UTC) 20");
                         press_ok(dialog);
                     }});
    push(find_control(*window, L"Set the clock\u2026"));
    CHECK(refused);
    CHECK(reviewed);
    wait_until("the outcome is told", [&] { return shows_text(*window, "Plant, Set the clock: effect seen"); });
    const auto changes = changes_of(window);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].point == "set_clock");
    CHECK(changes[0].wanted.find("UTC") != std::string::npos);
}
