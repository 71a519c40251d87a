#include "app/cli/pace.h"

#include "app/cli/errors.h"
#include "text/text.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

constexpr double fastest_per_second = 10000;

transport::Clock::duration seconds(double value) {
    return std::chrono::duration_cast<transport::Clock::duration>(std::chrono::duration<double>(value));
}

}  // namespace

transport::Pace vendor_pace(const station::ProfileSet& profiles) {
    int slowest = 1000;
    for (const auto& profile : profiles.all())
        slowest = std::min(slowest, profile->limits.requests_per_second_times_1000);
    return {seconds(1000.0 / slowest)};
}

transport::Pace parse_pace(const std::string& text, const station::ProfileSet& profiles) {
    if (text == "vendor") return vendor_pace(profiles);
    double per_second = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), per_second);
    if (error != std::errc() || end != text.data() + text.size() || per_second <= 0 || per_second > fastest_per_second)
        throw WrongUse(text::tr("--pace was not understood"), text::trf("\"{}\" is no pace.", text),
                       text::tr("Write vendor, measured, or how many requests per second, for example --pace 5."));
    return {seconds(1 / per_second)};
}

transport::awaitable<transport::Pace> measured_pace(transport::Link& link, const station::ProfileSet& profiles) {
    const auto careful = vendor_pace(profiles);
    const auto& plant = profiles.at("plant");
    const auto& probe = plant.at(plant.recognition.probe);
    const auto function = probe.table == station::Table::input ? formats::Function::read_input_registers
                                                               : formats::Function::read_holding_registers;
    transport::Clock::duration slowest{};
    link.set_pace({transport::Clock::duration::zero()});
    for (int i = 0; i < 8; ++i) {
        const auto asked = transport::Clock::now();
        formats::Request request = formats::ReadRegisters{function, probe.address, probe.count};
        const auto answer = co_await link.ask(plant.recognition.units.front(), std::move(request), {});
        if (std::holds_alternative<transport::LinkFault>(answer)) co_return careful;
        slowest = std::max(slowest, transport::Clock::now() - asked);
    }
    co_return transport::Pace{std::min(careful.interval, 2 * slowest)};
}

std::string to_words(transport::Pace pace, const station::ProfileSet& profiles) {
    if (pace == vendor_pace(profiles)) return text::tr("the maker's pace");
    const auto interval = std::chrono::duration<double>(pace.interval).count();
    if (interval <= 0) return text::tr("as fast as the station answers");
    const auto rate = 1 / interval;
    return rate < 10 ? text::trf("{:.2g} requests per second", rate) : text::trf("{:.0f} requests per second", rate);
}

}  // namespace firstlight::app::cli
