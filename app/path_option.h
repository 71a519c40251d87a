#pragma once

#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

namespace firstlight::app {

/// An option that names a file or folder. Takes what was typed as UTF-8, which it is on every system; a path made
/// straight from the text would spell "Zähler" wrong on Windows.
CLI::Option* add_path_option(CLI::App& command, const std::string& name, std::filesystem::path& path,
                             const std::string& description);

}  // namespace firstlight::app
