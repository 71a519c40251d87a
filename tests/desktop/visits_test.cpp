// Visits of this laptop: found, told, prepared and put away.
#include "app/desktop/prepare_dialog.h"
#include "app/desktop/visit_actions.h"
#include "commissioning/drafts.h"
#include "tests/commissioning/sample_visit.h"
#include "tests/desktop/accessible_names.h"
#include "tests/desktop/opened_window.h"
#include "ui/danger_dialog.h"
#include "ui/words.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <wx/checkbox.h>
#include <wx/dataview.h>
#include <wx/srchctrl.h>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

commissioning::Visit visit_of(const std::string& id, const std::string& customer, int seconds) {
    auto visit = full_visit();
    visit.id = id;
    visit.created = at(seconds);
    visit.site.customer = customer;
    return visit;
}

const std::string first = "20261101-000000-0001", second = "20261102-000000-0002", third = "20261103-000000-0003";

/// The window on its visits, of which two are at one station.
struct OpenedVisits : OpenedWindow {
    OpenedVisits() {
        auto& store = workspace().store();
        store.create(visit_of(first, "Ada & Bo", 100));
        auto later = visit_of(second, "Ada & Bo", 200);
        later.devices[1].firmware = "F-NEWER";
        later.checks[0].id = "insulation";
        later.checks[0].title = "Insulation resistance";
        later.checks[0].verdict = commissioning::Verdict::fail;
        store.create(later);
        auto other = visit_of(third, "Cleo", 300);
        other.anchor_serial = "OTHER-STATION";
        store.create(other);
        look_again();
    }

    void look_again() { workspace().visit_changed(); }
    wxDataViewCtrl& list() { return find_control<wxDataViewCtrl>(**this, "Visits"); }
    int rows() { return static_cast<int>(dynamic_cast<wxDataViewVirtualListModel&>(*list().GetModel()).GetCount()); }
    void wait_for_rows(int count) {
        wait_until("the list has its rows", [&] { return rows() == count; });
    }
    void choose(int row) {
        list().Select(
            dynamic_cast<wxDataViewVirtualListModel&>(*list().GetModel()).GetItem(static_cast<unsigned>(row)));
        wxDataViewEvent event(wxEVT_DATAVIEW_SELECTION_CHANGED, &list(), list().GetSelection());
        list().GetEventHandler()->ProcessEvent(event);
    }
    void wait_for_text(const wxString& text) {
        wait_until("the window says " + ui::to_utf8(text), [&] { return shows_text(**this, text); });
    }
    commissioning::VisitHeader header(const std::string& id) {
        const auto all = workspace().store().list();
        return *std::ranges::find(all, id, &commissioning::VisitHeader::id);
    }
};

}  // namespace

TEST_CASE("a chosen visit tells first what changed since the visit before, then what is not safe") {
    OpenedVisits visits;
    visits.wait_for_rows(3);
    visits.choose(1);
    visits.wait_for_text("Since the visit before");
    CHECK(shows_text(*visits, "F-NEWER"));
    CHECK(shows_text(*visits, "Not safe to rely on"));
    CHECK(shows_text(*visits, "Insulation resistance, inverter 1"));
    CHECK(unnamed_controls(*visits) == std::vector<std::string>());
    visits.choose(0);
    visits.wait_for_text("Station OTHER-STATION");
    CHECK_FALSE(shows_text(*visits, "Since the visit before"));
}

TEST_CASE("searching finds customers, places and serial numbers; what is out of sight is not chosen any more") {
    OpenedVisits visits;
    visits.wait_for_rows(3);
    visits.choose(0);
    visits.activate();
    auto& search = find_control<wxSearchCtrl>(*visits, "Search visits");
    search.SetValue("ada");
    CHECK(visits.rows() == 2);
    visits.wait_for_text("No visit is chosen");
    search.SetValue("other-station");
    CHECK(visits.rows() == 1);
    search.SetValue("berlin");
    CHECK(visits.rows() == 3);
    search.SetValue("nowhere");
    CHECK(visits.rows() == 0);
}

TEST_CASE("archived visits are out of the list until they are asked for") {
    OpenedVisits visits;
    visits.workspace().store().set_archived(third, true);
    visits.look_again();
    visits.wait_for_rows(2);
    auto& archived = find_control<wxCheckBox>(*visits, "Show archived");
    visits.activate();
    push(archived);
    visits.wait_for_rows(3);
}

TEST_CASE("what is done with a visit is said, and a copy has an empty site") {
    OpenedVisits visits;
    visits.wait_for_rows(3);
    auto* error = new ui::ErrorBanner(&*visits);
    wxString said;
    std::string made;
    {
        app::desktop::VisitActions actions(
            *visits, visits.workspace(), *error, [&](const wxString& words) { said = words; },
            [&](const std::string& visit) { made = visit; });
        const auto entries = actions.entries(visits.header(second));
        const auto entry = [&](const wxString& label) {
            return *std::ranges::find_if(
                entries, [&](const auto& one) { return wxControl::RemoveMnemonics(one.label).StartsWith(label); });
        };
        entry("Duplicate as template").action();
        wait_until("the copy is there", [&] { return !made.empty(); });
        CHECK(said.Contains(made));
        entry("Put into the archive").action();
        wait_until("it is in the archive", [&] { return visits.header(second).archived; });
        wait_until("it is said", [&] { return said == "The visit is in the archive"; });
        CHECK(actions.entries(std::nullopt).front().enabled == false);
    }
    const auto copy = visits.workspace().store().load(made);
    CHECK(copy.site == commissioning::Site{});
    CHECK(copy.people == full_visit().people);
    CHECK(commissioning::load_draft(visits.workspace().places().drafts, made).has_value());
}

TEST_CASE("a danger's button waits for the tick and for the whole word") {
    OpenedWindow window;
    ui::DangerDialog dialog(
        &*window,
        {"Delete", "All is gone.", "What stays.", {"I have a copy"}, "Type: A & B", "A & B", "Delete everything"});
    dialog.Show();
    wait_until("the dialog is there", [&] { return dialog.IsShownOnScreen(); });
    auto& go = find_control(dialog, "Delete everything");
    CHECK_FALSE(go.IsEnabled());
    push(find_control(dialog, "I have a copy"));
    CHECK_FALSE(go.IsEnabled());
    auto& word = find_control<wxTextCtrl>(dialog, "Type: A & B");
    word.SetValue("A & ");
    CHECK_FALSE(go.IsEnabled());
    word.SetValue("A & B");
    CHECK(go.IsEnabled());
    push(find_control(dialog, "I have a copy"));
    CHECK_FALSE(go.IsEnabled());
    CHECK(unnamed_controls(dialog) == std::vector<std::string>());
}

TEST_CASE("what is prepared is kept, and serial numbers stand in the plan") {
    OpenedVisits visits;
    auto& workspace = visits.workspace();
    auto prepared = app::desktop::load_prepared(workspace, third);
    prepared.plan.expected_serials = {"TYPED-ON-SITE"};
    app::desktop::PrepareDialog dialog(&*visits, workspace, prepared);
    dialog.Show();
    wait_until("the dialog is there", [&] { return dialog.IsShownOnScreen(); });
    CHECK(unnamed_controls(dialog) == std::vector<std::string>());
    find_control<wxTextCtrl>(dialog, "Customer").SetValue("Cleo & Co");
    auto& feed_in = find_control<wxTextCtrl>(dialog, "Approved feed-in, kW");
    feed_in.SetValue("much");
    push(find_control(dialog, "Save the preparation"));
    CHECK(shows_text(dialog, "Give kilowatts as a number"));
    CHECK(dialog.IsShown());
    feed_in.SetValue("4.6");
    auto& book = find_control<wxNotebook>(dialog, "Preparation");
    book.SetSelection(1);
    auto& device = find_control<wxTextCtrl>(dialog, "Serial number, or how many");
    device.SetValue("cmu1-a45");
    push(find_control(dialog, "Add device"));
    device.SetValue("3");
    push(find_control(dialog, "Add device"));
    book.SetSelection(3);
    wait_until("the laptop was looked at", [&] { return shows_text(dialog, "4 expected, 1 by serial number."); });

    app::desktop::save_prepared(workspace, dialog.result());
    CHECK(workspace.store().load(third).site.customer == "Cleo & Co");
    const auto again = app::desktop::load_prepared(workspace, third);
    CHECK(again.plan.expected_serials == std::vector<std::string>{"CMU1-A45", "TYPED-ON-SITE"});
    CHECK(again.preparation.approved.export_kw == 4.6);
    CHECK(again.preparation.expected.size() == 2);
}
