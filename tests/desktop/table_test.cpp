// Lists of thousands: what makes them quick is that a refresh tells the view only what changed.
#include "ui/table.h"

#include "tests/desktop/opened_window.h"

#include <catch2/catch_test_macros.hpp>
#include <wx/frame.h>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

class CountedChanges : public wxDataViewModelNotifier {
  public:
    int rows = 0, resets = 0;
    bool ItemAdded(const wxDataViewItem&, const wxDataViewItem&) override { return true; }
    bool ItemDeleted(const wxDataViewItem&, const wxDataViewItem&) override { return true; }
    bool ItemChanged(const wxDataViewItem&) override { return ++rows != 0; }
    bool ValueChanged(const wxDataViewItem&, unsigned) override { return ++rows != 0; }
    bool Cleared() override { return ++resets != 0; }
    void Resort() override {}
};

struct OpenedTable {
    wxFrame* frame = new wxFrame(nullptr, wxID_ANY, "Table");
    ui::Table* table = new ui::Table(frame, "Numbers", {{"Number", 100, true}, {"Text", 200, false, true}});
    wxDataViewCtrl& view = find_control<wxDataViewCtrl>(*table, "Numbers");
    CountedChanges* changes = new CountedChanges;

    OpenedTable() {
        frame->Show();
        view.GetModel()->AddNotifier(changes);  // the model owns it
    }
    ~OpenedTable() {
        frame->Destroy();
        pump();
    }
    wxString text_of(int place, unsigned column) {
        wxVariant value;
        view.GetModel()->GetValue(value, item(place), column);
        return value.GetString();
    }
    wxDataViewItem item(int row) {
        return dynamic_cast<wxDataViewVirtualListModel&>(*view.GetModel()).GetItem(static_cast<unsigned>(row));
    }
};

std::vector<ui::Row> numbers(int count) {
    std::vector<ui::Row> rows;
    for (int number = 0; number < count; ++number)
        rows.push_back({std::to_string(number),
                        {{wxString::Format("%d", number), {}, number}, {wxString::Format("row %d", number), {}, {}}}});
    return rows;
}

}  // namespace

TEST_CASE("a refresh of ten thousand rows tells the view only the rows that changed") {
    OpenedTable opened;
    auto rows = numbers(10'000);
    opened.table->set_rows(rows);
    CHECK(opened.table->size() == 10'000);
    CHECK(opened.changes->resets == 1);
    opened.table->set_rows(rows);
    CHECK(opened.changes->rows == 0);
    rows[7'000].cells[1].text = "changed";
    opened.table->set_rows(rows);
    CHECK(opened.changes->rows == 1);
    CHECK(opened.changes->resets == 1);
    CHECK(opened.text_of(7'000, 1) == "changed");
}

TEST_CASE("the chosen row stays chosen when rows change, come and go") {
    OpenedTable opened;
    auto rows = numbers(10'000);
    opened.table->set_rows(rows);
    opened.table->select("5000");
    rows[5'000].cells[1].text = "changed";
    opened.table->set_rows(rows);
    CHECK(opened.table->selected() == "5000");
    rows.erase(rows.begin(), rows.begin() + 100);
    opened.table->set_rows(rows);
    CHECK(opened.table->selected() == "5000");
    opened.table->set_rows(numbers(10));
    CHECK(opened.table->selected() == std::nullopt);
}

TEST_CASE("the first key selects the row it leads to, in a list of one too") {
    for (const int count : {1, 3}) {
        OpenedTable opened;
        std::vector<std::string> told;
        opened.table->on_select([&](const std::string& key) { told.push_back(key); });
        opened.frame->Raise();
        opened.view.SetFocus();
        // Without GTK the part of the list that takes the keyboard is a window of its own.
        wait_until("the list has the keyboard", [&] {
            const auto* focus = wxWindow::FindFocus();
            return opened.frame->IsActive() && focus && (focus == &opened.view || focus->GetParent() == &opened.view);
        });
        for (const int key : {WXK_HOME, WXK_DOWN, WXK_UP, WXK_END}) {
            opened.table->set_rows({});
            opened.table->set_rows(numbers(count));
            REQUIRE(opened.table->selected() == std::nullopt);
            told.clear();
            press(key);
            const auto wanted = std::to_string(key == WXK_END ? count - 1 : 0);
            wait_until("the row is selected", [&] { return opened.table->selected() == wanted; });
            CHECK(told == std::vector{wanted});
        }
    }
}

TEST_CASE("numbers sort as numbers, texts as texts") {
    OpenedTable opened;
    opened.table->set_rows(numbers(20));
    const auto before = [&](int one, int other, unsigned column) {
        return opened.view.GetModel()->Compare(opened.item(one), opened.item(other), column, true) < 0;
    };
    CHECK(before(2, 10, 0));
    CHECK(before(10, 2, 1));
}
