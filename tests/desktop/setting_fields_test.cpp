// Pages of settings show what acts, what the station has beside what is expected, and rows that a company uses again.
#include "commissioning/new_visit.h"
#include "commissioning/settings_restore.h"
#include "tests/desktop/journey.h"
#include "tests/desktop/opened_window.h"
#include "tests/desktop/settings_pages.h"
#include "ui/table.h"

#include <fstream>
#include <iterator>

#include <catch2/catch_test_macros.hpp>
#include <wx/choicdlg.h>
#include <wx/choice.h>
#include <wx/listbox.h>
#include <wx/textctrl.h>
#include <wx/textdlg.h>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

void wait_for_fields(OpenedWindow& window) {
    wait_until("the fields are there", [&] { return has_control(*window, L"Review and write\u2026"); });
}

}  // namespace

TEST_CASE("the page of the working mode has the modes that are offered and the settings of the chosen one") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Working mode");
    wait_for_fields(window);
    auto& mode = find_control<wxChoice>(*window, "Working mode");
    CHECK(mode.FindString("Load shedding") == wxNOT_FOUND);
    CHECK(mode.FindString("Time-based control") != wxNOT_FOUND);
    const wxString own = "Self-consumption: maximum peak power from the grid",
                   timed = "Time-based: maximum peak power from the grid";
    CHECK(has_control(*window, own));
    CHECK_FALSE(has_control(*window, timed));
    CHECK_FALSE(has_control(*window, "Remote EMS"));

    find_control<wxTextCtrl>(*window, own).SetValue("5");
    choose(window, "Working mode", "Time-based control");
    CHECK_FALSE(has_control(*window, own));
    CHECK(has_control(*window, timed));
    CHECK(shows_text(*window, "It follows what stands on the page Schedule."));
    choose(window, "Working mode", "Remote EMS");
    CHECK(shows_text(*window, "A third party rules the station in this mode"));

    choose(window, "Working mode", "Time-based control");
    Answers answers({press_ok});
    push(find_control(*window, L"Review and write\u2026"));
    wait_until("the outcome is told", [&] { return shows_text(*window, "Plant, Working mode: proven"); });
    CHECK(window.workspace().store().load(window.workspace().visit()).changes.size() == 1);
}

TEST_CASE("a mode of another country has no page for its rows") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    const auto& pages = find_control<wxListBox>(*window, "Station settings");
    wait_until("the station has told what it offers",
               [&] { return pages.FindString("Announced outages") == wxNOT_FOUND; });
    CHECK(pages.FindString("Schedule") != wxNOT_FOUND);
}

TEST_CASE("the page Grid shows each trip limit beside what the rule set expects") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Grid");
    wait_for_fields(window);
    auto& rules = find_control<wxChoice>(*window, "Compared with rule set");
    wait_until("a rule set is there", [&] { return rules.GetSelection() >= 0; });
    const auto& limits = dynamic_cast<ui::Table&>(*find_control(*window, "Trip limits").GetParent());
    CHECK(limits.size() == 13);  // each point by itself: the generic set names none
    choose(window, "Compared with rule set", "Germany, after VDE-AR-N 4105:2018");
    CHECK(limits.size() == 7);
}

TEST_CASE("a rate plan is kept as a template and used again") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Rate plan");
    wait_until("the rows are there", [&] { return has_control(*window, L"Add\u2026"); });
    const auto pick = [](const char* entry) {
        return [entry](wxDialog& dialog) {
            auto& choice = dynamic_cast<wxSingleChoiceDialog&>(dialog);
            for (auto* child : dialog.GetChildren())
                if (const auto* list = dynamic_cast<wxListBox*>(child))
                    choice.SetSelection(list->FindString(wxString::FromUTF8(entry)));
            press_ok(dialog);
        };
    };
    const auto name = [](wxDialog& dialog) {
        dynamic_cast<wxTextEntryDialog&>(dialog).SetValue("night rate");
        press_ok(dialog);
    };
    {
        Answers answers({fill_in({{"Price per kWh", "0.31"}}), pick("Keep these rows as a template\u2026"), name});
        push(find_control(*window, L"Add\u2026"));
        push(find_control(*window, L"Templates\u2026"));
    }
    const auto folder = window.workspace().folders().user / "templates" / "prices";
    wait_until("it is kept",
               [&] { return commissioning::list_templates(folder) == std::vector<std::string>{"night rate"}; });
    push(find_control(*window, "Undo changes"));
    auto& rows = dynamic_cast<ui::Table&>(*find_control<wxDataViewCtrl>(*window, "Rate plan").GetParent());
    CHECK(rows.size() == 0);
    Answers answers({pick("night rate")});
    push(find_control(*window, L"Templates\u2026"));
    wait_until("its rows are there", [&] { return rows.size() == 1; });
    push(find_control(*window, "Undo changes"));
}

TEST_CASE("an export limit that another controller takes back is told on its page, and in the visit") {
    OpenedWindow window;
    auto preferences = window.workspace().preferences();
    preferences.seconds_to_second_look = 4;
    window.workspace().set_preferences(preferences);
    const auto scenario = window.workspace().folders().user / "reverting.json";
    {
        std::ifstream in(window.workspace().folders().data / "scenarios" / "reverting_limit.json");
        std::string text{std::istreambuf_iterator<char>(in), {}};
        const std::string slow = R"("seconds": 20)";
        REQUIRE(text.find(slow) != std::string::npos);
        std::ofstream(scenario) << text.replace(text.find(slow), slow.size(), R"("seconds": 2)");
    }
    open_settings(window, scenario.string());
    open_page(window, "Export and import limits");
    wait_for_fields(window);
    find_control<wxTextCtrl>(*window, "Grid export limit").SetValue("3");
    Answers answers({press_ok});
    push(find_control(*window, L"Review and write\u2026"));
    wait_until("it is announced", [&] { return shows_text(*window, "The export limit is read again in 4 s"); });
    wait_until("it is told", [&] { return shows_text(*window, "3.000 kW was set, now it is 5.000 kW"); });
    CHECK_FALSE(window.workspace().store().load(window.workspace().visit()).checks.empty());
    find_control<wxTextCtrl>(*window, "Grid export limit").SetValue("");
}

TEST_CASE("a program that ended during a write is told of when the next one begins") {
    OpenedWindow window;
    auto& store = window.workspace().store();
    const auto visit = commissioning::begin_visit(store, "commissioning", "test");
    station::Change change;
    change.device = "plant";
    change.point = "ess_backup_soc";
    store.journal_before(visit.id, change);
    window->look_for_interrupted();
    wait_until("it is told", [&] { return shows_text(*window, "The program ended during a write"); });
    CHECK(shows_text(*window, visit.id));
}
