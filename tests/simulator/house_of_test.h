#pragma once

#include "simulator/scenario.h"
#include "simulator/virtual_station.h"
#include "tests/station/fixture_csv.h"

#include <optional>
#include <string>

#include <fmt/format.h>

/// Small houses for tests, and questions to them as a master would ask.
namespace firstlight::tests {

inline const station::ProfileSet& profiles() {
    static const auto loaded = station::ProfileSet::load(shipped_profiles());
    return loaded;
}

// static, not inline: with mingw, inline objects begin after the objects of the file that are made from them.
static const std::string hybrid =
    R"({"unit": 1, "profile": "inverter", "model": "SigenStor EC 10.0 TP", "serial": "CMU1", "firmware": "V100R001C00SPC114",
        "rated_kw": 10, "strings": [{"peak_kw": 4, "volts": 400}, {"peak_kw": 4, "volts": 410}],
        "battery": {"packs": 2, "capacity_kwh": 16, "charge_kw": 8, "discharge_kw": 8, "soc": 50}})";
static const std::string dc_module =
    R"({"unit": 1, "profile": "dc_charger", "rated_kw": 12, "charging_allowed": false, "vehicle": {"soc": 50}})";
static const std::string wall_box =
    R"({"unit": 2, "profile": "ac_charger", "rated_kw": 11, "breaker_a": 16, "charging_allowed": false, "vehicle": {"soc": 50}})";

/// `more`: further keys of the scenario, with a leading comma. Time stands still unless a test advances it.
inline std::shared_ptr<const simulator::Scenario> house(const std::string& units, const std::string& more = "") {
    return simulator::parse_scenario(fmt::format(R"({{"name": "house", "speed": 0, "units": [{}]{}}})", units, more),
                                     profiles());
}

/// What came back: words, an exception, a plain "written", or silence.
struct Heard {
    std::optional<formats::Words> words;
    std::optional<int> exception;
    bool written = false;
    bool silent() const { return !words && !exception && !written; }
};

inline Heard heard(const transport::ServerReply& reply) {
    Heard result;
    if (!reply.response) return result;
    if (const auto* refused = std::get_if<formats::Exception>(&*reply.response))
        result.exception = static_cast<int>(refused->code);
    if (const auto* registers = std::get_if<formats::Registers>(&*reply.response)) result.words = registers->values;
    result.written = std::holds_alternative<formats::Written>(*reply.response);
    return result;
}

inline Heard read(simulator::VirtualStation& station, int unit, int address, int count = 1, int function = 4) {
    const formats::ReadRegisters request{static_cast<formats::Function>(function), static_cast<std::uint16_t>(address),
                                         static_cast<std::uint16_t>(count)};
    return heard(station.handle(static_cast<std::uint8_t>(unit), request));
}

inline Heard write(simulator::VirtualStation& station, int unit, int address, const formats::Words& words,
                   bool single = false) {
    formats::Request request = formats::WriteMultipleRegisters{static_cast<std::uint16_t>(address), words};
    if (single) request = formats::WriteSingleRegister{static_cast<std::uint16_t>(address), words.front()};
    return heard(station.handle(static_cast<std::uint8_t>(unit), request));
}

/// Signed number of one or two registers, as it stands on the wire; times 1 / gain.
inline double number(simulator::VirtualStation& station, int unit, int address, int count, double gain = 1) {
    const auto words = read(station, unit, address, count).words.value();
    std::int64_t raw = static_cast<std::int16_t>(words.front());
    for (std::size_t i = 1; i < words.size(); ++i) raw = raw * 65536 + words[i];
    return static_cast<double>(raw) / gain;
}

}  // namespace firstlight::tests
