#include "app/data_folder.h"

#include <cstdlib>
#include <string>
#include <system_error>

#ifdef _WIN32
#include <windows.h>
#elif defined(__APPLE__)
#include <mach-o/dyld.h>
#endif

namespace firstlight::app {

namespace {

std::filesystem::path environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? std::filesystem::u8path(value) : std::filesystem::path();
}

std::filesystem::path program_file() {
#ifdef _WIN32
    wchar_t buffer[MAX_PATH];
    return {buffer, buffer + GetModuleFileNameW(nullptr, buffer, MAX_PATH)};
#elif defined(__APPLE__)
    char buffer[4096];
    uint32_t size = sizeof buffer;
    return _NSGetExecutablePath(buffer, &size) == 0 ? std::filesystem::path(buffer) : std::filesystem::path();
#else
    std::error_code none;
    return std::filesystem::read_symlink("/proc/self/exe", none);
#endif
}

std::filesystem::path checked(std::filesystem::path folder, const char* named_by) {
    if (!std::filesystem::is_directory(folder))
        throw NoDataFolder(folder.string() + " (" + named_by + ") is not a folder");
    return folder;
}

}  // namespace

std::filesystem::path data_folder(const std::filesystem::path& chosen) {
    if (!chosen.empty()) return checked(chosen, "--data");
    if (auto named = environment("FIRSTLIGHT_DATA"); !named.empty()) return checked(named, "FIRSTLIGHT_DATA");
    const auto installed = program_file().parent_path().parent_path() / "share" / "firstlight";
    if (std::filesystem::is_directory(installed)) return installed;
    return checked(FIRSTLIGHT_SOURCE_DATA, "the data folder of the source tree");
}

std::filesystem::path font_folder(const std::filesystem::path& data) {
    const auto installed = data / "fonts";
    return std::filesystem::is_directory(installed) ? installed : std::filesystem::path(FIRSTLIGHT_BUILD_FONTS);
}

std::filesystem::path user_folder() {
#ifdef _WIN32
    return environment("APPDATA") / "Firstlight";
#elif defined(__APPLE__)
    return environment("HOME") / "Library" / "Application Support" / "Firstlight";
#else
    if (auto named = environment("XDG_DATA_HOME"); named.is_absolute()) return named / "firstlight";
    return environment("HOME") / ".local" / "share" / "firstlight";
#endif
}

}  // namespace firstlight::app
