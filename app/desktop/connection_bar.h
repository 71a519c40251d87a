#pragma once

#include "ui/workspace.h"

#include <functional>

#include <wx/button.h>
#include <wx/panel.h>
#include <wx/stattext.h>
#include <wx/timer.h>

namespace firstlight::app::desktop {

/// The strip at the top: the visit, the station and how well it answers, the way to the Internet, Connect.
class ConnectionBar : public wxPanel {
  public:
    ConnectionBar(wxWindow* parent, ui::Workspace& workspace, std::function<void()> connect);

  private:
    void refresh();
    void toggle();
    void look_for_internet();

    ui::Workspace& workspace_;
    std::function<void()> connect_;
    wxStaticText *visit_, *lamp_, *station_, *quality_, *internet_;
    wxButton* button_;
    wxTimer look_again_;
    ui::Job looking_;
    ui::Connection::Subscription connection_changes_;
    ui::Workspace::Subscription workspace_changes_;
};

}  // namespace firstlight::app::desktop
