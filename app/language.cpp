#include "app/language.h"

#include "app/data_folder.h"
#include "commissioning/preferences.h"

#include <cstdlib>

namespace firstlight::app {

std::filesystem::path locale_folder(const std::filesystem::path& data) {
    const auto installed = data / "locale";
    const bool is_compiled = text::languages_in(installed).size() > 1;
    return is_compiled ? installed : std::filesystem::path(FIRSTLIGHT_BUILD_LOCALE);
}

text::LanguagePointer choose_language(const std::filesystem::path& data, const std::string& asked) {
    const auto folder = locale_folder(data);
    if (!asked.empty()) return text::load_language(folder, asked);
    if (const char* named = std::getenv("FIRSTLIGHT_LANGUAGE"); named && *named)
        return text::load_language(folder, named);
    return text::load_language(folder, commissioning::load_preferences(user_folder() / "preferences.json").language);
}

}  // namespace firstlight::app
