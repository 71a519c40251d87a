#pragma once

#include "app/desktop/main_window.h"
#include "tests/store/temporary_folder.h"

#include <functional>
#include <string>

#include <wx/weakref.h>

/// The real window in the test's own process, over a user folder of its own.
namespace firstlight::tests {

/// Lets the event loop work once.
void pump();
/// Lets the event loop work until `condition` holds; a test that waits in vain for three minutes fails with `what`.
void wait_until(const std::string& what, const std::function<bool()>& condition);

ui::Folders folders_below(const TemporaryFolder& home);

class OpenedWindow {
  public:
    using Phase = ui::Connection::Phase;

    OpenedWindow();
    /// Closes the window as a person does.
    ~OpenedWindow();
    OpenedWindow(const OpenedWindow&) = delete;
    OpenedWindow& operator=(const OpenedWindow&) = delete;

    ui::Workspace& workspace() { return workspace_; }
    app::desktop::MainWindow& operator*() { return *window_; }
    app::desktop::MainWindow* operator->() { return window_; }

    /// The healthy house, or another scenario, and waits for the phase.
    void open_demo(const std::string& scenario = "healthy_house", Phase until = Phase::live);
    void wait_for(Phase phase);
    /// The place with this name, in English.
    void show(const wxString& place);
    /// Until the window has the keyboard.
    void activate();
    void close();

  private:
    TemporaryFolder home_;
    ui::Workspace workspace_;
    wxWeakRef<app::desktop::MainWindow> window_;
};

/// Presses and releases a key where the keyboard is, with wxMOD_ flags.
void press(int key, int modifiers = wxMOD_NONE);
/// Replaces what the control holds, key by key (ASCII).
void type_over(wxWindow& control, const std::string& text);
/// Focuses the button and presses the space bar.
void push(wxWindow& button);

/// A text in sight below `window` holds these words.
bool shows_text(wxWindow& window, const wxString& text);
/// The control below `window` with this accessible name or label, in English whatever the window speaks; the test fails
/// when there is none.
using WindowTest = std::function<bool(const wxWindow&)>;
wxWindow& find_control(
    wxWindow& window, const wxString& name, const WindowTest& is_wanted = [](const wxWindow&) { return true; });

bool has_control(wxWindow& window, const wxString& name);

/// The first of that class: a page may have the name of its list.
template <class Control>
Control& find_control(wxWindow& window, const wxString& name) {
    const WindowTest is_wanted = [](const wxWindow& one) { return dynamic_cast<const Control*>(&one) != nullptr; };
    return dynamic_cast<Control&>(find_control(window, name, is_wanted));
}

}  // namespace firstlight::tests
