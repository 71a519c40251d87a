#include "app/path_option.h"

namespace firstlight::app {

CLI::Option* add_path_option(CLI::App& command, const std::string& name, std::filesystem::path& path,
                             const std::string& description) {
    return command.add_option_function<std::string>(
        name, [&path](const std::string& typed) { path = std::filesystem::u8path(typed); }, description);
}

}  // namespace firstlight::app
