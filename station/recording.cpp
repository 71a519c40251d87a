#include "station/recording.h"

#include "formats/csv.h"

#include <charconv>
#include <cmath>
#include <fstream>
#include <istream>

#include <fmt/format.h>

namespace firstlight::station {

namespace {

using Cells = std::vector<std::string>;
using Time = std::chrono::system_clock::time_point;
using std::chrono::milliseconds;

constexpr std::size_t longest_line = 1 << 20;

std::string time_text(Time at) {
    const auto in_ms = std::chrono::floor<milliseconds>(at);
    const auto day = std::chrono::floor<std::chrono::days>(in_ms);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(in_ms - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()), unsigned(date.month()),
                       unsigned(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

/// Reads the lines one by one and knows where it is.
class Reader {
  public:
    Reader(std::istream& text, const std::filesystem::path& name) : text_(text), name_(name) {}

    Recording read() {
        Recording recording;
        recording.station = station();
        const auto devices = row_named("device"), points = row_named("point"), units = row_named("unit");
        if (points.size() != devices.size() || units.size() != devices.size())
            fail("the lines \"device\", \"point\" and \"unit\" differ in length");
        for (std::size_t i = 0; i < devices.size(); ++i) {
            if (devices[i].empty() || points[i].empty()) fail("a column has no device or no point");
            recording.points.push_back({devices[i], points[i], units[i]});
        }
        while (next_line())
            if (!line_.empty()) add_row(recording);
        return recording;
    }

  private:
    [[noreturn]] void fail(const std::string& reason) const { throw formats::FileError(name_, number_, reason); }

    /// False at the end, and at a last line that was cut.
    bool next_line() {
        ++number_;
        line_.clear();
        for (int c = text_.get(); c != std::char_traits<char>::eof(); c = text_.get()) {
            if (c == '\n') {
                if (line_.ends_with('\r')) line_.pop_back();
                return true;
            }
            line_ += static_cast<char>(c);
            if (line_.size() > longest_line) fail("the line is too long for a recording");
        }
        return false;
    }

    std::string station() {
        if (!next_line()) fail("this is no recording: its first line is missing");
        // Spreadsheets put a byte order mark in front.
        if (line_.starts_with("\xEF\xBB\xBF")) line_.erase(0, 3);
        const auto cells = split();
        if (cells.size() < 2 || cells[0] != "station")
            fail("this is no recording: its first line begins with \"station\"");
        return cells[1];
    }

    Cells row_named(const std::string& name) {
        if (!next_line()) fail(fmt::format("the line \"{}\" is missing", name));
        auto cells = split();
        if (cells[0] != name) fail(fmt::format("this line begins with \"{}\"", name));
        cells.erase(cells.begin());
        if (cells.empty()) fail(fmt::format("the line \"{}\" names nothing", name));
        return cells;
    }

    Cells split() const {
        Cells cells(1);
        bool inside = false;
        for (std::size_t i = 0; i < line_.size(); ++i) {
            const char c = line_[i];
            if (inside && c == '"' && i + 1 < line_.size() && line_[i + 1] == '"')
                cells.back() += line_[++i];
            else if (c == '"')
                inside = !inside;
            else if (c == ',' && !inside)
                cells.emplace_back();
            else
                cells.back() += c;
        }
        if (inside) fail("a quotation mark is not closed");
        return cells;
    }

    void add_row(Recording& recording) {
        const auto cells = split();
        if (cells.size() != recording.points.size() + 1)
            fail(fmt::format("{} values are expected, {} are there", recording.points.size(), cells.size() - 1));
        RecordedRow row{time_of(cells[0]), {}};
        if (!recording.rows.empty() && row.at < recording.rows.back().at) fail("the time runs backwards");
        for (std::size_t i = 1; i < cells.size(); ++i) row.values.push_back(value_of(cells[i]));
        recording.rows.push_back(std::move(row));
    }

    std::optional<double> value_of(const std::string& cell) const {
        if (cell.empty()) return std::nullopt;
        double value = 0;
        const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
        if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value))
            fail(fmt::format("\"{}\" is no number", cell));
        return value;
    }

    int digits(const std::string& text, std::size_t at, std::size_t count) const {
        int value = 0;
        const auto* first = text.data() + at;
        const auto [end, error] = std::from_chars(first, first + count, value);
        if (error != std::errc() || end != first + count || value < 0) no_time(text);
        return value;
    }

    [[noreturn]] void no_time(const std::string& text) const {
        fail(fmt::format("\"{}\" is no time such as 2026-11-23T10:42:07.123Z", text));
    }

    Time time_of(const std::string& text) const {
        using namespace std::chrono;
        const std::string form = "0000-00-00T00:00:00.000Z";
        if (text.size() != form.size()) no_time(text);
        for (std::size_t i = 0; i < form.size(); ++i)
            if (form[i] != '0' && text[i] != form[i]) no_time(text);
        const year_month_day date(year(digits(text, 0, 4)), month(static_cast<unsigned>(digits(text, 5, 2))),
                                  day(static_cast<unsigned>(digits(text, 8, 2))));
        const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
        // The clock counts nanoseconds in 64 bits: centuries around 1970 are what it can hold.
        const bool countable = date.year() >= year(1970) && date.year() < year(2200);
        if (!date.ok() || !countable || hour > 23 || minute > 59 || second > 59) no_time(text);
        return sys_days(date) + hours(hour) + minutes(minute) + seconds(second) + milliseconds(digits(text, 20, 3));
    }

    std::istream& text_;
    std::filesystem::path name_;
    std::string line_;
    std::size_t number_ = 0;
};

}  // namespace

std::string head_of(const std::string& station, const std::vector<RecordedPoint>& points) {
    std::string devices = "device", names = "point", units = "unit";
    for (const auto& point : points) {
        devices += "," + formats::csv_cell(point.device);
        names += "," + formats::csv_cell(point.point);
        units += "," + formats::csv_cell(point.unit);
    }
    return fmt::format("station,{}\n{}\n{}\n{}\n", formats::csv_cell(station), devices, names, units);
}

std::string line_of(const RecordedRow& row) {
    auto line = time_text(row.at);
    for (const auto& value : row.values) line += value ? fmt::format(",{}", *value) : ",";
    return line + "\n";
}

Recording load_recording(const std::filesystem::path& file) {
    std::ifstream text(file, std::ios::binary);
    if (!text) throw formats::FileError(file, 0, "it cannot be read");
    return parse_recording(text, file);
}

Recording parse_recording(std::istream& text, const std::filesystem::path& name) {
    return Reader(text, name).read();
}

}  // namespace firstlight::station
