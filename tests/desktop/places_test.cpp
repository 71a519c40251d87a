// Every place of the window: reached by keyboard, told by name.
#include "tests/desktop/accessible_names.h"
#include "tests/desktop/opened_window.h"

#include <set>

#include <catch2/catch_test_macros.hpp>
#include <wx/textctrl.h>

using namespace firstlight;
using namespace firstlight::tests;

TEST_CASE("Ctrl and a digit reach every place") {
    OpenedWindow window;
    window.activate();
    REQUIRE(window->places() >= 4);
    REQUIRE(window->places() <= 9);
    for (std::size_t place = 0; place < window->places(); ++place) {
        press(static_cast<int>('1' + place), wxMOD_CONTROL);
        wait_until("the place is in sight", [&] { return window->page(place).IsShownOnScreen(); });
        for (std::size_t other = 0; other < window->places(); ++other)
            CHECK(window->page(other).IsShownOnScreen() == (other == place));
    }
}

TEST_CASE("the first place opens by itself when the window is painted") {
    OpenedWindow window;
    CHECK(has_control(*window, "Search visits"));
}

TEST_CASE("a place that is shown before the first paint stays in sight") {
    const TemporaryFolder home;
    ui::Workspace workspace(folders_below(home));
    auto* window = new app::desktop::MainWindow(workspace);
    bool begun = false;
    window->begin_with([&] { begun = true; });
    window->show(window->places() - 1);
    window->Show();
    wait_until("the place is in sight", [&] { return window->page(window->places() - 1).IsShownOnScreen(); });
    for (int turn = 0; turn < 20; ++turn) pump();
    CHECK_FALSE(begun);
    window->Destroy();
    pump();
}

TEST_CASE("every place has a name of its own") {
    OpenedWindow window;
    std::set<wxString> names;
    for (std::size_t place = 0; place < window->places(); ++place) {
        CHECK(!window->page(place).GetName().empty());
        names.insert(window->page(place).GetName());
    }
    CHECK(names.size() == window->places());
}

TEST_CASE("a screen reader can name every control of every place, connected or not") {
    OpenedWindow window;
    const auto walk = [&] {
        for (std::size_t place = 0; place < window->places(); ++place) {
            window->show(place);
            pump();
            INFO(window->page(place).GetName().utf8_string());
            CHECK(unnamed_controls(*window) == std::vector<std::string>());
        }
    };
    walk();
    window.open_demo();
    walk();
}

TEST_CASE("the walk sees a control without a name") {
    OpenedWindow window;
    auto* unnamed = new wxTextCtrl(&window->page(0), wxID_ANY);
    CHECK(unnamed_controls(window->page(0)).size() == 1);
    unnamed->Destroy();
}

TEST_CASE("a narrow window keeps its places, folded to icons that still have names") {
    OpenedWindow window;
    window->SetClientSize(1000, 640);
    pump();
    CHECK(unnamed_controls(*window) == std::vector<std::string>());
}
