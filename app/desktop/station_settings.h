#pragma once

#include "app/desktop/by_hand_form.h"
#include "app/desktop/compare_form.h"
#include "app/desktop/setting_form.h"

#include <functional>

#include <wx/listbox.h>

namespace firstlight::app::desktop {

/// Every setting of the connected station: the pages at the left, the chosen one at the right.
class StationSettings : public wxPanel {
  public:
    StationSettings(wxWindow* parent, ui::Workspace& workspace, std::function<void()> closed);

    /// Before it goes: false when something typed is not written and the person stays.
    bool leave();
    /// Another station is connected than the one whose settings these are, and nothing typed would be lost.
    bool is_done_with() const;

  private:
    /// What the station is for decides which pages it has.
    void read_offer();
    void list_pages(const station::PointLookup& plant);
    void choose(int page);
    void show_page(std::size_t page);

    ui::Workspace& workspace_;
    std::shared_ptr<const station::Discovery> found_;
    std::vector<commissioning::SettingPage> pages_;
    wxListBox* list_;
    wxBoxSizer* right_;
    ui::Page* form_ = nullptr;  // a SettingForm, ByHandForm or CompareForm
    int shown_ = -1;
    ui::Job offer_;
};

}  // namespace firstlight::app::desktop
