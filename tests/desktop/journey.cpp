#include "tests/desktop/journey.h"

#include <filesystem>
#include <utility>

#include <catch2/catch_test_macros.hpp>
#include <wx/textctrl.h>

namespace firstlight::tests {

House::House(const station::ProfileSet& profiles, Line line)
    : station_(profiles,
               simulator::load_scenario(FIRSTLIGHT_SOURCE_DIR "/data/scenarios/healthy_house.json", profiles)) {
    transport::SerialServerOptions wire;
    wire.settings.baud = 115200;
    server_ = line == Line::pty ? transport::serve_pty(runtime_, "", wire, station_.handler())
                                : transport::serve_tcp(runtime_, "127.0.0.1", 0, station_.handler());
    station_.on_transaction([this](std::uint64_t) {
        if (until_cut_ > 0 && --until_cut_ == 0) runtime_.post([this] { server_->interrupt(); });
    });
    runtime_.start_thread();
}

House::~House() {
    runtime_.stop();
}

void House::resume() {
    runtime_.post([this] { server_->resume(); });
}

void set_pace(OpenedWindow& window, double seconds_between_requests) {
    auto preferences = window.workspace().preferences();
    preferences.seconds_between_requests = seconds_between_requests;
    preferences.seconds_to_second_look = 1;
    window.workspace().set_preferences(preferences);
}

void connect(OpenedWindow& window, const House& house) {
    window->connect(house.endpoint());
    window.wait_for(OpenedWindow::Phase::live);
    window.activate();
}

void type_limit(OpenedWindow& window, const wizards::WizardPanel& wizard) {
    if (wizard.step().id() == "limits") find_control<wxTextCtrl>(*window, "Grid export limit (kW)").SetValue("5");
}

int commission(OpenedWindow& window) {
    int pages = 0;
    walk_commissioning(window, [&](const wizards::WizardPanel& wizard) {
        ++pages;
        type_limit(window, wizard);
    });
    return pages;
}

std::vector<station::Change> changes_of(OpenedWindow& window) {
    std::vector<station::Change> changes;
    for (auto& [row, change] : window.workspace().store().load(window.workspace().visit()).changes)
        changes.push_back(std::move(change));
    return changes;
}

void check_what_is_left(OpenedWindow& window) {
    const auto changes = changes_of(window);
    REQUIRE(changes.size() == 1);
    CHECK(changes.front().result == station::WriteResult::proven);
    const auto report = window.workspace().folders().user / "reports" / window.workspace().visit();
    CHECK(std::filesystem::file_size(report.string() + ".pdf") > 10'000);
    CHECK(std::filesystem::exists(report.string() + ".json"));
}

}  // namespace firstlight::tests
