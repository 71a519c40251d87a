#include "text/text.h"

namespace firstlight::text {

std::string tr(std::string_view english) {
    return std::string(english);
}

std::string tr_n(std::string_view one, std::string_view many, long long count) {
    return std::string(count == 1 ? one : many);
}

std::string vtrf(std::string_view english, fmt::format_args arguments) {
    return fmt::vformat(english, arguments);
}

}  // namespace firstlight::text
