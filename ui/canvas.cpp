#include "ui/canvas.h"

#include "ui/theme.h"

#include <memory>

#include <wx/dcbuffer.h>
#include <wx/dcmemory.h>
#include <wx/graphics.h>

namespace firstlight::ui {

Canvas::Canvas(wxWindow* parent, long style) : wxPanel(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, style) {
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    Bind(wxEVT_PAINT, [this](wxPaintEvent&) {
        wxAutoBufferedPaintDC dc(this);
        draw(dc);
    });
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        Refresh();
        event.Skip();
    });
}

wxBitmap Canvas::bitmap() const {
    wxBitmap picture;
    picture.CreateWithDIPSize(ToDIP(GetClientSize()), GetDPIScaleFactor());
    wxMemoryDC dc(picture);
    draw(dc);
    return picture;
}

void Canvas::draw(wxDC& dc) const {
    dc.SetPen(wxPen(colour(Hue::line)));
    dc.SetBrush(wxBrush(colour(Hue::card)));
    dc.DrawRectangle(GetClientRect());
    const std::unique_ptr<wxGraphicsContext> on(wxGraphicsContext::CreateFromUnknownDC(dc));
    if (on) paint(*on);
}

}  // namespace firstlight::ui
