#pragma once

#include <wx/bitmap.h>
#include <wx/panel.h>

class wxDC;
class wxGraphicsContext;

namespace firstlight::ui {

/// A drawing on a card, sharp at every scale, painted anew whenever its size changes.
class Canvas : public wxPanel {
  public:
    explicit Canvas(wxWindow* parent, long style = wxTAB_TRAVERSAL);

    /// The drawing as it is on the screen.
    wxBitmap bitmap() const;

  protected:
    virtual void paint(wxGraphicsContext& on) const = 0;

  private:
    void draw(wxDC& dc) const;
};

}  // namespace firstlight::ui
