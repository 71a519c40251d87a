#include "app/desktop/power_chart.h"

#include "text/numbers.h"
#include "ui/accessible_name.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <wx/graphics.h>
#include <wx/pen.h>

namespace firstlight::app::desktop {

using Kind = FlowNode::Kind;
using ui::Hue;

namespace {

constexpr std::chrono::minutes shown_time{10};
constexpr std::array kinds{Kind::pv, Kind::grid, Kind::battery, Kind::load};
constexpr std::array hues{Hue::pv, Hue::grid, Hue::battery, Hue::load};

/// The next of 1, 2, 5, 10, 20 ... that is not below.
double round_up(double value) {
    const double decade = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0, 10.0})
        if (step * decade >= value) return step * decade;
    return value;
}

}  // namespace

struct PowerChart::Scale {
    double left, top, width, height, kilowatts;
    Clock::time_point now;

    double x(Clock::time_point at) const {
        const std::chrono::duration<double> age = now - at;
        return left + width * (1 - age / std::chrono::duration<double>(shown_time));
    }
    double y(double power) const { return top + height * (0.5 - power / kilowatts / 2); }
};

PowerChart::PowerChart(wxWindow* parent) : Canvas(parent) {
    SetMinSize(wxSize(ui::px(*this, 440), ui::px(*this, 136)));
    ui::set_accessible_name(*this, ui::tr("Power of the last ten minutes"));
}

void PowerChart::add(const EnergyFlow& flow) {
    Sample sample{Clock::now(), {}};
    bool any = false;
    for (std::size_t i = 0; i < kinds.size(); ++i)
        if (const auto* node = flow.find(kinds[i]); node != nullptr && node->power) {
            sample.power[i] = node->power;
            any = true;
        }
    if (!any) return;
    samples_.push_back(sample);
    while (sample.at - samples_.front().at > shown_time) samples_.pop_front();
    Refresh();
}

void PowerChart::clear() {
    samples_.clear();
    Refresh();
}

void PowerChart::paint(wxGraphicsContext& on) const {
    const auto size = GetClientSize();
    double most = 0.5;
    for (const auto& sample : samples_)
        for (const auto& power : sample.power) most = std::max(most, std::abs(power.value_or(0)));
    const double side = ui::px(*this, 64), legend = ui::px(*this, 32), below = ui::px(*this, 24);
    const Scale scale{side,
                      legend,
                      std::max(1.0, size.x - side - ui::px(*this, 16)),
                      std::max(1.0, size.y - legend - below),
                      round_up(most),
                      Clock::now()};
    draw_grid(on, scale);
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) draw_line(on, scale, kind);
    draw_legend(on, scale);
}

void PowerChart::draw_grid(wxGraphicsContext& on, const Scale& scale) const {
    on.SetFont(ui::font(*this, ui::Type::hint), ui::colour(Hue::muted));
    for (const double power : {scale.kilowatts, 0.0, -scale.kilowatts}) {
        on.SetPen(wxPen(ui::colour(Hue::line), 1));
        on.StrokeLine(scale.left, scale.y(power), scale.left + scale.width, scale.y(power));
        const auto words = ui::to_wx(text::number(power) + " kW");
        double width = 0, height = 0;
        on.GetTextExtent(words, &width, &height);
        on.DrawText(words, scale.left - width - ui::px(*this, 6), scale.y(power) - height / 2);
    }
    const double base = scale.top + scale.height + ui::px(*this, 2);
    on.DrawText(ui::tr("10 min ago"), scale.left, base);
    const auto now = ui::tr("now");
    double width = 0, height = 0;
    on.GetTextExtent(now, &width, &height);
    on.DrawText(now, scale.left + scale.width - width, base);
}

void PowerChart::draw_line(wxGraphicsContext& on, const Scale& scale, std::size_t kind) const {
    auto line = on.CreatePath();
    bool pen_down = false;
    for (const auto& sample : samples_) {
        const auto& power = sample.power.at(kind);
        if (!power) {
            pen_down = false;
            continue;
        }
        const double x = scale.x(sample.at), y = scale.y(*power);
        pen_down ? line.AddLineToPoint(x, y) : line.MoveToPoint(x, y);
        pen_down = true;
    }
    on.SetPen(wxPen(ui::colour(hues.at(kind)), ui::px(*this, 2)));
    on.StrokePath(line);
}

void PowerChart::draw_legend(wxGraphicsContext& on, const Scale& scale) const {
    double x = scale.left;
    const double top = ui::px(*this, ui::space::inside);
    on.SetFont(ui::font(*this, ui::Type::hint), ui::colour(Hue::text));
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        const auto words = kind_words(kinds[kind]);
        double width = 0, height = 0;
        on.GetTextExtent(words, &width, &height);
        on.SetPen(wxPen(ui::colour(hues[kind]), ui::px(*this, 3)));
        on.StrokeLine(x, top + height / 2, x + ui::px(*this, 14), top + height / 2);
        on.DrawText(words, x + ui::px(*this, 20), top);
        x += width + ui::px(*this, 40);
    }
    on.SetFont(ui::font(*this, ui::Type::hint), ui::colour(Hue::muted));
    const auto hint = ui::tr("above zero: towards the house");
    double width = 0, height = 0;
    on.GetTextExtent(hint, &width, &height);
    on.DrawText(hint, scale.left + scale.width - width, top);
}

}  // namespace firstlight::app::desktop
