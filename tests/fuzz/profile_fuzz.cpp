#include "formats/strict_json.h"
#include "station/profile.h"
#include "station/read_plan.h"
#include "station/value.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// A profile file from anywhere is either refused with file and line or gives points that can be decoded, encoded and
/// planned without surprises. Seed the corpus with data/profiles.
namespace {

namespace station = firstlight::station;

void use(const station::Profile& profile) {
    std::vector<const station::Point*> points;
    for (const auto& point : profile.points) {
        points.push_back(&point);
        const firstlight::formats::Words raw(point.count, 0x4142);
        const auto reading = station::decode(point, raw, {});
        const auto text = station::to_text(reading);
        if (reading.good() && text.empty() && !point.is_text()) __builtin_trap();
        station::resolve_range(point, [](const std::string&) { return 1.0; });
    }
    const auto rules = station::rules_of(profile);
    for (const auto& block : station::plan_reads(points, rules, {1.0, 0.01}))
        if (block.points.empty() || block.count > rules.max_registers) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        use(*station::parse_profile({reinterpret_cast<const char*>(data), size}, "fuzz.json"));
    } catch (const firstlight::formats::FileError&) {
    }
    return 0;
}
