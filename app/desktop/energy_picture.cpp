#include "app/desktop/energy_picture.h"

#include "ui/accessible_name.h"
#include "ui/device_values.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include <wx/brush.h>
#include <wx/graphics.h>
#include <wx/pen.h>

namespace firstlight::app::desktop {

using Kind = FlowNode::Kind;
using ui::Hue;

namespace {

constexpr double thinnest = 2, thickest = 8, full_power = 10;  // independent pixels; kW
constexpr std::chrono::seconds stale_after{15};

Hue hue_of(Kind kind) {
    switch (kind) {
        case Kind::pv:
            return Hue::pv;
        case Kind::grid:
            return Hue::grid;
        case Kind::battery:
            return Hue::battery;
        case Kind::load:
            return Hue::load;
        case Kind::charger:
            return Hue::charger;
    }
    return Hue::text;
}

bool is_stale(const FlowNode& node) {
    return std::chrono::system_clock::now() - node.at > stale_after;
}

/// Faded when the figure is old.
wxColour shade_of(const FlowNode& node) {
    const auto shade = ui::colour(hue_of(node.kind));
    return is_stale(node) ? wxColour(shade.Red(), shade.Green(), shade.Blue(), 90) : shade;
}

void centred(wxGraphicsContext& on, const wxString& words, double x, double y) {
    double width = 0, height = 0;
    on.GetTextExtent(words, &width, &height);
    on.DrawText(words, x - width / 2, y - height / 2);
}

wxString power_words(const FlowNode& node) {
    return node.power ? ui::kilowatt_words(*node.power) : wxString(L"–");
}

}  // namespace

EnergyPicture::EnergyPicture(wxWindow* parent, std::function<void(const std::string&)> open)
    : Canvas(parent, wxWANTS_CHARS | wxTAB_TRAVERSAL), open_(std::move(open)) {
    SetMinSize(wxSize(ui::px(*this, 440), ui::px(*this, 320)));
    ui::set_accessible_name(*this, ui::tr("Energy flow"));
    Bind(wxEVT_LEFT_UP, [this](wxMouseEvent& event) {
        SetFocus();
        open_at(event.GetPosition());
    });
    Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
        switch (event.GetKeyCode()) {
            case WXK_RIGHT:
            case WXK_DOWN:
                return walk(1);
            case WXK_LEFT:
            case WXK_UP:
                return walk(-1);
            case WXK_RETURN:
            case WXK_NUMPAD_ENTER:
                if (marked_ >= 0) open_(flow_.nodes.at(static_cast<std::size_t>(marked_)).device);
                return;
            default:
                event.Skip();
        }
    });
    const auto repaint = [this](wxFocusEvent& event) {
        Refresh();
        event.Skip();
    };
    Bind(wxEVT_SET_FOCUS, repaint);
    Bind(wxEVT_KILL_FOCUS, repaint);
}

void EnergyPicture::show(EnergyFlow flow) {
    flow_ = std::move(flow);
    if (marked_ >= static_cast<int>(flow_.nodes.size())) marked_ = -1;
    ui::set_accessible_name(*this, ui::tr("Energy flow") + "\n" + to_words(flow_));
    Refresh();
}

bool EnergyPicture::only_charges() const {
    return !flow_.nodes.empty()
           && std::ranges::all_of(flow_.nodes, [](const FlowNode& node) { return node.kind == Kind::charger; });
}

EnergyPicture::Place EnergyPicture::middle() const {
    const auto size = GetClientSize();
    return {size.x / 2.0, size.y * (only_charges() ? 0.3 : 0.5)};
}

double EnergyPicture::radius() const {
    const auto size = GetClientSize();
    return std::min(std::min(size.x, size.y) / 9.0, static_cast<double>(ui::px(*this, 44)));
}

std::vector<EnergyPicture::Place> EnergyPicture::places() const {
    const auto size = GetClientSize();
    const auto [x, y] = middle();
    const double wide = size.x * 0.36, high = size.y * 0.36;
    std::vector<Place> places;
    const auto chargers = std::ranges::count(flow_.nodes, Kind::charger, &FlowNode::kind);
    double nth = 0;
    for (const auto& node : flow_.nodes) {
        switch (node.kind) {
            case Kind::pv:
                places.push_back({x, y - high});
                break;
            case Kind::grid:
                places.push_back({x - wide, y});
                break;
            case Kind::battery:
                places.push_back({x, y + high});
                break;
            case Kind::load:
                places.push_back({x + wide, y});
                break;
            case Kind::charger: {
                const double share = (nth + 0.5) / static_cast<double>(chargers);
                if (only_charges())
                    places.push_back({size.x * share, size.y * 0.68});
                else
                    places.push_back({x + wide * (0.4 + 0.9 * share), y + high - ui::px(*this, 28)});
                ++nth;
                break;
            }
        }
    }
    return places;
}

void EnergyPicture::paint(wxGraphicsContext& on) const {
    on.SetAntialiasMode(wxANTIALIAS_DEFAULT);
    const auto where = places();
    for (std::size_t i = 0; i < where.size(); ++i) draw_flow(on, flow_.nodes[i], where[i]);
    draw_house(on, middle());
    for (std::size_t i = 0; i < where.size(); ++i)
        draw_node(on, flow_.nodes[i], where[i], HasFocus() && marked_ == static_cast<int>(i));
}

void EnergyPicture::draw_flow(wxGraphicsContext& on, const FlowNode& node, Place from) const {
    const auto house = middle();
    const double dx = house.x - from.x, dy = house.y - from.y, length = std::hypot(dx, dy);
    const double r = radius();
    if (length < 2.5 * r) return;
    const double ux = dx / length, uy = dy / length;
    const Place start{from.x + ux * r * 1.15, from.y + uy * r * 1.15},
        end{house.x - ux * r * 1.15, house.y - uy * r * 1.15};
    const double power = std::abs(node.power.value_or(0));
    if (power < 0.01) {
        on.SetPen(wxPen(ui::colour(Hue::line), ui::px(*this, 2)));
        on.StrokeLine(start.x, start.y, end.x, end.y);
        return;
    }
    const double thick = thinnest + (thickest - thinnest) * std::min(1.0, power / full_power);
    on.SetPen(wxPen(shade_of(node), ui::px(*this, static_cast<int>(std::lround(thick)))));
    on.StrokeLine(start.x, start.y, end.x, end.y);
    const double towards = *node.power > 0 ? 1 : -1;
    const Place mid{(start.x + end.x) / 2, (start.y + end.y) / 2};
    const double head = ui::px(*this, 9) + thick / 2;
    auto arrow = on.CreatePath();
    arrow.MoveToPoint(mid.x + towards * ux * head, mid.y + towards * uy * head);
    arrow.AddLineToPoint(mid.x - towards * ux * head * 0.6 - uy * head, mid.y - towards * uy * head * 0.6 + ux * head);
    arrow.AddLineToPoint(mid.x - towards * ux * head * 0.6 + uy * head, mid.y - towards * uy * head * 0.6 - ux * head);
    arrow.CloseSubpath();
    on.SetPen(*wxTRANSPARENT_PEN);
    on.SetBrush(wxBrush(shade_of(node)));
    on.FillPath(arrow);
}

void EnergyPicture::draw_house(wxGraphicsContext& on, Place at) const {
    const double r = radius() * 0.8;
    auto house = on.CreatePath();
    house.MoveToPoint(at.x - r, at.y - r * 0.1);
    house.AddLineToPoint(at.x, at.y - r);
    house.AddLineToPoint(at.x + r, at.y - r * 0.1);
    house.MoveToPoint(at.x - r * 0.72, at.y - r * 0.3);
    house.AddLineToPoint(at.x - r * 0.72, at.y + r * 0.8);
    house.AddLineToPoint(at.x + r * 0.72, at.y + r * 0.8);
    house.AddLineToPoint(at.x + r * 0.72, at.y - r * 0.3);
    on.SetPen(wxPen(ui::colour(Hue::text), ui::px(*this, 2)));
    on.StrokePath(house);
}

void EnergyPicture::draw_node(wxGraphicsContext& on, const FlowNode& node, Place at, bool marked) const {
    const double r = radius();
    const auto shade = shade_of(node);
    on.SetPen(wxPen(node.soc ? ui::colour(Hue::line) : shade, ui::px(*this, node.power ? 4 : 1)));
    on.SetBrush(wxBrush(ui::colour(Hue::card)));
    on.DrawEllipse(at.x - r, at.y - r, 2 * r, 2 * r);
    if (node.soc) {
        auto ring = on.CreatePath();
        const double top = -std::numbers::pi / 2;
        ring.MoveToPoint(at.x, at.y - r);  // else Windows draws a line from the corner of the picture
        ring.AddArc(at.x, at.y, r, top, top + 2 * std::numbers::pi * std::min(*node.soc, 99.999) / 100, true);
        on.SetPen(wxPen(shade, ui::px(*this, 5)));
        on.StrokePath(ring);
    }
    if (marked) {
        on.SetPen(wxPen(ui::colour(Hue::info), ui::px(*this, 1), wxPENSTYLE_SHORT_DASH));
        on.SetBrush(*wxTRANSPARENT_BRUSH);
        on.DrawEllipse(at.x - r * 1.15, at.y - r * 1.15, 2.3 * r, 2.3 * r);
    }
    on.SetFont(ui::font(*this, ui::Type::hint), ui::colour(Hue::muted));
    const bool named_below = node.kind == Kind::charger;
    const auto name = node.soc ? ui::to_wx(fmt::format("{:.0f} %", *node.soc)) : node.name;
    if (!named_below) centred(on, name, at.x, at.y - r * 0.42);
    on.SetFont(ui::font(*this, ui::Type::strong), ui::colour(is_stale(node) ? Hue::muted : Hue::text));
    centred(on, power_words(node), at.x, at.y + r * 0.02);
    on.SetFont(ui::font(*this, ui::Type::hint), ui::colour(Hue::muted));
    auto words = direction_words(node);
    if (node.reckoned) words += ", " + ui::tr("calculated");
    if (node.power) words += ago_words(node);
    if (node.soc) words = node.name + ", " + words;
    // Below the side nodes there is room; the line runs below PV and battery, so their words stand beside them.
    if (node.kind == Kind::pv || node.kind == Kind::battery) {
        double width = 0, height = 0;
        on.GetTextExtent(words, &width, &height);
        on.DrawText(words, at.x - r - width - ui::px(*this, 10), at.y - height / 2);
    } else {
        const double below = at.y + r + ui::px(*this, 12);
        if (named_below) centred(on, node.name, at.x, below);
        centred(on, words, at.x, named_below ? below + ui::px(*this, 16) : below);
    }
}

void EnergyPicture::walk(int step) {
    const int count = static_cast<int>(flow_.nodes.size());
    if (count == 0) return;
    marked_ = marked_ < 0 ? 0 : (marked_ + step + count) % count;
    Refresh();
}

void EnergyPicture::open_at(const wxPoint& at) {
    const auto where = places();
    for (std::size_t i = 0; i < where.size(); ++i)
        if (std::hypot(at.x - where[i].x, at.y - where[i].y) <= radius()) return open_(flow_.nodes[i].device);
}

}  // namespace firstlight::app::desktop
