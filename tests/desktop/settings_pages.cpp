#include "tests/desktop/settings_pages.h"

#include <catch2/catch_test_macros.hpp>
#include <wx/choice.h>
#include <wx/listbox.h>
#include <wx/textctrl.h>

namespace firstlight::tests {

Answers::Answers(std::vector<std::function<void(wxDialog&)>> answers) : answers_(std::move(answers)) {
    Start(100);
}

Answers::~Answers() {
    Stop();
}

void Answers::Notify() {
    for (auto* window : wxTopLevelWindows) {
        auto* dialog = dynamic_cast<wxDialog*>(window);
        if (!dialog || !dialog->IsModal() || next_ >= answers_.size()) continue;
        answers_[next_++](*dialog);
        return;
    }
}

void press_ok(wxDialog& dialog) {
    auto* button = dynamic_cast<wxButton*>(dialog.FindWindow(wxID_OK));
    wxCommandEvent event(wxEVT_BUTTON, wxID_OK);
    event.SetEventObject(button);
    button->GetEventHandler()->ProcessEvent(event);
}

std::function<void(wxDialog&)> fill_in(std::vector<std::pair<const char*, const char*>> fields) {
    return [fields = std::move(fields)](wxDialog& dialog) {
        for (const auto& [name, value] : fields) find_control<wxTextCtrl>(dialog, name).SetValue(value);
        press_ok(dialog);
    };
}

void open_settings(OpenedWindow& window, const std::string& scenario) {
    window.open_demo(scenario);
    window.activate();
    window.show("Set-up");
    wait_until("the station can be set", [&] { return find_control(*window, "Station settings").IsEnabled(); });
    push(find_control(*window, "Station settings"));
    wait_until("the pages are listed", [&] { return has_control(*window, "Back to the checklist"); });
}

void open_page(OpenedWindow& window, const wxString& name) {
    auto& list = find_control<wxListBox>(*window, "Station settings");
    const int place = list.FindString(name);
    REQUIRE(place != wxNOT_FOUND);
    list.SetSelection(place);
    wxCommandEvent event(wxEVT_LISTBOX, list.GetId());
    event.SetEventObject(&list);
    list.GetEventHandler()->ProcessEvent(event);
}

void choose(OpenedWindow& window, const wxString& field, const wxString& choice) {
    wait_until("the fields are there", [&] { return has_control(*window, L"Review and write\u2026"); });
    auto& control = find_control<wxChoice>(*window, field);
    control.SetStringSelection(choice);
    wxCommandEvent event(wxEVT_CHOICE, control.GetId());
    event.SetEventObject(&control);
    control.GetEventHandler()->ProcessEvent(event);
}

}  // namespace firstlight::tests
