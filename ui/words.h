#pragma once

#include "text/text.h"

#include <filesystem>
#include <utility>

#include <wx/string.h>

/// Text between the engine (UTF-8) and wx.
namespace firstlight::ui {

inline wxString to_wx(std::string_view utf8) {
    return wxString::FromUTF8(utf8.data(), utf8.size());
}
std::string to_utf8(const wxString& text);
std::string to_utf8(const std::filesystem::path& path);

/// What is part of a sentence elsewhere, as a sentence or row begins.
wxString begun(const wxString& words);

/// text::tr, text::trf and text::tr_n for windows.
wxString tr(std::string_view english);

template <class... Arguments>
wxString trf(fmt::format_string<Arguments...> english, Arguments&&... arguments) {
    return to_wx(text::trf(english, std::forward<Arguments>(arguments)...));
}

}  // namespace firstlight::ui
