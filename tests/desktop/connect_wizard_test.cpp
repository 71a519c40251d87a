#include "tests/desktop/accessible_names.h"
#include "tests/desktop/wizard_walk.h"

#include <catch2/catch_test_macros.hpp>
#include <wx/textctrl.h>

using namespace firstlight;
using namespace firstlight::tests;
using Phase = OpenedWindow::Phase;

namespace {

/// A station of its own on the loopback network, and the wizard at the page that asks for its address.
struct NetworkPage {
    explicit NetworkPage(const std::string& scenario)
        : station(window.workspace().profiles(), FIRSTLIGHT_SOURCE_DIR "/data/scenarios/" + scenario + ".json") {
        auto preferences = window.workspace().preferences();
        preferences.seconds_between_requests = 0;
        window.workspace().set_preferences(preferences);
        window.activate();
        window->open_connect();
        choose_way(window, "Over the station's hotspot or the network");
    }

    wizards::WizardPanel& wizard() { return *window->connect_page().wizard(); }
    void type_address() {
        const auto endpoint = std::get<transport::TcpEndpoint>(station.endpoint());
        find_control<wxTextCtrl>(wizard(), "Address or name").SetValue(endpoint.host);
        find_control<wxTextCtrl>(wizard(), "Port").SetValue(std::to_string(endpoint.port));
    }
    void wait_for_page(const std::string& id) {
        wait_until("the page " + id, [&] { return wizard().step().id() == id; });
    }

    OpenedWindow window;
    app::desktop::DemoStation station;
};

}  // namespace

TEST_CASE("the Connect wizard leads to the demo station on pages whose controls all have names") {
    OpenedWindow window;
    window.activate();
    std::vector<std::string> pages;
    walk_connecting(window, [&](const wizards::WizardPanel& wizard) {
        pages.push_back(wizard.step().id());
        INFO(pages.back());
        CHECK(unnamed_controls(*window) == std::vector<std::string>());
    });
    CHECK(
        pages
        == std::vector<std::string>{"way", "cable", "network", "dial_in", "line_settings", "modbus", "demo", "found"});
    window->connect_page().wizard()->next();
    CHECK(window->page(1).IsShownOnScreen());
    CHECK(window.workspace().preferences().recent_endpoints.empty());
}

TEST_CASE("a station found over the network is remembered and offered the next time") {
    NetworkPage page("healthy_house");
    CHECK_FALSE(page.wizard().step().why_not_next().empty());
    page.type_address();
    CHECK(page.wizard().step().why_not_next().empty());
    page.wizard().next();
    page.window.wait_for(Phase::live);
    wait_until("Finish is offered", [&] { return page.wizard().step().why_not_next().empty(); });
    page.wizard().next();
    const auto endpoint = transport::to_string(page.station.endpoint());
    CHECK(page.window.workspace().preferences().recent_endpoints == std::vector{endpoint});

    page.window->open_connect();
    push(find_control(page.wizard(), commissioning::in_words(page.station.endpoint())));
    page.wait_for_page("found");
    page.window.wait_for(Phase::live);
}

TEST_CASE("where Modbus is silent the steps in the maker's app are shown, and the test can be repeated") {
    NetworkPage page("modbus_switched_off");
    page.type_address();
    page.wizard().next();
    page.wait_for_page("modbus");
    CHECK(page.window.workspace().connection().phase() == Phase::failed);
    CHECK(unnamed_controls(*page.window) == std::vector<std::string>());
    CHECK(page.wizard().step().next_label().Contains("Test again"));
    page.wizard().next();
    CHECK(page.wizard().step().id() == "found");
    CHECK_FALSE(page.window.workspace().connection().phase() == Phase::failed);
    page.wizard().back();  // nobody waits for an answer any more
    CHECK(page.window.workspace().connection().phase() == Phase::none);
    CHECK(page.wizard().step().id() == "network");
    CHECK_FALSE(find_control<wxTextCtrl>(page.wizard(), "Address or name").GetValue().empty());
}

TEST_CASE("the wizard may be closed at any page, and the window while it searches") {
    OpenedWindow window;
    window.show("Devices");
    window->open_connect();
    window->connect_page().wizard()->close();
    CHECK(window->page(2).IsShownOnScreen());
    window->open_connect();
    choose_way(window, "The station dials in");
    find_control<wxTextCtrl>(*window->connect_page().wizard(), "Listen at").SetValue("127.0.0.1");
    find_control<wxTextCtrl>(*window->connect_page().wizard(), "Port").SetValue("0");
    CHECK_FALSE(window->connect_page().wizard()->step().why_not_next().empty());
    find_control<wxTextCtrl>(*window->connect_page().wizard(), "Port").SetValue("15029");
    window->connect_page().wizard()->next();
    window.wait_for(Phase::opening);
    window.close();
}
