// Reports: which visits have one, and how it is shown.
#include "tests/commissioning/sample_visit.h"
#include "tests/desktop/accessible_names.h"
#include "tests/desktop/opened_window.h"

#include <catch2/catch_test_macros.hpp>
#include <wx/dataview.h>
#include <wx/scrolwin.h>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

struct OpenedReports : OpenedWindow {
    void show() {
        for (std::size_t place = 0; place < (*this)->places(); ++place)
            if ((*this)->page(place).GetName() == "Reports") (*this)->show(place);
    }
    unsigned rows() {
        auto& list = find_control<wxDataViewCtrl>(**this, "Reports");
        return dynamic_cast<wxDataViewVirtualListModel&>(*list.GetModel()).GetCount();
    }
};

/// A window in sight whose name begins so.
bool has_named(wxWindow& window, const wxString& beginning) {
    for (auto* child : window.GetChildren())
        if (child->IsShown() && (child->GetName().StartsWith(beginning) || has_named(*child, beginning))) return true;
    return false;
}

}  // namespace

TEST_CASE("without results there is nothing to open, and it is said why") {
    OpenedReports reports;
    reports.workspace().store().create(small_visit());
    reports.show();
    wait_until("it is said", [&] { return has_named(*reports, "No visit has results yet."); });
    CHECK(reports.rows() == 0);
    CHECK_FALSE(find_control(*reports, "Open the PDF").IsEnabled());
}

TEST_CASE("the newest report is shown at once, and a screen reader hears what it says") {
    OpenedReports reports;
    reports.workspace().store().create(full_visit());
    auto empty = small_visit();
    empty.id = "20261124-000000-0001";
    reports.workspace().store().create(empty);
    reports.show();
    wait_until("the pages are there", [&] { return has_named(*reports, "Report, "); });
    CHECK(reports.rows() == 1);
    CHECK(find_control(*reports, "Open the PDF").IsEnabled());
    CHECK(unnamed_controls(*reports) == std::vector<std::string>());
    reports.show();  // again: nothing is chosen anew
    pump();
    CHECK(reports.rows() == 1);
}
