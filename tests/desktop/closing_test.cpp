// The window may be closed at any moment: everything behind it ends before the workspace is gone.
#include "tests/desktop/opened_window.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using Phase = ui::Connection::Phase;

TEST_CASE("closing the window before anything was opened ends cleanly") {
    OpenedWindow window;
    window.close();
}

TEST_CASE("closing the window while the connection opens ends cleanly") {
    OpenedWindow window;
    window->open_demo("healthy_house");
    REQUIRE(window.workspace().connection().phase() == Phase::opening);
    window.close();
    CHECK(window.workspace().connection().phase() == Phase::none);
}

TEST_CASE("closing the window while devices are looked for ends cleanly") {
    OpenedWindow window;
    window.open_demo("modbus_switched_off", Phase::finding);
    window.close();
    CHECK(window.workspace().connection().phase() == Phase::none);
}

TEST_CASE("closing the window on any place ends cleanly") {
    for (std::size_t place = 0;; ++place) {
        OpenedWindow window;
        if (place == window->places()) break;
        window.open_demo("healthy_house", Phase::finding);
        window->show(place);
        pump();
        window.close();
    }
}

TEST_CASE("closing the window while a live station is read ends cleanly") {
    OpenedWindow window;
    window.open_demo();
    for (std::size_t place = 0; place < window->places(); ++place) window->show(place);
    window.close();
}

TEST_CASE("closing the window while the connection is lost ends cleanly") {
    OpenedWindow window;
    window.open_demo();
    window->demo()->interrupt();
    window.wait_for(Phase::lost);
    window.close();
}

TEST_CASE("closing the window while a silent charger holds the line ends cleanly") {
    OpenedWindow window;
    window.open_demo("stalling_charger", Phase::finding);
    window.close();
}

TEST_CASE("Ctrl+Q closes the window") {
    OpenedWindow window;
    window.activate();
    wxWeakRef<app::desktop::MainWindow> open(&*window);
    press('Q', wxMOD_CONTROL);
    wait_until("the window is gone", [&] { return !open; });
}

TEST_CASE("opening one demo station over the other again and again ends cleanly") {
    OpenedWindow window;
    for (const char* scenario : {"healthy_house", "charger_only", "modbus_switched_off", "healthy_house"}) {
        window->open_demo(scenario);
        pump();
    }
    window.wait_for(Phase::finding);
}
