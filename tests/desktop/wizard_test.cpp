#include "commissioning/drafts.h"
#include "commissioning/new_visit.h"
#include "tests/desktop/accessible_names.h"
#include "tests/desktop/wizard_walk.h"

#include <catch2/catch_test_macros.hpp>
#include <wx/choice.h>
#include <wx/textctrl.h>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

/// The healthy house in the wizard, with no second look to wait for.
struct OpenedWizard {
    OpenedWindow window;
    wxWeakRef<wizards::WizardPanel> wizard;

    OpenedWizard() {
        auto preferences = window.workspace().preferences();
        preferences.seconds_to_second_look = 0;
        window.workspace().set_preferences(preferences);
        window.open_demo();
        window.activate();
        wizard = open_commissioning(window);
    }
    void next() {
        const auto page = wizard->step().id();
        wait_until(page + " lets go on", [&] { return wizard->step().why_not_next().empty(); });
        wizard->next();
        wait_until(page + " is left", [&] { return wizard->step().id() != page; });
    }
    void go_to(const std::string& page) {
        while (wizard->step().id() != page) next();
    }
    void type(const wxString& field, const wxString& value) {
        find_control<wxTextCtrl>(*wizard, field).SetValue(value);
    }
    commissioning::Visit visit() { return window.workspace().store().load(window.workspace().visit()); }
    std::optional<commissioning::Plan> draft(const std::string& of) {
        return commissioning::load_draft(window.workspace().places().drafts, of);
    }
};

}  // namespace

TEST_CASE("the wizard commissions the demo station on pages whose controls all have names") {
    OpenedWindow window;
    window.open_demo();
    window.activate();
    std::vector<std::string> pages;
    walk_commissioning(window, [&](const wizards::WizardPanel& wizard) {
        pages.push_back(wizard.step().id());
        INFO(pages.back());
        CHECK(unnamed_controls(*window) == std::vector<std::string>());
    });
    CHECK(pages.size() >= 10);
    CHECK(pages.front() == "site");
    CHECK(pages.back() == "report");
    const auto visit = window.workspace().store().load(window.workspace().visit());
    CHECK(visit.site.customer == "Maier");
    CHECK_FALSE(visit.checks.empty());
    CHECK(visit.closed.has_value());
}

TEST_CASE("a visit is closed by Next on the sign-off alone, not by going back from it") {
    OpenedWizard opened;
    opened.go_to("sign_off");
    opened.wizard->back();
    CHECK(opened.wizard->step().id() == "results");
    pump();
    CHECK_FALSE(opened.visit().closed);
    opened.go_to("report");
    CHECK(opened.visit().closed);
}

TEST_CASE("a limit that was changed after a run is written by the next one") {
    OpenedWizard opened;
    opened.go_to("limits");
    opened.type("Grid export limit (kW)", "5");
    opened.go_to("results");
    while (opened.wizard->step().id() != "limits") opened.wizard->back();
    opened.type("Grid export limit (kW)", "4");
    opened.go_to("results");
    const auto changes = opened.visit().changes;
    REQUIRE(changes.size() == 2);
    CHECK(changes.front().second.wanted == "5.000");
    CHECK(changes.back().second.wanted == "4.000");
    CHECK(changes.back().second.result == station::WriteResult::proven);
}

TEST_CASE("what was typed on the page in sight is kept when the window closes") {
    OpenedWizard opened;
    opened.type("Street and number", "Lindenweg 4");
    const auto visit = opened.window.workspace().visit();
    opened.window.close();
    const auto draft = opened.draft(visit);
    REQUIRE(draft);
    CHECK(draft->site.customer == "Maier");
    CHECK(draft->site.address == "Lindenweg 4");
}

TEST_CASE("a wizard ends with its visit, and keeps what was typed unless the visit is gone") {
    OpenedWizard opened;
    auto& workspace = opened.window.workspace();
    const auto first = workspace.visit();
    opened.type("Town", "Ulm");
    const auto other = commissioning::begin_visit(workspace.store(), "commissioning", "test").id;
    SECTION("another one is opened") {
        workspace.open_visit(other);
        wait_until("the wizard is gone", [&] { return !opened.wizard; });
        REQUIRE(opened.draft(first));
        CHECK(opened.draft(first)->site.city == "Ulm");
    }
    SECTION("it was deleted") {
        workspace.open_visit({});
        wait_until("the wizard is gone", [&] { return !opened.wizard; });
        CHECK_FALSE(opened.draft(first));
    }
}

TEST_CASE("a new look does not end a wizard") {
    OpenedWizard opened;
    opened.window.show("Settings");
    find_control<wxChoice>(*opened.window, "Light or dark").SetSelection(2);
    push(find_control(*opened.window, "Save settings"));
    wait_until("it says when the look comes", [&] { return shows_text(*opened.window, "next start"); });
    CHECK(opened.wizard);
}

TEST_CASE("the pages of live values are left out and come back with one tick") {
    OpenedWizard opened;
    opened.go_to("station");
    const auto all = opened.wizard->pages();
    auto& look = find_control(*opened.wizard, "Show grid, PV strings, battery and meter before anything is written");
    push(look);
    CHECK(opened.wizard->pages() == all - 4);
    opened.next();
    CHECK(opened.wizard->step().id() == "limits");
    opened.wizard->back();
    push(look);
    CHECK(opened.wizard->pages() == all);
    opened.next();
    CHECK(opened.wizard->step().id() == "grid");
}
