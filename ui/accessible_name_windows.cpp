#include "ui/accessible_name.h"

namespace firstlight::ui {

void set_accessible_name(wxWindow& window, const wxString& name) {
    window.SetName(name);
}

}  // namespace firstlight::ui
