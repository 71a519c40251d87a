#pragma once

#include "station/recording.h"
#include "station/station.h"
#include "transport/runtime.h"

#include <chrono>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace firstlight::station {

/// Begins the recording when a value passes a limit.
struct Trigger {
    std::size_t column = 0;  ///< in RecorderOptions::points
    bool above = true;       ///< false: below
    double limit = 0;
    std::chrono::milliseconds before{0};  ///< so much of what came before is recorded too
    bool met_by(const RecordedRow& row) const;
};

struct RecorderOptions {
    std::filesystem::path file;  ///< must not exist: a recording is never overwritten
    std::string station;
    std::vector<RecordedPoint> points;  ///< at least one; see recordable
    std::chrono::milliseconds every{5000};
    std::optional<std::chrono::milliseconds> length;  ///< not set: until it is cancelled
    std::optional<Trigger> trigger;
};

struct RecorderState {
    bool waiting = false;  ///< for the trigger
    std::uint64_t rows = 0;
    std::optional<RecordedRow> newest;  ///< read, though perhaps not recorded
};

/// Numbers, choices and alarm words; texts and secrets are not.
bool recordable(const Point& point);

/// The file of one recording. Every line is handed to the system at once: a killed program loses at most the last.
class RecordingFile {
  public:
    /// Throws formats::FileError when the file exists and std::system_error when it cannot be made.
    RecordingFile(const std::filesystem::path& file, const std::string& head);
    /// Throws std::system_error: the disk is full, the drive is gone. What was written before stays.
    void write(const std::string& line);

  private:
    /// Throws with the system's reason.
    [[noreturn]] void fail() const;
    std::filesystem::path file_;
    std::ofstream out_;
};

/// Reads the points of one device by name. A device that does not answer gives readings without values.
using ReadPoints = std::function<awaitable<std::vector<Reading>>(std::string device, std::vector<std::string> points)>;
using RecorderSink = std::function<void(const RecorderState&)>;

/// Points of a station that somebody else holds open.
ReadPoints read_points_of(Station& station);

/// Records until the length is reached or it is cancelled; a lost link gives rows without values. Throws what
/// RecordingFile throws.
awaitable<RecorderState> record(transport::Runtime& runtime, RecorderOptions options, ReadPoints read,
                                RecorderSink sink);

}  // namespace firstlight::station
