#pragma once

#include "app/desktop/energy_picture.h"
#include "app/desktop/power_chart.h"
#include "ui/card.h"
#include "ui/page.h"
#include "ui/workspace.h"

#include <functional>
#include <vector>

namespace firstlight::app::desktop {

/// The house at a glance: energy flow, how the station is, the last minutes.
class OverviewPage : public ui::Page {
  public:
    OverviewPage(wxWindow* parent, ui::Workspace& workspace,
                 std::function<void(const std::string& device)> open_device);

    void shown() override;
    void hidden() override;

  private:
    void refresh();
    void watch_again();
    void show_what_there_is(bool nothing);
    void refresh_tiles();
    /// On or off grid, and the lowest insulation of the inverters. Whether that is enough is for the checks to say.
    wxString safety_words() const;
    /// Of the plant; a dash when it was not read.
    wxString plant_words(const char* point) const;
    bool has_lights() const;
    /// Where chargers are alone each has a tile of its own, as long as there is room.
    void make_charger_tiles();
    void refresh_charger_tiles();
    void copy_words();
    void save_picture();

    ui::Workspace& workspace_;
    wxStaticText* nothing_;
    EnergyPicture* picture_;
    PowerChart* chart_;
    wxBoxSizer* tiles_;
    std::vector<std::pair<std::string, ui::Tile*>> chargers_;  ///< by name of the device
    ui::Tile *mode_, *safety_, *lights_, *diagnosis_;
    std::shared_ptr<const station::Discovery> seen_;
    std::vector<ui::Connection::Watch> watches_;
    ui::Connection::Subscription subscription_;
    std::chrono::system_clock::time_point newest_{};
};

}  // namespace firstlight::app::desktop
