#include "tests/desktop/opened_window.h"

#include "ui/words.h"

#include <chrono>

#include <catch2/catch_test_macros.hpp>
#include <wx/app.h>
#include <wx/control.h>
#include <wx/uiaction.h>
#include <wx/utils.h>

namespace firstlight::tests {

namespace {

constexpr std::chrono::minutes patience{3};

/// In the language that the window speaks.
wxString in_use(const wxString& english) {
    return ui::tr(ui::to_utf8(english));
}

wxWindow* search(wxWindow& window, const wxString& name, const WindowTest& is_wanted) {
    for (auto* child : window.GetChildren()) {
        if (!child->IsShown() || dynamic_cast<wxStaticText*>(child)) continue;
        const auto label = child->GetLabel();
        const bool is_named = child->GetName() == name || label == name || wxControl::GetLabelText(label) == name;
        if (is_named && is_wanted(*child)) return child;
        if (auto* found = search(*child, name, is_wanted)) return found;
    }
    return nullptr;
}

}  // namespace

void pump() {
    wxYield();
    wxMilliSleep(2);
}

void wait_until(const std::string& what, const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) FAIL("waited in vain: " << what);
        pump();
    }
}

ui::Folders folders_below(const TemporaryFolder& home) {
    const std::filesystem::path data = FIRSTLIGHT_SOURCE_DIR "/data";
    return {data, home.path(), FIRSTLIGHT_BINARY_DIR "/data/fonts", FIRSTLIGHT_BINARY_DIR "/data/locale"};
}

OpenedWindow::OpenedWindow() : workspace_(folders_below(home_)), window_(new app::desktop::MainWindow(workspace_)) {
    window_->Show();
    wait_until("the window is on the screen, and its first place with it",
               [this] { return window_->IsShownOnScreen() && has_control(*window_, "Search visits"); });
}

OpenedWindow::~OpenedWindow() {
    close();
}

void OpenedWindow::open_demo(const std::string& scenario, Phase until) {
    window_->open_demo(scenario);
    wait_for(until);
}

void OpenedWindow::wait_for(Phase phase) {
    wait_until("the connection reaches its phase", [&] { return workspace_.connection().phase() == phase; });
}

void OpenedWindow::show(const wxString& place) {
    for (std::size_t index = 0; index < window_->places(); ++index)
        if (window_->name_of(index) == in_use(place)) return window_->show(index);
    FAIL("no place is named " << place.utf8_string());
}

void OpenedWindow::activate() {
    window_->Raise();
    wait_until("the window has the keyboard", [this] { return window_->IsActive(); });
}

void OpenedWindow::close() {
    if (!window_) return;
    window_->Close();
    for (int turn = 0; window_ && turn < 10'000; ++turn) pump();
    CHECK(!window_);
}

void press(int key, int modifiers) {
    wxUIActionSimulator simulator;
    simulator.Char(key, modifiers);
    for (int turn = 0; turn < 5; ++turn) pump();
}

void type_over(wxWindow& control, const std::string& text) {
    control.SetFocus();
    wait_until("the control has the keyboard", [&] { return control.HasFocus(); });
    press('A', wxMOD_CONTROL);
    wxUIActionSimulator simulator;
    simulator.Text(text.c_str());
    for (int turn = 0; turn < 5; ++turn) pump();
}

void push(wxWindow& button) {
    button.SetFocus();
    wait_until("the button has the keyboard", [&] { return button.HasFocus(); });
    press(WXK_SPACE);
}

bool shows_text(wxWindow& window, const wxString& text) {
    for (auto* child : window.GetChildren()) {
        if (!child->IsShown()) continue;
        if (dynamic_cast<wxStaticText*>(child) && child->GetLabel().Contains(text)) return true;
        if (shows_text(*child, text)) return true;
    }
    return false;
}

bool has_control(wxWindow& window, const wxString& name) {
    return search(window, in_use(name), [](const wxWindow&) { return true; }) != nullptr;
}

wxWindow& find_control(wxWindow& window, const wxString& name, const WindowTest& is_wanted) {
    auto* found = search(window, in_use(name), is_wanted);
    if (found == nullptr) FAIL("no control is named " << name.utf8_string());
    return *found;
}

}  // namespace firstlight::tests
