#include "ui/danger_dialog.h"

#include "ui/page.h"
#include "ui/quiet_panel.h"
#include "ui/words.h"

#include <algorithm>

namespace firstlight::ui {

namespace {
constexpr int width = 560;
}

DangerDialog::DangerDialog(wxWindow* parent, const Danger& danger)
    : wxDialog(parent, wxID_ANY, danger.title), word_(danger.word) {
    auto* all = new wxBoxSizer(wxVERTICAL);
    add_band(*all, danger.band);
    auto* column = new wxBoxSizer(wxVERTICAL);
    add_paragraph(this, *column, danger.explanation, Type::body, Hue::text, width);
    for (const auto& words : danger.ticks) {
        auto* tick = new wxCheckBox(this, wxID_ANY, words);
        tick->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { refresh(); });
        column->Add(tick, 0, wxBOTTOM, px(*this, space::inside));
        ticks_.push_back(tick);
    }
    if (!word_.empty()) {
        typed_ = new TextField(this, danger.word_label, {}, width);
        typed_->on_change([this] { refresh(); });
        column->Add(typed_, 0, wxBOTTOM, px(*this, space::inside));
    }
    all->Add(column, 1, wxEXPAND | wxALL, px(*this, space::margin));
    auto* buttons = new wxStdDialogButtonSizer;
    auto* cancel = new wxButton(this, wxID_CANCEL, tr("Cancel"));
    go_ = new wxButton(this, wxID_OK, danger.button);
    buttons->AddButton(cancel);
    buttons->AddButton(go_);
    buttons->Realize();
    all->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, px(*this, space::margin));
    SetSizerAndFit(all);
    cancel->SetDefault();
    CentreOnParent();
    refresh();
}

void DangerDialog::add_band(wxSizer& column, const wxString& words) {
    auto* band = new QuietPanel(this);
    band->SetBackgroundColour(colour(Hue::fault));
    auto* inside = new wxBoxSizer(wxVERTICAL);
    auto* text = add_paragraph(band, *inside, words, Type::strong, Hue::card, width);
    text->SetForegroundColour(is_dark() ? *wxBLACK : *wxWHITE);
    auto* around = new wxBoxSizer(wxVERTICAL);
    around->Add(inside, 0, wxLEFT | wxRIGHT | wxTOP, px(*this, space::between));
    around->AddSpacer(px(*this, space::inside));
    band->SetSizer(around);
    column.Add(band, 0, wxEXPAND);
}

void DangerDialog::refresh() {
    const bool ticked = std::ranges::all_of(ticks_, [](const wxCheckBox* tick) { return tick->GetValue(); });
    const bool typed = typed_ == nullptr || to_wx(typed_->value()) == word_;
    go_->Enable(ticked && typed);
}

bool ask_danger(wxWindow* parent, const Danger& danger) {
    DangerDialog dialog(parent, danger);
    return dialog.ShowModal() == wxID_OK;
}

}  // namespace firstlight::ui
