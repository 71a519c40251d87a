#include "tests/desktop/opened_window.h"
#include "ui/field.h"

#include <cstdlib>

#include <catch2/catch_test_macros.hpp>
#include <wx/frame.h>
#include <wx/uiaction.h>

using namespace firstlight;

TEST_CASE("scrolling past a choice does not change it") {
    auto* frame = new wxFrame(nullptr, wxID_ANY, "Choice");
    auto* field = new ui::ChoiceField(frame, "Grid code", {"European Union", "United States", "Australia"});
    frame->Show();
    bool is_changed = false;
    field->on_change([&] { is_changed = true; });
    const auto settle = [] {
        for (int i = 0; i < 20; ++i) {
            wxMilliSleep(20);
            wxYield();
        }
    };
    settle();
    const auto middle = field->control().ClientToScreen(wxPoint(60, field->control().GetSize().y / 2));
    wxUIActionSimulator().MouseMove(middle);
    settle();
    REQUIRE(std::system("xdotool click 5 click 5") == 0);
    settle();
    CHECK(field->value() == 0);
    CHECK_FALSE(is_changed);
    frame->Destroy();
}
