#pragma once

#include "formats/strict_json.h"

#include <chrono>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

/// Values of chosen points over hours, as a CSV file (docs/recordings.md). Written by the recorder, replayed by the
/// virtual station.
namespace firstlight::station {

/// One column: what people choose, and what the file's head says of it.
struct RecordedPoint {
    std::string device;  ///< Device::name()
    std::string point;
    std::string unit;  ///< of measure, as the profile has it; may be empty
    bool operator==(const RecordedPoint&) const = default;
};

struct RecordedRow {
    std::chrono::system_clock::time_point at{};
    std::vector<std::optional<double>> values;  ///< one for each point; nothing: there was none
    bool operator==(const RecordedRow&) const = default;
};

struct Recording {
    std::string station;  ///< serial number of its anchor device; may be empty
    std::vector<RecordedPoint> points;
    std::vector<RecordedRow> rows;  ///< times never run backwards
    bool operator==(const Recording&) const = default;
};

/// The lines before the first row, with their ends.
std::string head_of(const std::string& station, const std::vector<RecordedPoint>& points);
/// One line with its end.
std::string line_of(const RecordedRow& row);

/// Throws formats::FileError with the line of the mistake. A last line without its end is left out: the program that
/// wrote it was ended in its middle.
Recording load_recording(const std::filesystem::path& file);
/// Of text instead of a file; `name` stands for the file in errors.
Recording parse_recording(std::istream& text, const std::filesystem::path& name);

}  // namespace firstlight::station
