#pragma once

#include "app/desktop/energy_flow.h"
#include "ui/canvas.h"

#include <array>
#include <chrono>
#include <deque>
#include <optional>

namespace firstlight::app::desktop {

/// The power of PV, grid, battery and house over the last ten minutes.
class PowerChart : public ui::Canvas {
  public:
    explicit PowerChart(wxWindow* parent);

    void add(const EnergyFlow& flow);
    void clear();

  private:
    using Clock = std::chrono::steady_clock;
    struct Sample {
        Clock::time_point at;
        std::array<std::optional<double>, 4> power;  // by the order of `kinds`
    };
    struct Scale;
    void paint(wxGraphicsContext& on) const override;
    void draw_grid(wxGraphicsContext& on, const Scale& scale) const;
    void draw_line(wxGraphicsContext& on, const Scale& scale, std::size_t kind) const;
    void draw_legend(wxGraphicsContext& on, const Scale& scale) const;

    std::deque<Sample> samples_;
};

}  // namespace firstlight::app::desktop
