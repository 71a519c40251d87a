#include "station/recorder.h"

#include "transport/errors.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace firstlight::station {

namespace {

using Clock = std::chrono::steady_clock;

/// One recording while it runs.
class Recorder {
  public:
    Recorder(transport::Runtime& runtime, RecorderOptions options, ReadPoints read, RecorderSink sink)
        : runtime_(runtime), options_(std::move(options)), read_(std::move(read)), sink_(std::move(sink)) {
        state_.waiting = options_.trigger.has_value();
    }

    awaitable<RecorderState> run() {
        const auto make = [this] { file_.emplace(options_.file, head_of(options_.station, options_.points)); };
        co_await transport::run_beside(runtime_, make);
        const auto begin = Clock::now();
        for (auto next = begin; !options_.length || next - begin <= *options_.length; next += options_.every) {
            co_await transport::sleep_for(next - Clock::now());
            auto row = co_await read_row();
            co_await take(std::move(row));
            if (sink_) sink_(state_);
            // A slow link has no time to make up for.
            next = std::max(next, Clock::now() - options_.every);
        }
        co_return state_;
    }

  private:
    awaitable<RecordedRow> read_row() {
        RecordedRow row{std::chrono::system_clock::now(), {}};
        row.values.resize(options_.points.size());
        std::map<std::string, std::vector<std::size_t>> columns;
        for (std::size_t i = 0; i < options_.points.size(); ++i) columns[options_.points[i].device].push_back(i);
        for (const auto& [device, of_device] : columns) {
            std::vector<std::string> names;
            for (const auto column : of_device) names.push_back(options_.points[column].point);
            const auto readings = co_await read_device(device, std::move(names));
            for (std::size_t i = 0; i < readings.size(); ++i) row.values[of_device[i]] = readings[i].number();
        }
        co_return row;
    }

    /// No readings when the link is lost.
    awaitable<std::vector<Reading>> read_device(std::string device, std::vector<std::string> names) {
        try {
            co_return co_await read_(std::move(device), std::move(names));
        } catch (const transport::LinkError&) {
        }
        co_return std::vector<Reading>{};
    }

    awaitable<void> take(RecordedRow row) {
        state_.newest = row;
        if (state_.waiting) {
            keep(std::move(row));
            if (!options_.trigger->met_by(*state_.newest)) co_return;
            state_.waiting = false;
        } else {
            kept_.push_back(std::move(row));
        }
        std::string lines;
        for (const auto& one : kept_) lines += line_of(one);
        const auto write = [this, &lines] { file_->write(lines); };
        co_await transport::run_beside(runtime_, write);
        state_.rows += kept_.size();
        kept_.clear();
    }

    void keep(RecordedRow row) {
        const auto oldest = row.at - options_.trigger->before;
        kept_.push_back(std::move(row));
        while (kept_.front().at < oldest) kept_.pop_front();
    }

    transport::Runtime& runtime_;
    RecorderOptions options_;
    ReadPoints read_;
    RecorderSink sink_;
    std::optional<RecordingFile> file_;
    RecorderState state_;
    std::deque<RecordedRow> kept_;
};

awaitable<std::vector<Reading>> read_by_name(Station& station, std::string device, std::vector<std::string> names) {
    const auto* found = station.discovery().find(device);
    std::vector<const Point*> points;
    for (const auto& name : names)
        if (const auto* point = found ? found->profile->find(name) : nullptr) points.push_back(point);
    // Another station may be at the address by now, without this device or point.
    if (!found || points.size() != names.size()) co_return std::vector<Reading>{};
    co_return co_await station.read(*found, std::move(points));
}

}  // namespace

bool Trigger::met_by(const RecordedRow& row) const {
    const auto value = row.values.at(column);
    return value && (above ? *value > limit : *value < limit);
}

bool recordable(const Point& point) {
    return point.readable() && !point.secret && !point.is_text();
}

RecordingFile::RecordingFile(const std::filesystem::path& file, const std::string& head) : file_(file) {
    if (std::filesystem::is_regular_file(file))
        throw formats::FileError(file, 0, "it exists already, and a recording is never overwritten");
    errno = 0;
    out_.open(file, std::ios::binary);
    if (!out_) fail();
    write(head);
}

void RecordingFile::write(const std::string& line) {
    errno = 0;
    out_ << line << std::flush;
    if (!out_) fail();
}

void RecordingFile::fail() const {
    const auto code = errno != 0 ? errno : EIO;
    throw std::system_error(code, std::generic_category(), file_.filename().string());
}

ReadPoints read_points_of(Station& station) {
    return [&station](std::string device, std::vector<std::string> points) {
        return read_by_name(station, std::move(device), std::move(points));
    };
}

awaitable<RecorderState> record(transport::Runtime& runtime, RecorderOptions options, ReadPoints read,
                                RecorderSink sink) {
    Recorder recorder(runtime, std::move(options), std::move(read), std::move(sink));
    co_return co_await recorder.run();
}

}  // namespace firstlight::station
