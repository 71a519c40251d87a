#include "app/desktop/program_icon.h"

#include "app/desktop/program_icon_svg.h"

#include <wx/bmpbndl.h>

namespace firstlight::app::desktop {

wxIconBundle program_icon() {
    const auto drawing = wxBitmapBundle::FromSVG(program_icon_svg, wxSize(32, 32));
    wxIconBundle icons;
    for (const int size : {16, 24, 32, 48, 64, 128}) icons.AddIcon(drawing.GetIcon(wxSize(size, size)));
    return icons;
}

}  // namespace firstlight::app::desktop
