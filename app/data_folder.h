#pragma once

#include <filesystem>
#include <stdexcept>

/// Where the programs find the files they are shipped with, and where they keep the person's own.
namespace firstlight::app {

/// No data folder at any of the places where one may lie.
class NoDataFolder : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Profiles, rule sets, scenarios, plans, fonts. `chosen` when given, else FIRSTLIGHT_DATA, else ../share/firstlight
/// beside the program, else the source tree's data folder. Throws NoDataFolder when that is no folder.
std::filesystem::path data_folder(const std::filesystem::path& chosen = {});

/// The fonts of reports: in the data folder when it is installed, else in the build tree, because the source tree has
/// none.
std::filesystem::path font_folder(const std::filesystem::path& data);

/// The person's own files by the platform's convention (XDG_DATA_HOME, AppData, Library): visits, added profiles.
/// Need not exist yet.
std::filesystem::path user_folder();

}  // namespace firstlight::app
