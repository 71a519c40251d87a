#include "ui/notify.h"

#include <wx/app.h>
#include <wx/notifmsg.h>
#include <wx/toplevel.h>

namespace firstlight::ui {

void notify(const wxString& title, const wxString& words) {
    auto* window = wxTheApp ? wxDynamicCast(wxTheApp->GetTopWindow(), wxTopLevelWindow) : nullptr;
    if (window != nullptr && window->IsActive()) return;
    wxNotificationMessage message(title, words, window);
    message.Show();
}

}  // namespace firstlight::ui
