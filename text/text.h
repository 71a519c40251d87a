#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

/// Every text that a person reads passes here on its way out: English in the code is the key, a gettext catalogue gives
/// the words of the person's language. Names that are stored or compared (points, devices, verdict ids) stay English
/// and pass here only when they are shown.
namespace firstlight::text {

/// Marks a text that is kept in English (a name, a state) and passes tr when it is shown, so that the catalogues have
/// it.
constexpr const char* marked(const char* english) {
    return english;
}

/// The text in the language in use; the English itself when the catalogue lacks it. UTF-8.
std::string tr(std::string_view english);
/// The same for a word that English uses for several things: `context` tells which.
std::string tr_in(std::string_view context, std::string_view english);
/// By number: `one` for a count of 1 in English, else `many`; the catalogue's own plural rule in other languages.
std::string tr_n(std::string_view one, std::string_view many, long long count);
/// fmt's format string, translated, then filled. A translation whose placeholders do not fit falls back to English.
std::string vtrf(std::string_view english, fmt::format_args arguments);
std::string vtrf_n(std::string_view one, std::string_view many, long long count, fmt::format_args arguments);

template <class... Arguments>
std::string trf(fmt::format_string<Arguments...> english, Arguments&&... arguments) {
    const fmt::string_view key = english;
    return vtrf({key.data(), key.size()}, fmt::make_format_args(arguments...));
}

/// "{} check", "{} checks": the count fills the first placeholder.
template <class... Arguments>
std::string trf_n(fmt::format_string<long long&, Arguments...> one, fmt::format_string<long long&, Arguments...> many,
                  long long count, Arguments&&... arguments) {
    const fmt::string_view single = one, plural = many;
    return vtrf_n({single.data(), single.size()}, {plural.data(), plural.size()}, count,
                  fmt::make_format_args(count, arguments...));
}

}  // namespace firstlight::text
