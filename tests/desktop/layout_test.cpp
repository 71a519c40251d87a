// The whole window in a language whose texts are 40 % longer, on a small laptop's screen: every text has its room.
#include "app/desktop/prepare_dialog.h"
#include "tests/commissioning/sample_visit.h"
#include "tests/desktop/accessible_names.h"
#include "tests/desktop/layout_faults.h"
#include "tests/desktop/wizard_walk.h"
#include "ui/language.h"

#include <catch2/catch_test_macros.hpp>
#include <wx/notebook.h>
#include <wx/scrolwin.h>
#include <wx/sizer.h>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

const std::vector<std::string> none;

struct LongWords {
    LongWords() { ui::speak(text::load_language({}, "xx")); }
    ~LongWords() { ui::speak(text::load_language({}, "en")); }
    LongWords(const LongWords&) = delete;
    LongWords& operator=(const LongWords&) = delete;
};

/// What a 1366x768 screen leaves to a window.
struct LongWindow : private LongWords, OpenedWindow {
    LongWindow() {
        (*this)->SetSize(1366, 740);
        activate();
    }
};

/// GTK measures new controls anew with its next frames.
void settle() {
    constexpr std::chrono::milliseconds some_frames{300};
    const auto end = std::chrono::steady_clock::now() + some_frames;
    while (std::chrono::steady_clock::now() < end) pump();
}

void check(wxWindow& window) {
    settle();
    CHECK(layout_faults(window) == none);
    CHECK(unnamed_controls(window) == none);
}

void check_places(LongWindow& window) {
    for (std::size_t place = 0; place < window->places(); ++place) {
        window->show(place);
        INFO(window->page(place).GetName().utf8_string());
        check(*window);
    }
}

}  // namespace

TEST_CASE("in a longer language every place has room for its texts, connected or not") {
    LongWindow window;
    check_places(window);
    window.open_demo("alarms");
    window.workspace().store().create(full_visit());
    window.workspace().open_visit(full_visit().id);
    check_places(window);
    window.show("Diagnosis");
    push(find_control(*window, "Diagnose the station"));
    wait_until("the diagnosis is there", [&] { return shows_text(*window, ui::tr("What to do")); });
    check(*window);
}

TEST_CASE("in a longer language every page of the preparation has room for its texts") {
    LongWindow window;
    window.workspace().store().create(full_visit());
    app::desktop::PrepareDialog dialog(&*window, window.workspace(),
                                       app::desktop::load_prepared(window.workspace(), full_visit().id));
    dialog.Show();
    wait_until("the dialog is there", [&] { return dialog.IsShownOnScreen(); });
    auto& book = find_control<wxNotebook>(dialog, "Preparation");
    for (std::size_t page = 0; page < book.GetPageCount(); ++page) {
        book.SetSelection(page);
        INFO(book.GetPageText(page).utf8_string());
        check(dialog);
    }
}

TEST_CASE("in a longer language every page of the Connect wizard has room for its texts") {
    LongWindow window;
    walk_connecting(window, [&](const wizards::WizardPanel& wizard) {
        INFO(wizard.step().id());
        check(*window);
    });
}

TEST_CASE("in a longer language every page of the commissioning wizard has room for its texts") {
    LongWindow window;
    window.open_demo();
    walk_commissioning(window, [&](const wizards::WizardPanel& wizard) {
        INFO(wizard.step().id());
        check(*window);
    });
}

TEST_CASE("the look at the layout sees what does not fit, and says where") {
    wxFrame frame(nullptr, wxID_ANY, "Frame");
    auto* page = new wxScrolledWindow(&frame, wxID_ANY, wxPoint(), wxSize(200, 200), wxVSCROLL, "page");
    page->SetScrollRate(0, 8);
    auto* label = new wxStaticText(page, wxID_ANY, "a label");
    frame.SetClientSize(200, 200);
    frame.Show();
    settle();
    REQUIRE(layout_faults(frame) == none);

    const auto only_fault = [&] {
        const auto faults = layout_faults(frame);
        REQUIRE(faults.size() == 1);
        return faults.front();
    };
    SECTION("a clipped text") {
        label->SetSize(10, label->GetSize().y);
        CHECK(only_fault().starts_with("Frame > page > a label: has 10 x "));
    }
    SECTION("a control beyond the edge") {
        label->Move(190, 0);
        CHECK(only_fault().starts_with("Frame > page > a label: ends at "));
    }
    SECTION("a page that is too wide") {
        page->SetVirtualSize(300, 100);
        CHECK(only_fault() == "Frame > page: scrolls sideways");
    }
    SECTION("below the edge one can scroll") {
        label->Move(0, 500);
        page->SetVirtualSize(100, 520);
        CHECK(layout_faults(frame) == none);
    }
}
