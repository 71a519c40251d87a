#pragma once

#include "ui/page.h"
#include "ui/workspace.h"

namespace firstlight::app::desktop {

/// The first steps, the keys, and what this program is.
class HelpPage : public ui::Page {
  public:
    HelpPage(wxWindow* parent, const ui::Workspace& workspace);
};

}  // namespace firstlight::app::desktop
