#pragma once

#include "app/desktop/setting_jobs.h"
#include "ui/theme.h"
#include "ui/workspace.h"

#include <functional>
#include <string>

#include <wx/timer.h>

namespace firstlight::app::desktop {

/// Reads an export limit once more a while after it was written, as the preferences say: other controllers take it
/// back.
class SecondLook {
  public:
    using Tell = std::function<void(const wxString& words, ui::Hue hue)>;
    /// `tell` hears that it is coming, and what it has found.
    SecondLook(ui::Workspace& workspace, Found found, Tell tell);

    /// Does nothing when no such limit was proven. Ended before its time by the end of this object.
    void after(const WrittenSettings& written);

  private:
    void look();

    ui::Workspace& workspace_;
    Found found_;
    Tell tell_;
    std::string visit_;
    wxTimer timer_;
    ui::Job job_;
};

}  // namespace firstlight::app::desktop
