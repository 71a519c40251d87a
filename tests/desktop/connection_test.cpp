// What the window says while the station comes, goes and comes back.
#include "tests/desktop/opened_window.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using Phase = ui::Connection::Phase;

namespace {

constexpr std::size_t devices_page = 2;
const char* serial = "CMU123A45AA001";

}  // namespace

TEST_CASE("the demo station is connected, says who it is, and is let go") {
    OpenedWindow window;
    CHECK(shows_text(*window, "Not connected"));
    window.open_demo();
    CHECK(shows_text(*window, serial));
    CHECK(window.workspace().connection().discovery()->devices.size() == 4);
    window.activate();
    push(find_control(*window, "Disconnect"));
    window.wait_for(Phase::none);
    CHECK(shows_text(*window, "Not connected"));
    CHECK(window.workspace().connection().discovery() == nullptr);
}

TEST_CASE("a lost connection is told and comes back by itself, with fresh readings") {
    OpenedWindow window;
    window.open_demo();
    window->show(devices_page);
    auto& connection = window.workspace().connection();
    const auto age = [&] {
        const auto* reading = connection.reading("plant", "grid_status");
        return reading && reading->good() ? reading->at : std::chrono::system_clock::time_point();
    };
    wait_until("the plant is read", [&] { return age() != std::chrono::system_clock::time_point(); });

    window->demo()->interrupt();
    window.wait_for(Phase::lost);
    CHECK(shows_text(*window, "Connection lost"));
    CHECK(connection.discovery() != nullptr);
    const auto before = age();

    window->demo()->resume();
    window.wait_for(Phase::live);
    CHECK(shows_text(*window, serial));
    wait_until("the plant is read again", [&] { return age() > before; });
}

TEST_CASE("a station that takes connections and answers nothing is no station") {
    OpenedWindow window;
    window.open_demo("modbus_switched_off", Phase::failed);
    CHECK(shows_text(*window, "No connection"));
    CHECK(window.workspace().connection().discovery() == nullptr);
}
