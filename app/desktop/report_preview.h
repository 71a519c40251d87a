#pragma once

#include "reports/report.h"

#include <vector>

#include <wx/bitmap.h>
#include <wx/scrolwin.h>

namespace firstlight::app::desktop {

/// Pages of a report below each other, as they are printed. Paper stays white in the dark look.
class ReportPreview : public wxScrolledWindow {
  public:
    explicit ReportPreview(wxWindow* parent);

    /// How wide a page is drawn, in pixels of the screen.
    int page_width() const;
    /// `words` is what a screen reader says of it.
    void show(const reports::Preview& preview, const wxString& words);
    void clear(const wxString& why);

  private:
    void paint();
    void fit();

    std::vector<wxBitmap> pages_;
    wxString below_;  ///< what is not shown, or why there is nothing
};

}  // namespace firstlight::app::desktop
