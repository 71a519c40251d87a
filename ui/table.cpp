#include "ui/table.h"

#include "ui/accessible_name.h"

#include <algorithm>
#include <array>
#include <utility>

#include <wx/sizer.h>

namespace firstlight::ui {

namespace {
constexpr int beside_columns = 24;  // the scroll bar and the frame
constexpr int beside_head = 24;     // the arrow of sorting, too
}  // namespace

class Table::Model : public wxDataViewVirtualListModel {
  public:
    explicit Model(std::size_t columns) : columns_(columns) {}

    unsigned GetColumnCount() const override { return static_cast<unsigned>(columns_); }
    wxString GetColumnType(unsigned) const override { return "string"; }

    void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override {
        const auto* cell = find(row, column);
        value = cell ? cell->text : wxString();
    }
    bool GetAttrByRow(unsigned row, unsigned column, wxDataViewItemAttr& attributes) const override {
        const auto* cell = find(row, column);
        if (!cell || !cell->hue) return false;
        attributes.SetColour(colour(*cell->hue));
        return true;
    }
    bool SetValueByRow(const wxVariant&, unsigned, unsigned) override { return false; }

    int Compare(const wxDataViewItem& one, const wxDataViewItem& other, unsigned column,
                bool ascending) const override {
        const auto *a = find(GetRow(one), column), *b = find(GetRow(other), column);
        if (!a || !b) return 0;
        int order = 0;
        if (a->sort && b->sort)
            order = *a->sort < *b->sort ? -1 : *a->sort > *b->sort ? 1 : 0;
        else
            order = a->text.CmpNoCase(b->text);
        if (order == 0) order = GetRow(one) < GetRow(other) ? -1 : 1;
        return ascending ? order : -order;
    }

    std::vector<Row> rows;

  private:
    const Cell* find(unsigned row, unsigned column) const {
        if (row >= rows.size() || column >= rows[row].cells.size()) return nullptr;
        return &rows[row].cells[column];
    }
    std::size_t columns_;
};

Table::Table(wxWindow* parent, const wxString& name, std::vector<Column> columns)
    : wxPanel(parent), model_(new Model(columns.size())), columns_(std::move(columns)) {
    view_ = new wxDataViewCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxDV_ROW_LINES | wxDV_SINGLE);
    view_->AssociateModel(model_.get());
    unsigned index = 0;
    for (const auto& column : columns_) {
        auto* renderer = new wxDataViewTextRenderer(
            "string", wxDATAVIEW_CELL_INERT, (column.right ? wxALIGN_RIGHT : wxALIGN_LEFT) | wxALIGN_CENTRE_VERTICAL);
        renderer->EnableEllipsize(wxELLIPSIZE_END);
        view_->AppendColumn(new wxDataViewColumn(column.title, renderer, index++, width_of(column),
                                                 column.right ? wxALIGN_RIGHT : wxALIGN_LEFT,
                                                 wxDATAVIEW_COL_RESIZABLE | wxDATAVIEW_COL_SORTABLE));
    }
    set_accessible_name(*view_, name);
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(view_, 1, wxEXPAND);
    SetSizer(all);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        stretch_column();
        event.Skip();
    });
    view_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) {
        if (const auto key = selected(); key && on_select_) on_select_(*key);
    });
    view_->Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent&) {
        if (const auto key = selected(); key && on_activate_) on_activate_(*key);
    });
    bind_menu();
    bind_first_key();
}

void Table::bind_menu() {
    view_->Bind(wxEVT_DATAVIEW_ITEM_CONTEXT_MENU, [this](wxDataViewEvent&) {
        if (on_menu_) on_menu_(ScreenToClient(wxGetMousePosition()));
    });
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        const bool is_menu_key = event.GetKeyCode() == WXK_WINDOWS_MENU || event.GetKeyCode() == WXK_MENU
                                 || (event.GetKeyCode() == WXK_F10 && event.ShiftDown());
        if (!is_menu_key || !on_menu_) return event.Skip();
        const auto chosen = view_->GetSelection();
        on_menu_(chosen.IsOk() ? view_->GetItemRect(chosen).GetBottomLeft() : wxPoint());
    });
}

void Table::bind_first_key() {
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        constexpr std::array keys{WXK_HOME, WXK_END, WXK_UP, WXK_DOWN, WXK_PAGEUP, WXK_PAGEDOWN};
        const bool leads_to_a_row = !event.HasAnyModifiers() && std::ranges::count(keys, event.GetKeyCode()) != 0;
        if (!leads_to_a_row || size() == 0 || selected()) return event.Skip();
        const auto key = outer_row(event.GetKeyCode() == WXK_END).key;
        select(key);
        view_->SetCurrentItem(view_->GetSelection());
        if (on_select_) on_select_(key);
    });
}

const Row& Table::outer_row(bool last) const {
    const auto& rows = model_->rows;
    const auto* sorted = view_->GetSortingColumn();
    if (sorted == nullptr) return last ? rows.back() : rows.front();
    unsigned outer = 0;
    for (unsigned row = 1; row < rows.size(); ++row) {
        const int order = model_->Compare(model_->GetItem(row), model_->GetItem(outer), sorted->GetModelColumn(),
                                          sorted->IsSortOrderAscending());
        if (last ? order > 0 : order < 0) outer = row;
    }
    return rows[outer];
}

int Table::width_of(const Column& column) const {
    int head = 0;
    const auto bold = font(*this, Type::strong);
    GetTextExtent(column.title, &head, nullptr, nullptr, nullptr, &bold);
    return std::max(px(*this, column.width), head + px(*this, beside_head));
}

void Table::stretch_column() {
    const auto found = std::ranges::find(columns_, true, &Column::stretch);
    if (found == columns_.end()) return;
    int left = GetClientSize().x - px(*this, beside_columns);
    for (const auto& column : columns_)
        if (!column.stretch) left -= width_of(column);
    view_->GetColumn(static_cast<unsigned>(found - columns_.begin()))->SetWidth(std::max(left, width_of(*found)));
}

void Table::set_rows(std::vector<Row> rows) {
    auto& old = model_->rows;
    const bool same_keys =
        rows.size() == old.size()
        && std::equal(rows.begin(), rows.end(), old.begin(), [](const Row& a, const Row& b) { return a.key == b.key; });
    if (same_keys) {
        for (unsigned row = 0; row < rows.size(); ++row) {
            const bool changed = !std::equal(
                rows[row].cells.begin(), rows[row].cells.end(), old[row].cells.begin(), old[row].cells.end(),
                [](const Cell& a, const Cell& b) { return a.text == b.text && a.hue == b.hue; });
            old[row] = std::move(rows[row]);
            if (changed) model_->RowChanged(row);
        }
        return;
    }
    const auto kept = selected();
    old = std::move(rows);
    model_->Reset(static_cast<unsigned>(old.size()));
    if (kept) select(*kept);
}

std::optional<std::string> Table::selected() const {
    const auto item = view_->GetSelection();
    if (!item.IsOk()) return std::nullopt;
    const auto row = model_->GetRow(item);
    if (row >= model_->rows.size()) return std::nullopt;
    return model_->rows[row].key;
}

void Table::select(const std::string& key) {
    const auto found = std::ranges::find(model_->rows, key, &Row::key);
    if (found == model_->rows.end()) return;
    const auto item = model_->GetItem(static_cast<unsigned>(found - model_->rows.begin()));
    view_->Select(item);
    view_->EnsureVisible(item);
}

std::size_t Table::size() const {
    return model_->rows.size();
}

}  // namespace firstlight::ui
