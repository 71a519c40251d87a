#pragma once

#include <wx/iconbndl.h>

namespace firstlight::app::desktop {

/// For title bars and task switchers, in the sizes that they use.
wxIconBundle program_icon();

}  // namespace firstlight::app::desktop
