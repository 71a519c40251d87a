// Station settings in the window: read, checked as they are typed, reviewed, written, proven.
#include "app/desktop/by_hand_box.h"
#include "commissioning/new_visit.h"
#include "commissioning/settings_restore.h"
#include "tests/desktop/accessible_names.h"
#include "tests/desktop/journey.h"
#include "tests/desktop/opened_window.h"
#include "tests/desktop/settings_pages.h"
#include "ui/table.h"

#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/dialog.h>
#include <wx/listbox.h>
#include <wx/textctrl.h>

using namespace firstlight;
using namespace firstlight::tests;

TEST_CASE("a setting of the station is chosen, reviewed, written and proven in the window") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Lights");
    choose(window, "Lights", "Own effect");
    Answers answers({press_ok});
    push(find_control(*window, L"Review and write\u2026"));
    wait_until("the outcome is told", [&] { return shows_text(*window, "Plant, Lights: proven"); });
    CHECK(answers.all_asked());
    const auto changes = changes_of(window);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].wanted == "Own effect");
    CHECK(changes[0].result == station::WriteResult::proven);
    CHECK(unnamed_controls(*window) == std::vector<std::string>());
}

TEST_CASE("limits out of order and out of range are refused beside their field") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Backup and battery limits");
    wait_until("the fields are there", [&] { return has_control(*window, L"Review and write\u2026"); });
    auto& reserve = find_control<wxTextCtrl>(*window, "Reserve for outages, state of charge");
    reserve.SetValue("2");
    CHECK(shows_text(*window, "It lies below the discharge cut-off, 5 %."));
    CHECK_FALSE(find_control(*window, L"Review and write\u2026").IsEnabled());
    reserve.SetValue("120");
    CHECK(shows_text(*window, "0 to 100 %"));
    CHECK_FALSE(find_control(*window, L"Review and write\u2026").IsEnabled());
    reserve.SetValue("20");
    CHECK(find_control(*window, L"Review and write\u2026").IsEnabled());
    reserve.SetValue("0");
}

TEST_CASE("a period is added in the window, an overlap is told, and the schedule is proven") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Schedule");
    wait_until("the rows are there", [&] { return has_control(*window, L"Add\u2026"); });
    const auto fill = [](const char* from, const char* to) {
        return [typed =
                    fill_in({{"From", from}, {"To", to}, {"Charging from the grid ends at", "80"}})](wxDialog& dialog) {
            find_control<wxCheckBox>(dialog, "Monday").SetValue(true);
            typed(dialog);
        };
    };
    {
        Answers answers({fill("00:00", "06:00"), fill("05:00", "07:00")});
        push(find_control(*window, L"Add\u2026"));
        push(find_control(*window, L"Add\u2026"));
    }
    CHECK(shows_text(*window, "It overlaps row 1"));
    CHECK_FALSE(find_control(*window, L"Write: Schedule\u2026").IsEnabled());
    {
        Answers answers({fill("06:00", "07:00"), press_ok});
        push(find_control(*window, L"Change\u2026"));
        push(find_control(*window, L"Write: Schedule\u2026"));
        wait_until("the outcome is told", [&] { return shows_text(*window, "Plant, Schedule: proven"); });
    }
    const auto changes = changes_of(window);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].wanted.find("From: 06:00, To: 07:00") != std::string::npos);
}

TEST_CASE("a card added in the window leaves no number in the visit") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "RFID cards of the AC charger");
    wait_until("the rows are there", [&] { return has_control(*window, L"Add\u2026"); });
    const auto fill = [](wxDialog& dialog) {
        find_control<wxTextCtrl>(dialog, "Name").SetValue("Anna");
        find_control<wxTextCtrl>(dialog, "Card number").SetValue("04A1B2C3");
        press_ok(dialog);
    };
    Answers answers({fill, press_ok});
    push(find_control(*window, L"Add\u2026"));
    push(find_control(*window, L"Write: RFID cards\u2026"));
    wait_until("the outcome is told", [&] { return shows_text(*window, "RFID cards: proven"); });
    for (const auto& change : changes_of(window))
        for (const auto& text : {change.before, change.wanted, change.after, change.detail})
            CHECK(text.find("04A1B2C3") == std::string::npos);
}

TEST_CASE("a setting is not kept in the visit of another station") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    auto& store = window.workspace().store();
    auto visit = commissioning::begin_visit(store, "commissioning", "test");
    visit.anchor_serial = "CMU999Z99ZZ999";
    store.save_header(visit);
    window.workspace().open_visit(visit.id);
    open_page(window, "Lights");
    wait_until("the fields are there", [&] { return has_control(*window, L"Review and write\u2026"); });
    const auto before = find_control<wxChoice>(*window, "Lights").GetStringSelection();
    choose(window, "Lights", "Own effect");
    Answers answers({press_ok});
    push(find_control(*window, L"Review and write\u2026"));
    wait_until("the refusal is told", [&] { return shows_text(*window, "belongs to station CMU999Z99ZZ999"); });
    CHECK(store.load(visit.id).changes.empty());
    CHECK(store.list().size() == 1);
    CHECK(find_control<wxChoice>(*window, "Lights").GetStringSelection() == "Own effect");
    choose(window, "Lights", before);
}

TEST_CASE("a page of settings whose connection was closed says so, and goes to no other station") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Lights");
    wait_until("the fields are there", [&] { return has_control(*window, L"Review and write\u2026"); });
    window.workspace().connection().close();
    push(find_control(*window, "Read again"));
    wait_until("it is told", [&] { return shows_text(*window, "The station is not connected any more"); });
    window.open_demo("charger_only");
    window.show("Set-up");
    wait_until("the checklist is back", [&] { return !has_control(*window, "Back to the checklist"); });
}

TEST_CASE("what was typed stays when the page is read again") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Backup and battery limits");
    wait_until("the fields are there", [&] { return has_control(*window, L"Review and write\u2026"); });
    auto& reserve = find_control<wxTextCtrl>(*window, "Reserve for outages, state of charge");
    reserve.SetValue("21");
    reserve.SetValue("abc");
    push(find_control(*window, "Read again"));
    wait_until("it is read", [&] { return find_control(*window, "Read again").IsEnabled(); });
    CHECK(reserve.GetValue() == "abc");
    reserve.SetValue("0");
}

TEST_CASE("a limit by phase is not there until the scope is by phase, and both are written in one review") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Export and import limits");
    wait_until("the fields are there", [&] { return has_control(*window, L"Review and write\u2026"); });
    CHECK_FALSE(has_control(*window, "Maximum grid export, phase A"));
    choose(window, "Export and import limits apply to", "Each phase");
    find_control<wxTextCtrl>(*window, "Maximum grid export, phase A").SetValue("3");
    Answers answers({press_ok});
    push(find_control(*window, L"Review and write\u2026"));
    wait_until("the outcome is told",
               [&] { return shows_text(*window, "Plant, Maximum grid export, phase A: proven"); });
    const auto changes = changes_of(window);
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].point == "limit_scope");
    CHECK(changes[1].point == "grid_max_export_power_phase_a");
}

TEST_CASE("how the current transformers sit is confirmed beside the hard limit that waits for it") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Export and import limits");
    wait_until("the question is there", [&] { return has_control(*window, "How they sit"); });
    choose(window, "How they sit", "Each on its phase, arrows towards the house");
    push(find_control(*window, "Confirm"));
    CHECK(shows_text(*window, "Add a note and a photo"));
    find_control<wxTextCtrl>(*window, "Note").SetValue("seen at the meter");
    const auto photo = window.workspace().folders().user / "meter.jpg";
    std::ofstream(photo, std::ios::binary) << "\xFF\xD8\xFF\xE0 meter";
    dynamic_cast<app::desktop::ByHandBox&>(*find_control(*window, "Note").GetGrandParent()).add_photo(photo);
    push(find_control(*window, "Confirm"));
    wait_until("it is confirmed", [&] { return shows_text(*window, "Confirmed by hand"); });
    const auto visit = window.workspace().store().load(window.workspace().visit());
    REQUIRE(visit.confirmations.size() == 1);
    CHECK(visit.confirmations[0].id == "ct_verdict");
    CHECK(visit.confirmations[0].answer == "correct: seen at the meter");
    CHECK(visit.confirmations[0].photo == "meter.jpg");
    CHECK(shows_text(*window, "Photo or scan: meter.jpg"));

    find_control<wxTextCtrl>(*window, "Hard export limit: power").SetValue("5");
    const auto danger = [&](wxDialog& dialog) {
        find_control<wxTextCtrl>(dialog, "Type \"hard_export_limit\" to go on").SetValue("hard_export_limit");
        press_ok(dialog);
    };
    Answers answers({press_ok, danger});
    push(find_control(*window, L"Review and write\u2026"));
    wait_until("the refusal is told", [&] { return shows_text(*window, "check of the grid meter has not passed"); });
    CHECK(changes_of(window).empty());
    find_control<wxTextCtrl>(*window, "Hard export limit: power").SetValue("");
}

TEST_CASE("going off grid names its dangers and waits for the typed word") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "On grid, off grid");
    wait_until("the command is there", [&] { return has_control(*window, L"Go off grid\u2026"); });
    CHECK(shows_text(*window, "protection against islanding is switched off"));
    bool waited = false;
    const auto danger = [&](wxDialog& dialog) {
        waited = !dialog.FindWindow(wxID_OK)->IsEnabled();
        for (const auto* tick :
             {"I am at the station", "Nobody works on the distribution; every supply can be disconnected"}) {
            auto& box = find_control<wxCheckBox>(dialog, tick);
            box.SetValue(true);
            wxCommandEvent event(wxEVT_CHECKBOX, box.GetId());
            box.GetEventHandler()->ProcessEvent(event);
        }
        waited = waited && !dialog.FindWindow(wxID_OK)->IsEnabled();
        find_control<wxTextCtrl>(dialog, "Type \"go_off_grid\" to go on").SetValue("go_off_grid");
        press_ok(dialog);
    };
    Answers answers({press_ok, danger});
    push(find_control(*window, L"Go off grid\u2026"));
    wait_until("the outcome is told", [&] { return shows_text(*window, "Plant, Go off grid: effect seen"); });
    CHECK(waited);
}

namespace {

/// Says it on the page that is open; what the visit keeps of it.
commissioning::ManualConfirmation confirm_by_hand(OpenedWindow& window, const wxString& words) {
    find_control<wxTextCtrl>(*window, "What was set").SetValue(words);
    push(find_control(*window, "Confirm"));
    wait_until("it is confirmed", [&] { return shows_text(*window, "Confirmed by hand"); });
    const auto visit = window.workspace().store().load(window.workspace().visit());
    REQUIRE(visit.confirmations.size() == 1);
    CHECK(unnamed_controls(*window) == std::vector<std::string>());
    return visit.confirmations[0];
}

}  // namespace

TEST_CASE("what a station does not offer is set by hand, and the visit says so") {
    OpenedWindow window;
    open_settings(window, "healthy_house");
    open_page(window, "Lights");
    wait_until("the page says how", [&] { return shows_text(*window, "does not offer it over Modbus"); });
    push(find_control(*window, "Confirm"));
    CHECK(shows_text(*window, "Say what you have set or seen."));
    const auto said = confirm_by_hand(window, "Power flow");
    CHECK(said.title == "Lights");
    CHECK(said.answer == "Power flow");
}

TEST_CASE("a page of which the station offers a part has a place for the rest") {
    OpenedWindow window;
    open_settings(window, "healthy_house");
    open_page(window, "Working mode");
    wait_until("the page says what is missing", [&] { return shows_text(*window, "Not offered over Modbus:"); });
    CHECK(shows_text(*window, "Working mode, "));
    CHECK(confirm_by_hand(window, "Time-based control").id == "setting_mode");
}

TEST_CASE("what differs from a template is restored through the review, except what is left out") {
    OpenedWindow window;
    commissioning::StationSettings wanted;
    wanted.name = "Standard";
    auto& plant = wanted.devices.emplace_back();
    plant.name = plant.profile = "plant";
    plant.settings = {{"light_mode", "Lights", "own_effect", "", "extension", {}},
                      {"ess_backup_soc", "Reserve", "35", "%", "public", {}}};
    commissioning::save_template(wanted, window.workspace().folders().user / "templates");
    open_settings(window, "extended_house");
    open_page(window, "Save, compare, restore");
    wait_until("the template is listed", [&] {
        return find_control<wxChoice>(*window, "Compare the station with").FindString("Template Standard")
               != wxNOT_FOUND;
    });
    choose(window, "Compare the station with", "Template Standard");
    push(find_control(*window, "Compare"));
    wait_until("the differences are told", [&] { return shows_text(*window, "2 differences"); });
    dynamic_cast<ui::Table&>(*find_control(*window, "Differences").GetParent()).select("0");
    CHECK(unnamed_controls(*window) == std::vector<std::string>());
    push(find_control(*window, "Take in or leave out"));
    Answers answers({press_ok});
    push(find_control(*window, L"Review and write\u2026"));
    wait_until("the outcome is told", [&] { return shows_text(*window, "proven"); });
    const auto changes = changes_of(window);
    REQUIRE(changes.size() == 1);
    CHECK((changes[0].point == "ess_backup_soc" || changes[0].point == "light_mode"));
}

TEST_CASE("what a page knew stays when the station falls silent") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "Backup and battery limits");
    wait_until("the fields are there", [&] { return has_control(*window, L"Review and write\u2026"); });
    window->demo()->interrupt();
    push(find_control(*window, "Read again"));
    wait_until("the silence is told", [&] { return shows_text(*window, "could not be read again"); });
    CHECK(shows_text(*window, "Now: 5.0 %"));
    auto& reserve = find_control<wxTextCtrl>(*window, "Reserve for outages, state of charge");
    reserve.SetValue("20");
    CHECK_FALSE(find_control(*window, L"Review and write\u2026").IsEnabled());
    window->demo()->resume();
    wait_until("it is read again by itself", [&] { return !shows_text(*window, "could not be read again"); });
    CHECK(find_control(*window, L"Review and write\u2026").IsEnabled());
    reserve.SetValue("0");
}

TEST_CASE("preheating windows are set in the window as a list, and only what differs is written") {
    OpenedWindow window;
    open_settings(window, "business_site");
    open_page(window, "Battery preheating");
    wait_until("the rows are there", [&] { return has_control(*window, L"Add\u2026"); });
    const auto fill = [](const char* from, const char* to) {
        return fill_in({{"From", from}, {"To", to}, {"Power", "2.5"}});
    };
    {
        Answers answers(
            {fill("2026-12-01 06:00", "2026-12-01 05:00"), fill("2026-12-01 05:00", "2026-12-01 06:00"), press_ok});
        push(find_control(*window, L"Add\u2026"));
        CHECK(shows_text(*window, "It ends before it begins"));
        CHECK_FALSE(find_control(*window, L"Write: Preheating windows\u2026").IsEnabled());
        push(find_control(*window, L"Change\u2026"));
        push(find_control(*window, L"Write: Preheating windows\u2026"));
        wait_until("the outcome is told", [&] { return shows_text(*window, "Preheating windows: proven"); });
    }
    const auto changes = changes_of(window);
    REQUIRE(changes.size() == 3);
    CHECK(changes[0].point == "preheat_tou_1_end");
    CHECK(changes[1].wanted == "2026-12-01 05:00:00 local time");
    CHECK(changes[2].wanted == "2.500");
    wait_until("it is read again",
               [&] { return !find_control(*window, L"Write: Preheating windows\u2026").IsEnabled(); });
}

TEST_CASE("a known OCPP platform fills in its address, which is refused until the server is named") {
    OpenedWindow window;
    open_settings(window, "extended_house");
    open_page(window, "AC charger");
    choose(window, "Known OCPP platforms", "evcc");
    auto& address = find_control<wxTextCtrl>(*window, "OCPP platform");
    CHECK(shows_text(*window, "angle brackets"));
    CHECK_FALSE(find_control(*window, L"Review and write\u2026").IsEnabled());
    address.SetValue("ws://192.168.1.5:8887/");
    CHECK(find_control(*window, L"Review and write\u2026").IsEnabled());
    address.SetValue("");
}
