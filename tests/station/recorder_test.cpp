#include "station/recorder.h"

#include "shipped_profiles.h"
#include "tests/store/temporary_folder.h"
#include "transport/errors.h"

#include <system_error>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using namespace std::chrono_literals;
using station::Reading;
using station::RecorderState;

namespace {

/// Every read gives the next of these values to every point; after the last one the recording is stopped by an error.
class Source {
  public:
    struct Ended {};
    explicit Source(std::vector<std::optional<double>> values) : values_(std::move(values)) {}

    station::ReadPoints reader() {
        return [this](std::string, std::vector<std::string> points) { return next(points.size()); };
    }

  private:
    transport::awaitable<std::vector<Reading>> next(std::size_t count) {
        if (at_ == values_.size()) throw Ended{};
        const auto value = values_[at_++];
        if (!value)
            throw transport::LinkError(transport::TcpEndpoint{"station", 502},
                                       {transport::LinkFailure::closed, {}, {}, {}, {}});
        Reading reading;
        reading.quality = station::Quality::good;
        reading.value = *value;
        co_return std::vector<Reading>(count, reading);
    }

    std::vector<std::optional<double>> values_;
    std::size_t at_ = 0;
};

station::RecorderOptions options_for(const std::filesystem::path& file) {
    station::RecorderOptions options;
    options.file = file;
    options.station = "CMU1";
    options.points = {{"plant", "ess_soc", "%"}};
    options.every = 1ms;
    return options;
}

/// Records until the source ends; the file as it is then.
station::Recording recorded(station::RecorderOptions options, std::vector<std::optional<double>> values,
                            station::RecorderSink sink = {}) {
    transport::Runtime runtime;
    Source source(std::move(values));
    const auto file = options.file;
    CHECK_THROWS_AS(runtime.run(station::record(runtime, std::move(options), source.reader(), std::move(sink))),
                    Source::Ended);
    return station::load_recording(file);
}

std::vector<std::optional<double>> first_column(const station::Recording& recording) {
    std::vector<std::optional<double>> values;
    for (const auto& row : recording.rows) values.push_back(row.values.front());
    return values;
}

}  // namespace

TEST_CASE("every row is in the file when the recording ends in its middle") {
    const TemporaryFolder folder;
    std::uint64_t rows = 0;
    const auto recording = recorded(options_for(folder.path() / "a.csv"), {1, 2.5, std::nullopt, 4},
                                    [&](const RecorderState& state) { rows = state.rows; });
    CHECK(recording.station == "CMU1");
    CHECK(first_column(recording) == std::vector<std::optional<double>>{1, 2.5, std::nullopt, 4});
    CHECK(rows == 4);
}

TEST_CASE("a trigger begins the recording, with what was before it") {
    const TemporaryFolder folder;
    auto options = options_for(folder.path() / "a.csv");
    options.trigger = station::Trigger{0, true, 50, 1h};
    CHECK(first_column(recorded(options, {1, 50, 51, 3})) == std::vector<std::optional<double>>{1, 50, 51, 3});
    options.file = folder.path() / "b.csv";
    options.trigger->before = 0ms;
    CHECK(first_column(recorded(options, {1, 50, 51, 3})) == std::vector<std::optional<double>>{51, 3});
    options.file = folder.path() / "c.csv";
    options.trigger->above = false;
    options.trigger->limit = 2;
    CHECK(first_column(recorded(options, {std::nullopt, 2, 1, 7})) == std::vector<std::optional<double>>{1, 7});
}

TEST_CASE("a trigger that is not met records nothing and says that it waits") {
    const TemporaryFolder folder;
    auto options = options_for(folder.path() / "a.csv");
    options.trigger = station::Trigger{0, true, 50, 1h};
    bool waiting = false;
    const auto recording = recorded(options, {1, 2}, [&](const RecorderState& state) { waiting = state.waiting; });
    CHECK(recording.rows.empty());
    CHECK(waiting);
}

TEST_CASE("a recording ends after its length") {
    const TemporaryFolder folder;
    transport::Runtime runtime;
    auto options = options_for(folder.path() / "a.csv");
    options.length = 0ms;
    Source source({1, 2, 3});
    CHECK(runtime.run(station::record(runtime, options, source.reader(), {})).rows == 1);
}

TEST_CASE("a recording is never written over another file") {
    const TemporaryFolder folder;
    const auto options = options_for(folder.path() / "a.csv");
    recorded(options, {1});
    transport::Runtime runtime;
    Source source({2});
    CHECK_THROWS_AS(runtime.run(station::record(runtime, options, source.reader(), {})), formats::FileError);
    CHECK(first_column(station::load_recording(options.file)) == std::vector<std::optional<double>>{1});
}

#ifndef _WIN32
TEST_CASE("a full disk and a missing folder are told") {
    const TemporaryFolder folder;
    transport::Runtime runtime;
    Source source({1});
    const auto code_of = [&](const std::filesystem::path& file) {
        try {
            runtime.run(station::record(runtime, options_for(file), source.reader(), {}));
        } catch (const std::system_error& error) {
            return error.code();
        }
        return std::error_code{};
    };
    CHECK(code_of("/dev/full") == std::errc::no_space_on_device);
    CHECK(code_of(folder.path() / "none" / "a.csv") == std::errc::no_such_file_or_directory);
}
#endif

TEST_CASE("texts, secrets and commands are not recorded") {
    const auto& inverter = shipped_profiles().at("inverter");
    CHECK(station::recordable(inverter.at("active_power")));
    CHECK(station::recordable(inverter.at("alarm_1_pcs_a")));
    CHECK_FALSE(station::recordable(inverter.at("serial_number")));
    CHECK_FALSE(station::recordable(inverter.at("inverter_start_stop")));
}
