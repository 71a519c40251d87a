#include "app/desktop/week_picture.h"

#include "commissioning/row_rules.h"
#include "ui/accessible_name.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

#include <wx/brush.h>
#include <wx/graphics.h>
#include <wx/pen.h>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::px;

namespace {

constexpr int days = 7, minutes_of_a_day = 24 * 60;
constexpr int line_height = 24, head_height = 24, name_width = 96;

}  // namespace

WeekPicture::WeekPicture(wxWindow* parent, const station::RowTable& table) : Canvas(parent), table_(table) {
    ui::set_accessible_name(*this, ui::tr("The week, as the list says it"));
    SetMinSize(wxSize(px(*this, 480), px(*this, head_height + days * line_height + ui::space::inside)));
}

void WeekPicture::show(std::vector<station::Row> rows) {
    rows_ = std::move(rows);
    Refresh();
}

void WeekPicture::draw_hours(wxGraphicsContext& on, double left, double width, double height) const {
    on.SetFont(ui::font(*this, ui::Type::hint), ui::colour(Hue::muted));
    on.SetPen(wxPen(ui::colour(Hue::line)));
    constexpr int every = 6;
    for (int hour = 0; hour <= 24; hour += every) {
        const double x = left + width * hour / 24;
        on.StrokeLine(x, px(*this, head_height), x, height);
        const auto words = wxString::Format("%02d:00", hour);
        double text_width = 0, text_height = 0;
        on.GetTextExtent(words, &text_width, &text_height);
        on.DrawText(words, std::min(x, left + width - text_width), px(*this, 4));
    }
}

void WeekPicture::paint(wxGraphicsContext& on) const {
    const auto size = GetClientSize();
    const double left = px(*this, name_width), width = size.x - left - px(*this, ui::space::inside);
    const double line = px(*this, line_height), top = px(*this, head_height);
    draw_hours(on, left, width, top + days * line);
    on.SetFont(ui::font(*this, ui::Type::hint), ui::colour(Hue::text));
    const auto& names = table_.find("days")->bits;
    for (int day = 0; day < days; ++day)
        on.DrawText(ui::tr(names.at(static_cast<std::size_t>(day)).name), px(*this, ui::space::inside),
                    top + day * line + px(*this, 4));
    const auto* action = table_.find("action");
    const auto column = action ? static_cast<std::size_t>(action - table_.columns.data()) : 0;
    on.SetPen(*wxTRANSPARENT_PEN);
    for (const auto& stretch : commissioning::week_of(table_, rows_)) {
        const auto& cell = rows_[stretch.row][column];
        const auto* number = action && cell ? std::get_if<double>(&*cell) : nullptr;
        on.SetBrush(wxBrush(ui::colour(number && *number != 0 ? Hue::load : Hue::battery)));
        const double from = left + width * stretch.from / minutes_of_a_day;
        const double to = left + width * stretch.to / minutes_of_a_day;
        on.DrawRoundedRectangle(from, top + stretch.day * line + px(*this, 3), std::max(to - from, 2.0),
                                line - px(*this, 6), px(*this, 3));
        const auto* choice = number ? station::find_choice(*action, *number) : nullptr;
        const auto words = choice ? ui::tr(choice->label) : wxString();
        double text_width = 0, text_height = 0;
        on.SetFont(ui::font(*this, ui::Type::hint), *wxWHITE);
        on.GetTextExtent(words, &text_width, &text_height);
        if (text_width + px(*this, 8) < to - from)
            on.DrawText(words, from + px(*this, 4), top + stretch.day * line + (line - text_height) / 2);
    }
}

}  // namespace firstlight::app::desktop
