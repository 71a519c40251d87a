#include "ui/words.h"

namespace firstlight::ui {

std::string to_utf8(const wxString& text) {
    const auto bytes = text.utf8_str();
    return {bytes.data(), bytes.length()};
}

std::string to_utf8(const std::filesystem::path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

wxString tr(std::string_view english) {
    return to_wx(text::tr(english));
}

wxString begun(const wxString& words) {
    return words.Left(1).Upper() + words.Mid(1);
}

}  // namespace firstlight::ui
