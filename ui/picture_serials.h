#pragma once

#include "ui/bridge.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <wx/string.h>
#include <wx/window.h>

/// Serial numbers from pictures of labels.
namespace firstlight::ui {

struct PictureSerials {
    std::vector<std::string> serials;  ///< of all pictures, each once
    wxString trouble;                  ///< what was wrong with which picture, and what to do; a line each
};

/// QR codes and barcodes of PNG and JPEG files. Blocking: a photograph takes about a second.
PictureSerials serials_in_pictures(const std::vector<std::filesystem::path>& files);

/// Lets the person choose pictures and reads them beside the UI thread. Nothing is called when nothing was chosen.
[[nodiscard]] Job ask_for_picture_serials(wxWindow& parent, Bridge& bridge, std::function<void(PictureSerials)> read,
                                          Bridge::Failed failed);

}  // namespace firstlight::ui
