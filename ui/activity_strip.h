#pragma once

#include "station/station.h"
#include "ui/theme.h"

#include <functional>

#include <wx/button.h>
#include <wx/gauge.h>
#include <wx/panel.h>
#include <wx/stattext.h>

namespace firstlight::ui {

/// What is being done, how far it is, how long it takes still, and Stop. Hidden when idle.
class ActivityStrip : public wxPanel {
  public:
    explicit ActivityStrip(wxWindow* parent);

    /// `stop` may be empty: then there is nothing to stop.
    void show(const station::Progress& progress, std::function<void()> stop);
    void clear();

  private:
    wxStaticText *what_, *left_;
    wxGauge* gauge_;
    wxButton* stop_;
    std::function<void()> on_stop_;
};

/// "8 s left", "3 min left"; empty when it is not known.
wxString words_of_time_left(const station::Progress& progress);

}  // namespace firstlight::ui
