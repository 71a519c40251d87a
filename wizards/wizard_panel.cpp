#include "wizards/wizard_panel.h"

#include "ui/accessible_name.h"
#include "ui/appearance.h"
#include "ui/page.h"

#include <algorithm>
#include <utility>

#include <wx/msgdlg.h>
#include <wx/statline.h>

namespace firstlight::wizards {

using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;

namespace {
constexpr int list_width = 200;
constexpr int save_after_ms = 500;
}  // namespace

WizardPanel::WizardPanel(wxWindow* parent, std::vector<std::unique_ptr<Step>> steps, Actions actions)
    : wxPanel(parent), steps_(std::move(steps)), shown_(steps_.size()), actions_(std::move(actions)) {
    SetBackgroundColour(ui::colour(Hue::page));
    const int gap = px(*this, ui::space::between), margin = px(*this, ui::space::margin);
    auto* list = new wxBoxSizer(wxVERTICAL);
    place_ = new wxStaticText(this, wxID_ANY, {});
    place_->SetFont(ui::font(*this, ui::Type::hint));
    place_->SetForegroundColour(ui::colour(Hue::muted));
    list->Add(place_, 0, wxALL, px(*this, ui::space::inside));
    for (std::size_t i = 0; i < steps_.size(); ++i) add_entry(i, *list);
    list->SetMinSize(px(*this, list_width), -1);

    book_ = new wxSimplebook(this);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        shown_[i].page =
            new wxScrolledWindow(book_, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
        shown_[i].page->SetScrollRate(0, gap);
        book_->AddPage(shown_[i].page, steps_[i]->name());
        steps_[i]->changed = [this] { refresh(); };
        steps_[i]->typed = [this] {
            refresh();
            save_soon_.StartOnce(save_after_ms);
        };
    }

    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    back_ = new wxButton(this, wxID_ANY, tr("&Back"));
    close_ = new wxButton(this, wxID_ANY, actions_.close_label.empty() ? tr("Save and close") : actions_.close_label);
    reason_ = new wxStaticText(this, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize,
                               wxST_ELLIPSIZE_END | wxALIGN_RIGHT | wxST_NO_AUTORESIZE);
    reason_->SetForegroundColour(ui::colour(Hue::warning));
    next_ = new wxButton(this, wxID_ANY, tr("&Next"));
    next_->SetDefault();
    ui::make_primary(*next_);
    back_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { back(); });
    close_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { close(); });
    next_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { next(); });
    buttons->Add(back_, 0, wxALIGN_CENTER_VERTICAL);
    buttons->Add(close_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*this, ui::space::inside));
    buttons->Add(reason_, 1, wxALIGN_CENTER_VERTICAL | wxLEFT | wxRIGHT, gap);
    buttons->Add(next_, 0, wxALIGN_CENTER_VERTICAL);

    auto* right = new wxBoxSizer(wxVERTICAL);
    right->Add(book_, 1, wxEXPAND);
    right->Add(new wxStaticLine(this), 0, wxEXPAND | wxTOP, px(*this, ui::space::inside));
    right->Add(buttons, 0, wxEXPAND | wxALL, gap);
    auto* all = new wxBoxSizer(wxHORIZONTAL);
    all->Add(list, 0, wxEXPAND | wxTOP, margin);
    all->Add(new wxStaticLine(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLI_VERTICAL), 0,
             wxEXPAND | wxTOP | wxBOTTOM, gap);
    all->Add(right, 1, wxEXPAND);
    SetSizer(all);
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_ESCAPE) return close();
        if (event.AltDown() && event.GetKeyCode() == WXK_RIGHT && next_->IsEnabled()) return next();
        if (event.AltDown() && event.GetKeyCode() == WXK_LEFT && back_->IsEnabled()) return back();
        event.Skip();
    });
    save_soon_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { actions_.save(); });
    next_->SetToolTip(tr("Alt and the right arrow"));
    back_->SetToolTip(tr("Alt and the left arrow"));
    close_->SetToolTip(tr("Escape"));
    go(0);
}

void WizardPanel::add_entry(std::size_t index, wxSizer& list) {
    auto* entry = new wxButton(this, wxID_ANY, steps_[index]->name(), wxDefaultPosition, wxDefaultSize,
                               wxBORDER_NONE | wxBU_LEFT);
    entry->Bind(wxEVT_BUTTON, [this, index](wxCommandEvent&) {
        steps_[current_]->left();
        actions_.save();
        go(index);
    });
    shown_[index].entry = entry;
    list.Add(entry, 0, wxEXPAND | wxLEFT | wxRIGHT, px(*this, ui::space::inside) / 2);
}

void WizardPanel::make_page(std::size_t index) {
    auto* page = shown_[index].page;
    auto& step = *steps_[index];
    auto* column = new wxBoxSizer(wxVERTICAL);
    auto* title = new wxStaticText(page, wxID_ANY, step.title());
    title->SetFont(ui::font(*this, ui::Type::title));
    column->Add(title, 0, wxBOTTOM, px(*this, ui::space::inside));
    ui::add_paragraph(page, *column, step.why(), ui::Type::body, Hue::muted);
    column->AddSpacer(px(*this, ui::space::inside));
    step.make(page, *column);
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(column, 1, wxEXPAND | wxALL, px(*this, ui::space::margin));
    page->SetSizer(all);
    ui::settle_fonts(*page);
}

std::size_t WizardPanel::pages() const {
    return static_cast<std::size_t>(std::ranges::count_if(steps_, [](const auto& step) { return step->needed(); }));
}

std::size_t WizardPanel::neighbour(int direction) const {
    auto index = static_cast<long>(current_);
    do index += direction;
    while (index >= 0 && index < static_cast<long>(steps_.size())
           && !steps_[static_cast<std::size_t>(index)]->needed());
    return index < 0 ? current_ : static_cast<std::size_t>(index);
}

/// GTK learns only once which pages Tab can enter, when they are still empty; moving one makes wx tell it anew.
void renew_tab_order(wxWindow& book) {
    const auto& children = book.GetChildren();
    if (children.GetCount() < 2) return;
    auto* last = children.GetLast()->GetData();
    last->MoveAfterInTabOrder(children.Item(children.GetCount() - 2)->GetData());
}

void WizardPanel::go(std::size_t index) {
    current_ = index;
    furthest_ = std::max(furthest_, index);
    if (shown_[index].page->GetSizer() == nullptr) make_page(index);
    book_->SetSelection(index);
    steps_[index]->entered();
    refresh();
    renew_tab_order(*book_);
    shown_[index].page->FitInside();
    shown_[index].page->Layout();
    shown_[index].page->SetFocus();
}

void WizardPanel::go_to(const std::string& id) {
    while (step().id() != id && step().why_not_next().empty()) {
        const auto following = neighbour(1);
        if (following >= steps_.size() || steps_[following]->acts_when_entered()) return;
        steps_[current_]->left();
        go(following);
    }
}

void WizardPanel::next() {
    auto& step = *steps_[current_];
    step.left();
    if (!step.why_not_next().empty()) return refresh();
    actions_.save();
    step.commit([this, from = current_] {
        if (current_ == from) go_on();
    });
}

void WizardPanel::go_on() {
    const auto following = neighbour(1);
    if (following >= steps_.size()) return actions_.finish();
    go(following);
}

void WizardPanel::back() {
    steps_[current_]->left();
    actions_.save();
    if (const auto before = neighbour(-1); before != current_) go(before);
}

bool WizardPanel::leave() {
    for (const auto& step : steps_) {
        const auto warning = step->before_close();
        if (warning.empty()) continue;
        wxMessageDialog dialog(this, warning, tr("Close now?"), wxYES_NO | wxNO_DEFAULT | wxICON_WARNING);
        dialog.SetYesNoLabels(tr("Stop and close"), tr("Stay here"));
        if (dialog.ShowModal() != wxID_YES) return false;
    }
    steps_[current_]->left();
    actions_.save();
    return true;
}

void WizardPanel::close() {
    if (leave()) actions_.close();
}

void WizardPanel::refresh() {
    std::size_t number = 0, here = 0;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        auto* entry = shown_[i].entry;
        const bool needed = steps_[i]->needed();
        entry->Show(needed);
        if (!needed) continue;
        ++number;
        const bool current = i == current_;
        if (current) here = number;
        const auto sign = current ? L"▸ " : i < furthest_ || (i == furthest_ && !current) ? L"✓ " : L"○ ";
        entry->SetLabel(sign + steps_[i]->name());
        entry->Enable(i <= furthest_);
        entry->SetFont(ui::font(*this, current ? ui::Type::strong : ui::Type::body));
        entry->SetForegroundColour(ui::colour(current ? Hue::info : i <= furthest_ ? Hue::text : Hue::muted));
    }
    place_->SetLabel(trf("Page {} of {}", here, number));
    const auto& step = *steps_[current_];
    const auto reason = step.why_not_next();
    reason_->SetLabel(reason);
    reason_->SetToolTip(reason);
    auto label = step.next_label();
    if (label.empty()) label = neighbour(1) >= steps_.size() ? tr("&Finish") : tr("&Next");
    next_->SetLabel(label);
    next_->Enable(reason.empty());
    back_->Enable(neighbour(-1) != current_);
    Layout();
}

}  // namespace firstlight::wizards
