// The station diagnosis and the recorder, by keyboard.
#include "commissioning/diagnosis.h"

#include "commissioning/new_visit.h"
#include "tests/desktop/opened_window.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

constexpr std::size_t diagnosis = 4;

bool stands(OpenedWindow& window, const wxString& text) {
    return shows_text(window->page(diagnosis), text);
}

}  // namespace

TEST_CASE("without a station the diagnosis waits for one") {
    OpenedWindow window;
    window->show(diagnosis);
    CHECK_FALSE(find_control(*window, "Diagnose the station").IsEnabled());
    CHECK(stands(window, "Connect to a station to diagnose it."));
}

TEST_CASE("one button says what is wrong, and the result goes into the visit") {
    OpenedWindow window;
    window.open_demo("alarms");
    auto& store = window.workspace().store();
    const auto visit = commissioning::begin_visit(store, "diagnosis", "test");
    window.workspace().open_visit(visit.id);
    window->show(diagnosis);
    push(find_control(*window, "Diagnose the station"));
    wait_until("the diagnosis is there", [&] { return stands(window, "What to do"); });
    CHECK(find_control(*window, "State of every device").IsShownOnScreen());
    push(find_control(*window, "Attach to the visit"));
    wait_until("it is attached", [&] { return !commissioning::last_diagnosis(store.load(visit.id)).empty(); });
}

TEST_CASE("a diagnosis can be stopped, and begun again") {
    OpenedWindow window;
    window.open_demo();
    window->show(diagnosis);
    push(find_control(*window, "Diagnose the station"));
    push(find_control(window->page(diagnosis), "Stop"));
    CHECK(stands(window, "Stopped. Nothing was changed."));
    push(find_control(*window, "Diagnose the station"));
    wait_until("the diagnosis is there", [&] { return stands(window, L"✓ nothing wrong was found"); });
}
