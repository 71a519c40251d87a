#include "commissioning/meter_tolerance.h"

#include "text/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace firstlight::commissioning {

std::string kilowatts(double power) {
    const double rounded = std::round(power * 1000) / 1000;
    return fmt::format("{:.3f} kW", rounded == 0 ? 0.0 : rounded);
}

std::optional<Tolerance> tolerance_for(const CheckInput& input, double largest_flow) {
    const auto* share = input.rules.find("meter_balance");
    const auto* floor = input.rules.find("meter_balance_floor");
    if (!share || !floor || !share->high || !floor->high) return std::nullopt;
    return Tolerance{std::max(*share->high / 100 * largest_flow, *floor->high),
                     text::trf("within {} % of the largest flow or {} kW", *share->high, *floor->high)};
}

CheckResult apply(CheckResult result, const CheckInput& input, const Tolerance& tolerance) {
    const auto& rule = *input.rules.find("meter_balance");
    result.expected = tolerance.expected;
    result.rule = input.rules.cite(rule);
    result.unverified_limit = rule.confidence == Confidence::unverified;
    return result;
}

}  // namespace firstlight::commissioning
