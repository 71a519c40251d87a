// A run may be left at any moment: the wizard says what stays changed, and nothing is left running.
#include "tests/desktop/wizard_walk.h"

#include <catch2/catch_test_macros.hpp>
#include <wx/modalhook.h>
#include <wx/msgdlg.h>
#include <wx/textctrl.h>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

/// Answers every question in the person's place, and keeps what was asked.
class Answering : public wxModalDialogHook {
  public:
    explicit Answering(int answer) : answer_(answer) { Register(); }
    wxString asked;

  protected:
    int Enter(wxDialog* dialog) override {
        if (const auto* question = dynamic_cast<wxMessageDialog*>(dialog)) asked = question->GetMessage();
        return answer_;
    }

  private:
    int answer_;
};

/// Alone on the link, as soon as nobody else is.
ui::awaitable<int> take_turn(std::shared_ptr<station::LiveStation> live) {
    const auto hold = co_await live->hold();
    co_return 0;
}

/// A run that waits for its second look: one limit is written and proven.
struct WaitingRun {
    OpenedWindow window;
    wxWeakRef<wizards::WizardPanel> wizard;

    WaitingRun() {
        auto preferences = window.workspace().preferences();
        preferences.seconds_to_second_look = 3600;
        window.workspace().set_preferences(preferences);
        window.open_demo();
        window.activate();
        wizard = open_commissioning(window);
        while (wizard->step().id() != "run") {
            const auto page = wizard->step().id();
            wait_until(page + " lets go on", [&] { return wizard->step().why_not_next().empty(); });
            if (page == "limits") find_control<wxTextCtrl>(*wizard, "Grid export limit (kW)").SetValue("5");
            wizard->next();
        }
        wait_until("the run waits", [&] { return shows_text(*window, "then reading again"); });
    }

    ~WaitingRun() {
        Answering person(wxID_YES);
        window.close();
    }

    commissioning::Visit visit() { return window.workspace().store().load(window.workspace().visit()); }
    bool is_running() { return shows_text(*window, "then reading again"); }
    void check_limit_is_proven() {
        const auto changes = visit().changes;
        REQUIRE(changes.size() == 1);
        CHECK(changes.front().second.result == station::WriteResult::proven);
        CHECK_FALSE(visit().closed);
    }
};

}  // namespace

TEST_CASE("Escape in a run asks first, names what stays changed, and does nothing when the person stays") {
    WaitingRun run;
    Answering person(wxID_NO);
    press(WXK_ESCAPE);
    wait_until("it is asked", [&] { return !person.asked.empty(); });
    CHECK(person.asked.Contains("plant: Grid export limit = 5.000: proven"));
    CHECK(run.wizard);
    CHECK(run.is_running());
}

TEST_CASE("a run that is left with Escape stops, and its visit can go on") {
    WaitingRun run;
    {
        Answering person(wxID_YES);
        press(WXK_ESCAPE);
        wait_until("the wizard is gone", [&] { return !run.wizard; });
    }
    run.check_limit_is_proven();
    auto& workspace = run.window.workspace();
    bool free = false;
    const auto job = workspace.bridge().start<int>([live = workspace.connection().live()] { return take_turn(live); },
                                                   [&](int) { free = true; }, {});
    wait_until("the station is free again", [&] { return free; });
}

TEST_CASE("a run is asked about from any page, and before the window closes") {
    WaitingRun run;
    push(find_control(*run.wizard, L"\u2713 Site"));
    wait_until("another page is shown", [&] { return run.wizard->step().id() == "site"; });
    {
        Answering person(wxID_NO);
        run.window->Close();
        pump();
        CHECK(person.asked.Contains("Grid export limit"));
        CHECK(run.wizard);
    }
    Answering person(wxID_YES);
    run.window.close();
    CHECK(run.window.workspace().connection().phase() == OpenedWindow::Phase::none);
}

TEST_CASE("Escape closes a wizard that runs nothing without a question, and keeps what was typed") {
    OpenedWindow window;
    window.open_demo();
    window.activate();
    const auto wizard = open_commissioning(window);
    Answering person(wxID_NO);
    find_control<wxTextCtrl>(*wizard, "Town").SetFocus();
    press(WXK_ESCAPE);
    wait_until("the wizard is gone", [&] { return !wizard; });
    CHECK(person.asked.empty());
    const auto again = begin_commissioning(window);
    CHECK(find_control<wxTextCtrl>(*again, "Customer").GetValue() == "Maier");
}
