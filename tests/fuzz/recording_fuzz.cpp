#include "station/recording.h"

#include <cstdint>
#include <cstdlib>
#include <sstream>

using namespace firstlight;

/// What was read can be written and read again to the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        std::istringstream text(std::string(reinterpret_cast<const char*>(data), size));
        const auto recording = station::parse_recording(text, "fuzz.csv");
        auto again = station::head_of(recording.station, recording.points);
        for (const auto& row : recording.rows) {
            if (row.values.size() != recording.points.size()) std::abort();
            again += station::line_of(row);
        }
        std::istringstream written(again);
        if (!(station::parse_recording(written, "again.csv") == recording)) std::abort();
    } catch (const formats::FileError& error) {
        if (error.reason().empty()) std::abort();
    }
    return 0;
}
