#include "text/text.h"

#include "text/language.h"

namespace firstlight::text {

namespace {

unsigned long long magnitude(long long count) {
    return count < 0 ? 0ULL - static_cast<unsigned long long>(count) : static_cast<unsigned long long>(count);
}

std::string filled(const std::string& translated, std::string_view english, fmt::format_args arguments) {
    try {
        return fmt::vformat(translated, arguments);
    } catch (const fmt::format_error&) {
        return fmt::vformat(english, arguments);
    }
}

}  // namespace

std::string tr(std::string_view english) {
    return english.empty() ? std::string() : language_in_use()->words(english);
}

std::string tr_in(std::string_view context, std::string_view english) {
    return language_in_use()->words(english, context);
}

std::string tr_n(std::string_view one, std::string_view many, long long count) {
    return language_in_use()->words(one, many, magnitude(count));
}

std::string vtrf(std::string_view english, fmt::format_args arguments) {
    return filled(tr(english), english, arguments);
}

std::string vtrf_n(std::string_view one, std::string_view many, long long count, fmt::format_args arguments) {
    return filled(tr_n(one, many, count), count == 1 ? one : many, arguments);
}

}  // namespace firstlight::text
