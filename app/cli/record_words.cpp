#include "app/cli/record_words.h"

#include "app/cli/errors.h"
#include "text/text.h"

#include <charconv>
#include <cmath>

namespace firstlight::app::cli {

using text::tr;
using text::trf;

namespace {

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::pair<std::string, std::string> parse_device_point(const std::string& text) {
    const auto colon = text.rfind(':');
    const auto device = trimmed(text.substr(0, colon));
    const auto point = colon == std::string::npos ? std::string() : trimmed(text.substr(colon + 1));
    if (device.empty() || point.empty())
        throw WrongUse(trf("\"{}\" names no point of a device", text), tr("Device and point are needed, with a colon."),
                       tr("Write it like plant:ess_soc or \"inverter 1:active_power\"."));
    return {device, point};
}

Condition parse_condition(const std::string& text) {
    const auto sign = text.find_first_of("<>");
    const auto number = sign == std::string::npos ? std::string() : trimmed(text.substr(sign + 1));
    Condition condition;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), condition.limit);
    if (error != std::errc() || end != number.data() + number.size() || !std::isfinite(condition.limit))
        throw WrongUse(trf("\"{}\" is no condition", text), tr("A point, > or <, and a number are needed."),
                       tr("Write it like \"plant:grid_frequency>50.2\"."));
    condition.point = trimmed(text.substr(0, sign));
    condition.above = text[sign] == '>';
    parse_device_point(condition.point);
    return condition;
}

}  // namespace firstlight::app::cli
