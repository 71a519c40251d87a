#include "app/desktop/station_settings.h"

#include "ui/accessible_name.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

#include <wx/msgdlg.h>

namespace firstlight::app::desktop {

using ui::px;
using ui::tr;

StationSettings::StationSettings(wxWindow* parent, ui::Workspace& workspace, std::function<void()> closed)
    : wxPanel(parent), workspace_(workspace), found_(workspace.connection().discovery()) {
    if (found_) pages_ = commissioning::setting_pages(*found_);
    auto* sides = new wxBoxSizer(wxHORIZONTAL);
    auto* left = new wxBoxSizer(wxVERTICAL);
    auto* back = new wxButton(this, wxID_ANY, tr("Back to the checklist"));
    back->Bind(wxEVT_BUTTON, [this, closed = std::move(closed)](wxCommandEvent&) {
        if (leave()) closed();
    });
    left->Add(back, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    wxArrayString names;
    for (const auto& page : pages_) names.Add(ui::to_wx(page.name));
    list_ = new wxListBox(this, wxID_ANY, wxDefaultPosition, wxSize(px(*this, 240), -1), names);
    ui::set_accessible_name(*list_, tr("Station settings"));
    list_->Bind(wxEVT_LISTBOX, [this](wxCommandEvent&) { choose(list_->GetSelection()); });
    left->Add(list_, 1, wxEXPAND);
    sides->Add(left, 0, wxEXPAND | wxALL, px(*this, ui::space::between));
    right_ = new wxBoxSizer(wxVERTICAL);
    sides->Add(right_, 1, wxEXPAND);
    SetSizer(sides);
    if (!pages_.empty()) show_page(0);
    list_->SetFocus();
}

bool StationSettings::leave() {
    if (form_ == nullptr || (!form_->has_changes() && !form_->busy())) return true;
    wxMessageDialog dialog(this, tr("What you have typed here is not written to the station."), tr("Station settings"),
                           wxYES_NO | wxNO_DEFAULT | wxICON_QUESTION);
    dialog.SetYesNoLabels(tr("Discard it"), tr("Stay here"));
    return dialog.ShowModal() == wxID_YES;
}

void StationSettings::open(const std::string& page) {
    const auto found = std::ranges::find(pages_, page, &commissioning::SettingPage::id);
    if (found != pages_.end()) choose(static_cast<int>(found - pages_.begin()));
}

void StationSettings::choose(int page) {
    if (page == shown_ || page < 0) return;
    if (leave())
        show_page(static_cast<std::size_t>(page));
    else
        list_->SetSelection(shown_);
}

void StationSettings::show_page(std::size_t page) {
    if (form_ != nullptr) form_->Destroy();
    form_ = new SettingForm(this, workspace_, found_, pages_[page]);
    right_->Add(form_, 1, wxEXPAND);
    shown_ = static_cast<int>(page);
    list_->SetSelection(shown_);
    Layout();
}

}  // namespace firstlight::app::desktop
