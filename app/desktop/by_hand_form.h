#pragma once

#include "app/desktop/by_hand_box.h"
#include "ui/page.h"

namespace firstlight::app::desktop {

/// A page that the station does not offer over Modbus: what was set in the maker's app is confirmed by hand.
class ByHandForm : public ui::Page {
  public:
    ByHandForm(wxWindow* parent, ui::Workspace& workspace, Found found, const commissioning::SettingPage& page);

    bool has_changes() const override { return box_->has_changes(); }
    bool busy() const override { return box_->busy(); }

  private:
    ByHandBox* box_;
};

}  // namespace firstlight::app::desktop
