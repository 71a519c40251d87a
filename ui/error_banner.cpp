#include "ui/error_banner.h"

#include "reports/error_words.h"
#include "ui/accessible_name.h"
#include "ui/words.h"

#include <wx/msgdlg.h>
#include <wx/sizer.h>

namespace firstlight::ui {

ErrorBanner::ErrorBanner(wxWindow* parent) : QuietPanel(parent) {
    const auto line = [this](wxWindow* above, Type type, Hue hue) {
        auto* label = new wxStaticText(above, wxID_ANY, {});
        label->SetFont(font(*this, type));
        label->SetForegroundColour(colour(hue));
        return label;
    };
    title_ = line(this, Type::strong, Hue::fault);
    explanation_ = line(this, Type::body, Hue::text);
    next_step_ = line(this, Type::body, Hue::text);
    fold_ = new wxCollapsiblePane(this, wxID_ANY, tr("Details"), wxDefaultPosition, wxDefaultSize,
                                  wxCP_DEFAULT_STYLE | wxCP_NO_TLW_RESIZE);
    fold_->SetBackgroundColour(colour(Hue::page));
    set_accessible_name(*fold_->GetPane(), tr("Details"));
    details_ = line(fold_->GetPane(), Type::hint, Hue::muted);
    auto* inside = new wxBoxSizer(wxVERTICAL);
    inside->Add(details_, 0, wxEXPAND);
    fold_->GetPane()->SetSizer(inside);
    fold_->Bind(wxEVT_COLLAPSIBLEPANE_CHANGED, [this](wxCollapsiblePaneEvent&) { GetParent()->Layout(); });

    auto* lines = new wxBoxSizer(wxVERTICAL);
    const int gap = px(*this, space::inside);
    for (wxWindow* each : std::initializer_list<wxWindow*>{title_, explanation_, next_step_, fold_})
        lines->Add(each, 0, wxEXPAND | wxBOTTOM, gap / 2);
    SetSizer(lines);
    Hide();
}

void ErrorBanner::fill(wxStaticText& label, const std::string& words) {
    label.SetLabel(to_wx(words));
    label.Wrap(px(*this, 720));
    label.Show(!words.empty());
}

void ErrorBanner::show(const std::exception_ptr& error) {
    show(reports::describe(error));
}

void ErrorBanner::show(const reports::ErrorWords& words) {
    fill(*title_, words.title);
    fill(*explanation_, words.explanation);
    fill(*next_step_, words.next_step);
    fill(*details_, words.details);
    fold_->Show(!words.details.empty());
    fold_->Collapse();
    Show();
    GetParent()->Layout();
}

void ErrorBanner::clear() {
    if (!IsShown()) return;
    Hide();
    GetParent()->Layout();
}

void tell_error(wxWindow* parent, const std::exception_ptr& error) {
    const auto words = reports::describe(error);
    wxMessageDialog dialog(parent, to_wx(words.explanation + "\n\n" + words.next_step), to_wx(words.title),
                           wxOK | wxICON_WARNING);
    dialog.ShowModal();
}

}  // namespace firstlight::ui
