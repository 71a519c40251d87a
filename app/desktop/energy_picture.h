#pragma once

#include "app/desktop/energy_flow.h"
#include "ui/canvas.h"

#include <functional>
#include <memory>

namespace firstlight::app::desktop {

/// The energy flow as a drawing: the house in the middle, arrows that thicken with the power, the battery's charge as a
/// ring. Tab reaches it, the arrow keys walk through the nodes, Enter opens one.
class EnergyPicture : public ui::Canvas {
  public:
    EnergyPicture(wxWindow* parent, std::function<void(const std::string& device)> open);

    void show(EnergyFlow flow);

  private:
    struct Place {
        double x, y;
    };
    void paint(wxGraphicsContext& on) const override;
    void draw_flow(wxGraphicsContext& on, const FlowNode& node, Place from) const;
    void draw_node(wxGraphicsContext& on, const FlowNode& node, Place at, bool marked) const;
    void draw_house(wxGraphicsContext& on, Place at) const;
    std::vector<Place> places() const;
    bool only_charges() const;
    Place middle() const;
    double radius() const;
    void walk(int step);
    void open_at(const wxPoint& at);

    std::function<void(const std::string&)> open_;
    EnergyFlow flow_;
    int marked_ = -1;
};

}  // namespace firstlight::app::desktop
