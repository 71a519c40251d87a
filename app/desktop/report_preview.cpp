#include "app/desktop/report_preview.h"

#include "ui/accessible_name.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <algorithm>
#include <cstring>

#include <wx/dcbuffer.h>
#include <wx/image.h>

namespace firstlight::app::desktop {

using ui::px;

namespace {

constexpr int widest_page = 720, narrowest_page = 320, scroll_bar = 20, words_height = 32;

wxBitmap bitmap_of(const reports::PagePicture& picture, double scale) {
    wxImage image(picture.width, picture.height, false);
    std::memcpy(image.GetData(), picture.rgb.data(), picture.rgb.size());
    return {image, -1, scale};
}

}  // namespace

ReportPreview::ReportPreview(wxWindow* parent)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                       wxVSCROLL | wxBORDER_NONE | wxWANTS_CHARS | wxFULL_REPAINT_ON_RESIZE) {
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    SetScrollRate(0, px(*this, ui::space::between));
    Bind(wxEVT_PAINT, [this](wxPaintEvent&) { paint(); });
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        // The panel keeps the arrows that scroll it; Tab goes on.
        if (event.GetKeyCode() == WXK_TAB) {
            Navigate(event.ShiftDown() ? 0 : wxNavigationKeyEvent::IsForward);
        } else {
            event.Skip();
        }
    });
}

int ReportPreview::page_width() const {
    const int room = GetClientSize().x - px(*this, scroll_bar);
    const int width = std::clamp(room, px(*this, narrowest_page), px(*this, widest_page));
    return static_cast<int>(width * GetContentScaleFactor());
}

void ReportPreview::show(const reports::Preview& preview, const wxString& words) {
    pages_.clear();
    for (const auto& page : preview.pages) pages_.push_back(bitmap_of(page, GetContentScaleFactor()));
    const auto hidden = preview.all_pages - preview.pages.size();
    below_ = hidden == 0 ? wxString() : ui::trf("{} more pages are in the PDF.", hidden);
    ui::set_accessible_name(*this, words);
    Scroll(0, 0);
    fit();
}

void ReportPreview::clear(const wxString& why) {
    pages_.clear();
    below_ = why;
    ui::set_accessible_name(*this, why);
    fit();
}

void ReportPreview::fit() {
    int height = 0;
    for (const auto& page : pages_) height += page.GetLogicalHeight() + px(*this, ui::space::between);
    if (!below_.empty()) height += px(*this, words_height);
    SetVirtualSize(-1, height);
    Refresh();
}

void ReportPreview::paint() {
    wxAutoBufferedPaintDC dc(this);
    DoPrepareDC(dc);
    dc.SetBackground(wxBrush(ui::colour(ui::Hue::page)));
    dc.Clear();
    dc.SetPen(wxPen(ui::colour(ui::Hue::line)));
    dc.SetBrush(*wxTRANSPARENT_BRUSH);
    int y = 0;
    for (const auto& page : pages_) {
        dc.DrawBitmap(page, 0, y);
        dc.DrawRectangle(0, y, static_cast<int>(page.GetLogicalWidth()), static_cast<int>(page.GetLogicalHeight()));
        y += static_cast<int>(page.GetLogicalHeight()) + px(*this, ui::space::between);
    }
    dc.SetFont(ui::font(*this, ui::Type::body));
    dc.SetTextForeground(ui::colour(ui::Hue::muted));
    dc.DrawText(below_, 0, y);
}

}  // namespace firstlight::app::desktop
