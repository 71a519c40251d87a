#include "app/desktop/station_settings.h"

#include "ui/accessible_name.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

#include <wx/msgdlg.h>

namespace firstlight::app::desktop {

using ui::px;
using ui::tr;

namespace {

const std::string files_page = "files";

}  // namespace

StationSettings::StationSettings(wxWindow* parent, ui::Workspace& workspace, std::function<void()> closed)
    : wxPanel(parent), workspace_(workspace), found_(workspace.connection().discovery()) {
    auto* sides = new wxBoxSizer(wxHORIZONTAL);
    auto* left = new wxBoxSizer(wxVERTICAL);
    auto* back = new wxButton(this, wxID_ANY, tr("Back to the checklist"));
    back->Bind(wxEVT_BUTTON, [this, closed = std::move(closed)](wxCommandEvent&) {
        if (leave()) closed();
    });
    left->Add(back, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    list_ = new wxListBox(this, wxID_ANY, wxDefaultPosition, wxSize(px(*this, 240), -1));
    ui::set_accessible_name(*list_, tr("Station settings"));
    list_->Bind(wxEVT_LISTBOX, [this](wxCommandEvent&) { choose(list_->GetSelection()); });
    left->Add(list_, 1, wxEXPAND);
    sides->Add(left, 0, wxEXPAND | wxALL, px(*this, ui::space::between));
    right_ = new wxBoxSizer(wxVERTICAL);
    sides->Add(right_, 1, wxEXPAND);
    SetSizer(sides);
    if (found_) list_pages([](const std::string&) { return std::optional<double>(); });
    if (!pages_.empty()) show_page(0);
    list_->SetFocus();
    read_offer();
}

void StationSettings::read_offer() {
    const auto* plant = found_ ? found_->find("plant") : nullptr;
    std::vector<const station::Point*> points;
    for (const auto& name : commissioning::points_of_offer()) {
        const auto* point = plant ? plant->profile->find(name) : nullptr;
        if (point && station::applies(*point, *plant)) points.push_back(point);
    }
    if (points.empty()) return;
    using Readings = std::vector<station::Reading>;
    auto work = [](std::shared_ptr<station::LiveStation> live, Found found, const station::Device* device,
                   std::vector<const station::Point*> wanted) -> transport::awaitable<Readings> {
        const auto hold = co_await hold_same(live, found);
        co_return co_await hold.station.read(*device, std::move(wanted));
    };
    offer_ = workspace_.bridge().start<Readings>(
        [work, live = workspace_.connection().live(), found = found_, plant, points] {
            return work(live, found, plant, points);
        },
        [this](const Readings& readings) {
            list_pages([&](const std::string& name) {
                const auto said = std::ranges::find_if(
                    readings, [&](const station::Reading& reading) { return reading.point->name == name; });
                return said == readings.end() ? std::nullopt : said->number();
            });
        },
        {});
}

void StationSettings::list_pages(const station::PointLookup& plant) {
    const auto shown = shown_ >= 0 ? pages_[static_cast<std::size_t>(shown_)].id : std::string();
    pages_ = commissioning::setting_pages(*found_, commissioning::use_of(*found_, plant("station_use")), plant);
    auto& files = pages_.emplace_back();
    files.id = files_page;
    files.name = text::tr("Save, compare, restore");
    wxArrayString names;
    for (const auto& page : pages_) names.Add(ui::to_wx(page.name));
    list_->Set(names);
    list_->SetMinSize(wxSize(std::max(px(*this, 240), list_->GetBestSize().x), -1));
    const auto still = std::ranges::find(pages_, shown, &commissioning::SettingPage::id);
    shown_ = still == pages_.end() ? -1 : static_cast<int>(still - pages_.begin());
    if (shown_ >= 0) list_->SetSelection(shown_);
}

bool StationSettings::leave() {
    if (form_ == nullptr || (!form_->has_changes() && !form_->busy())) return true;
    const auto words = form_->busy() ? tr("Work with the station goes on here. What it has written stays written.")
                                     : tr("What you have typed here is not written to the station.");
    wxMessageDialog dialog(this, words, tr("Station settings"), wxYES_NO | wxNO_DEFAULT | wxICON_QUESTION);
    dialog.SetYesNoLabels(form_->busy() ? tr("Stop it") : tr("Discard it"), tr("Stay here"));
    return dialog.ShowModal() == wxID_YES;
}

bool StationSettings::is_done_with() const {
    const auto& now = workspace_.connection().discovery();
    const bool is_another = now && (!found_ || now->anchor_serial != found_->anchor_serial);
    return is_another && (form_ == nullptr || (!form_->has_changes() && !form_->busy()));
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
    const auto& chosen = pages_[page];
    if (chosen.id == files_page) {
        form_ = new CompareForm(this, workspace_, found_);
    } else if (chosen.by_hand()) {
        form_ = new ByHandForm(this, workspace_, found_, chosen);
    } else {
        auto* form = new SettingForm(this, workspace_, found_, chosen);
        if (chosen.id == "station") form->on_written([this] { read_offer(); });
        form_ = form;
    }
    right_->Add(form_, 1, wxEXPAND);
    shown_ = static_cast<int>(page);
    list_->SetSelection(shown_);
    Layout();
}

}  // namespace firstlight::app::desktop
