// From the cable to the report over RS485, as slowly as the maker asks, by a template. A pseudo terminal is the cable,
// and Windows has none.
#include "commissioning/drafts.h"
#include "commissioning/new_visit.h"
#include "commissioning/visit_template.h"
#include "tests/desktop/journey.h"

#include <iostream>

#include <catch2/catch_test_macros.hpp>
#include <wx/textctrl.h>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

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

}  // namespace

TEST_CASE("with a template a healthy house takes twelve pages and ten fields from the cable to the PDF") {
    OpenedWindow window;
    const House house(window.workspace().profiles(), House::Line::pty);
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
