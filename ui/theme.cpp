#include "ui/theme.h"

#include <array>

#include <wx/button.h>
#include <wx/settings.h>

namespace firstlight::ui {

namespace {

struct Pair {
    unsigned light, dark;  // 0xRRGGBB
};

constexpr Pair shades(Hue hue) {
    switch (hue) {
        case Hue::text:
            return {0x1B1F24, 0xE8ECF1};
        case Hue::muted:
            return {0x5B6470, 0x9AA4B0};
        case Hue::good:
            return {0x1B7F4B, 0x4CC38A};
        case Hue::warning:
            return {0x9A5B00, 0xFFB224};
        case Hue::fault:
            return {0xC4320A, 0xFF7A66};
        case Hue::info:
            return {0x0B63C5, 0x5AA9FF};
        case Hue::page:
            return {0xF4F6F8, 0x1A1E24};
        case Hue::card:
            return {0xFFFFFF, 0x22272E};
        case Hue::line:
            return {0xD5DAE1, 0x3A424D};
        case Hue::pv:
            return {0xE39A00, 0xE7A926};
        case Hue::battery:
            return {0x1B9E77, 0x3DAD8B};
        case Hue::grid:
            return {0x5B7FBF, 0x7492C9};
        case Hue::load:
            return {0x6B7280, 0x818791};
        case Hue::charger:
            return {0x8B5CD6, 0x9C74DC};
    }
    return {0, 0};
}

}  // namespace

bool is_dark() {
    return wxSystemSettings::GetAppearance().IsUsingDarkBackground();
}

wxColour colour(Hue hue) {
    const auto [light, dark] = shades(hue);
    const auto rgb = is_dark() ? dark : light;
    return {static_cast<unsigned char>(rgb >> 16), static_cast<unsigned char>(rgb >> 8),
            static_cast<unsigned char>(rgb)};
}

Hue hue_of(commissioning::Verdict verdict) {
    switch (verdict) {
        case commissioning::Verdict::pass:
            return Hue::good;
        case commissioning::Verdict::fail:
            return Hue::fault;
        case commissioning::Verdict::warning:
            return Hue::warning;
        case commissioning::Verdict::not_tested:
        case commissioning::Verdict::not_applicable:
            return Hue::muted;
    }
    return Hue::text;
}

int px(const wxWindow& window, int independent) {
    return window.FromDIP(independent);
}

int control_height(wxWindow& window) {
    static const int independent = [&] {
        wxButton button(&window, wxID_ANY, "X");
        return window.ToDIP(button.GetBestSize().y);
    }();
    return px(window, independent);
}

wxFont font(const wxWindow& window, Type type) {
    const auto body = window.GetFont();
    switch (type) {
        case Type::title:
            return body.Scaled(1.5F).Bold();
        case Type::section:
            return body.Scaled(1.15F).Bold();
        case Type::strong:
            return body.Bold();
        case Type::hint:
            return body.Scaled(0.9F);
        case Type::body:
            break;
    }
    return body;
}

}  // namespace firstlight::ui
