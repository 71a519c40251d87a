#pragma once

#include "app/desktop/prepared_visit.h"
#include "commissioning/departure.h"

#include <wx/scrolwin.h>

namespace firstlight::app::desktop {

/// "Ready to leave": what must be on this laptop, what is, and what to do about the rest.
class ReadyList : public wxScrolledWindow {
  public:
    ReadyList(wxWindow* parent, ui::Workspace& workspace);

    /// Looks at the laptop beside the windows.
    void look(const Prepared& prepared);

  private:
    void show(const std::vector<commissioning::DepartureItem>& items);
    void add(const commissioning::DepartureItem& item);

    ui::Workspace& workspace_;
    ui::Job job_;
};

}  // namespace firstlight::app::desktop
