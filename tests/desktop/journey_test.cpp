// From the first connection to the report, over both kinds of link, and with the link cut in the middle of a write.
#include "simulator/virtual_station.h"
#include "tests/desktop/wizard_walk.h"
#include "transport/modbus_server.h"

#include <atomic>
#include <iostream>

#include <catch2/catch_test_macros.hpp>
#include <wx/textctrl.h>

using namespace firstlight;
using namespace firstlight::tests;
using Phase = ui::Connection::Phase;

namespace {

/// A healthy house that answers outside the window.
class House {
  public:
    explicit House(const station::ProfileSet& profiles, bool rtu)
        : station_(profiles,
                   simulator::load_scenario(FIRSTLIGHT_SOURCE_DIR "/data/scenarios/healthy_house.json", profiles)) {
        transport::SerialServerOptions line;
        line.settings.baud = 115200;
        server_ = rtu ? transport::serve_pty(runtime_, "", line, station_.handler())
                      : transport::serve_tcp(runtime_, "127.0.0.1", 0, station_.handler());
        station_.on_transaction([this](std::uint64_t) {
            if (until_cut_ > 0 && --until_cut_ == 0) runtime_.post([this] { server_->interrupt(); });
        });
        runtime_.start_thread();
    }
    ~House() { runtime_.stop(); }

    transport::Endpoint endpoint() const { return server_->endpoint(); }
    /// The link is pulled while the n-th transaction from now is answered.
    void cut_at(int transaction) { until_cut_ = transaction; }
    void resume() {
        runtime_.post([this] { server_->resume(); });
    }

  private:
    simulator::VirtualStation station_;
    transport::Runtime runtime_;
    std::unique_ptr<transport::ModbusServer> server_;
    std::atomic<int> until_cut_ = 0;
};

void type_limit(OpenedWindow& window, const wizards::WizardPanel& wizard) {
    if (wizard.step().id() == "limits") find_control<wxTextCtrl>(*window, "Grid export limit (kW)").SetValue("5");
}

void look_again_soon(OpenedWindow& window, double seconds_between_requests) {
    auto preferences = window.workspace().preferences();
    preferences.seconds_between_requests = seconds_between_requests;
    preferences.seconds_to_second_look = 1;
    window.workspace().set_preferences(preferences);
}

std::vector<station::Change> changes_of(OpenedWindow& window) {
    std::vector<station::Change> changes;
    for (auto& [row, change] : window.workspace().store().load(window.workspace().visit()).changes)
        changes.push_back(std::move(change));
    return changes;
}

}  // namespace

TEST_CASE("over RS485, at the maker's pace, twelve pages lead to the report") {
    OpenedWindow window;
    look_again_soon(window, 1);
    const House house(window.workspace().profiles(), true);
    const auto began = std::chrono::steady_clock::now();
    window->connect(house.endpoint());
    window.wait_for(Phase::live);
    window.activate();
    int pages = 0;
    walk_commissioning(window, [&](const wizards::WizardPanel& wizard) {
        ++pages;
        type_limit(window, wizard);
    });
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::cout << "A healthy house over RS485 at one request per second: " << pages << " pages, 3 typed fields, "
              << took.count() << " s from the connection to the report\n";
    CHECK(pages <= 12);
    const auto changes = changes_of(window);
    REQUIRE(changes.size() == 1);
    CHECK(changes.front().result == station::WriteResult::proven);
    const auto& visit = window.workspace().visit();
    CHECK(std::filesystem::file_size(window.workspace().folders().user / "reports" / (visit + ".pdf")) > 10'000);
    CHECK(std::filesystem::exists(window.workspace().folders().user / "reports" / (visit + ".json")));
}

TEST_CASE("a link pulled in the middle of a run is told, comes back, and the run is done again") {
    OpenedWindow window;
    look_again_soon(window, 0);
    House house(window.workspace().profiles(), false);
    window->connect(house.endpoint());
    window.wait_for(Phase::live);
    window.activate();
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
    window.wait_for(Phase::live);
    push(find_control(*window, "Run again"));
    wait_until("the second run ends", [&] { return wizard->step().why_not_next().empty(); });
    const auto changes = changes_of(window);
    REQUIRE_FALSE(changes.empty());
    CHECK(changes.back().result == station::WriteResult::proven);
}
