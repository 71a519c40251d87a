#pragma once

#include "text/language.h"

#include <filesystem>
#include <string>

/// Which language a program speaks, and where the catalogues of all of them lie.
namespace firstlight::app {

/// <language>/firstlight.mo: in the data folder when it is installed, else in the build tree, because the source tree
/// has the texts only.
std::filesystem::path locale_folder(const std::filesystem::path& data);

/// `asked` (--language) when it is not empty, else FIRSTLIGHT_LANGUAGE, else what the person's settings say, else what
/// the system speaks; English when there is no catalogue for that. Throws text::CatalogueError when a language that was
/// named does not exist, formats::FileError when the settings cannot be read.
text::LanguagePointer choose_language(const std::filesystem::path& data, const std::string& asked);

}  // namespace firstlight::app
