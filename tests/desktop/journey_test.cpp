// From the first connection to the report, over both kinds of link, and with the link cut in the middle of a write.
#include "commissioning/drafts.h"
#include "commissioning/new_visit.h"
#include "commissioning/visit_template.h"
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
        server_ = rtu ? transport::serve_pty(runtime_, "", {}, station_.handler())
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

/// What the person at the laptop has to do.
struct Effort {
    std::vector<std::string> pages;
    int fields = 0;

    void turn(const wizards::WizardPanel& wizard) { pages.push_back(wizard.step().id()); }
    void type(wxWindow& page, const wxString& field, const std::string& text) {
        ++fields;
        find_control<wxTextCtrl>(page, field).SetValue(text);
    }
};

void connect_by_cable(OpenedWindow& window, const transport::Endpoint& endpoint, Effort& effort) {
    window->open_connect();
    auto& wizard = *window->connect_page().wizard();
    effort.turn(wizard);
    choose_way(window, "With a cable");
    effort.type(wizard, "Port", std::get<transport::RtuEndpoint>(endpoint).port);
    for (const std::string page : {"cable", "line_settings", "found"}) {
        REQUIRE(wizard.step().id() == page);
        wait_until(page + " lets go on", [&] { return wizard.step().why_not_next().empty(); });
        effort.turn(wizard);
        wizard.next();
    }
}

/// The visit of the next house, with the installer and the limits of the one before.
void begin_from_template(OpenedWindow& window) {
    auto& workspace = window.workspace();
    const auto drafts = workspace.places().drafts;
    const auto before = commissioning::begin_visit(workspace.store(), "commissioning", "test",
                                                   {"Ada Berger", "", "installer", "", "", ""});
    auto plan = commissioning::first_plan(before);
    plan.settings = {{"plant", "grid_max_export_power", "5", {}, 0}, {"plant", "ess_backup_soc", "20", {}, 0}};
    commissioning::save_draft(drafts, before.id, plan, workspace.profiles());
    const auto next =
        commissioning::duplicate_visit(workspace.store(), drafts, workspace.profiles(), before.id, "test");
    workspace.open_visit(next.id);
}

std::vector<station::Change> changes_of(OpenedWindow& window) {
    std::vector<station::Change> changes;
    for (auto& [row, change] : window.workspace().store().load(window.workspace().visit()).changes)
        changes.push_back(std::move(change));
    return changes;
}

}  // namespace

TEST_CASE("with a template a healthy house takes twelve pages and ten fields from the cable to the PDF") {
    OpenedWindow window;
    const House house(window.workspace().profiles(), true);
    begin_from_template(window);
    window.activate();
    const auto began = std::chrono::steady_clock::now();
    Effort effort;
    connect_by_cable(window, house.endpoint(), effort);
    const auto wizard = begin_commissioning(window);
    effort.type(*wizard, "Customer", "Maier");
    effort.type(*wizard, "Street and number", "Lindenweg 4");
    effort.type(*wizard, "Postcode", "89073");
    effort.type(*wizard, "Town", "Ulm");
    walk_to_end(wizard, [&](const wizards::WizardPanel& shown) { effort.turn(shown); });
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::cout << "A healthy house with a template, over RS485 at one request per second, from the cable to the PDF: "
              << effort.pages.size() << " pages, " << effort.fields << " typed fields, " << took.count()
              << " s of tool time\n";
    CHECK(effort.pages.size() <= 12);
    CHECK(effort.fields <= 10);
    const auto changes = changes_of(window);
    REQUIRE(changes.size() == 2);
    for (const auto& change : changes) CHECK(change.result == station::WriteResult::proven);
    const auto& visit = window.workspace().visit();
    CHECK(window.workspace().store().load(visit).closed);
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
