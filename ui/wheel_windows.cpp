#include "ui/wheel.h"

#include <wx/scrolwin.h>

namespace firstlight::ui {

void leave_wheel_to_page(wxChoice& choice) {
    choice.Bind(wxEVT_MOUSEWHEEL, [&choice](wxMouseEvent& event) {
        for (auto* window = choice.GetParent(); window != nullptr; window = window->GetParent())
            if (auto* page = dynamic_cast<wxScrollHelper*>(window)) return page->HandleOnMouseWheel(event);
    });
}

}  // namespace firstlight::ui
