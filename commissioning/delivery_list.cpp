#include "commissioning/delivery_list.h"

#include "formats/strict_json.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

using formats::FileError;

constexpr int most_devices = 1000;

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

/// "AC charger" and "ac_charger" are the same word.
std::string plain(std::string text) {
    for (char& c : text)
        c = c == ' ' || c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// One line's cells; a cell may stand in quotes, and a quote in it is doubled. Nothing when a quote is not closed.
std::optional<std::vector<std::string>> cells_of(std::string_view line, char separator) {
    std::vector<std::string> cells;
    std::string cell;
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
            cell += line[i++];
        else if (c == '"')
            quoted = !quoted;
        else if (c == separator && !quoted)
            cells.push_back(trimmed(std::exchange(cell, {})));
        else
            cell += c;
    }
    cells.push_back(trimmed(cell));
    return quoted ? std::nullopt : std::optional(cells);
}

char separator_of(std::string_view head) {
    for (const char c : {';', '\t'})
        if (head.find(c) != std::string_view::npos) return c;
    return ',';
}

class Reader {
  public:
    Reader(const std::filesystem::path& name, const station::ProfileSet& profiles) : name_(name) {
        for (const auto& profile : profiles.all()) {
            families_[plain(profile->family)] = profile->family;
            families_[plain(profile->label)] = profile->family;
        }
        for (const auto family : unreadable_families) families_[std::string(family)] = family;
    }

    void take(std::string_view line) {
        ++line_;
        if (trimmed(line).empty() || trimmed(line).starts_with('#')) return;
        if (!separator_) separator_ = separator_of(line);
        const auto cells = cells_of(line, *separator_);
        if (!cells) fail("a quotation mark is not closed");
        if (columns_.empty())
            take_head(*cells);
        else
            take_device(*cells);
    }

    std::vector<ExpectedDevice> devices() const {
        if (columns_.empty()) throw FileError(name_, 0, "it is empty; the first line names the columns");
        return devices_;
    }

  private:
    [[noreturn]] void fail(const std::string& reason) const { throw FileError(name_, line_, reason); }

    void take_head(const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (!columns_.emplace(plain(cells[i]), i).second)
                fail(fmt::format("the column \"{}\" stands twice", cells[i]));
        if (!columns_.contains("device")) fail("there is no column \"device\"");
        if (!columns_.contains("serial") && !columns_.contains("count"))
            fail("there is neither a column \"serial\" nor a column \"count\"");
    }

    std::string cell(const std::vector<std::string>& cells, const char* column) const {
        const auto found = columns_.find(column);
        return found == columns_.end() || found->second >= cells.size() ? std::string() : cells[found->second];
    }

    void take_device(const std::vector<std::string>& cells) {
        ExpectedDevice device;
        device.family = family_of(cell(cells, "device"));
        device.serial = cell(cells, "serial");
        device.count = count_of(cell(cells, "count"));
        if (!device.serial.empty() && device.count != 1)
            fail(fmt::format("{} is one device, so its count is 1 or empty", device.serial));
        if (!device.serial.empty()) {
            const auto [first, is_new] = lines_.emplace(device.serial, line_);
            if (!is_new) fail(fmt::format("{} stands already in line {}", device.serial, first->second));
        }
        devices_.push_back(std::move(device));
    }

    std::string family_of(const std::string& word) const {
        if (word.empty()) fail("the device is missing");
        const auto found = families_.find(plain(word));
        if (found != families_.end()) return found->second;
        std::vector<std::string> known;
        for (const auto& [name, family] : families_)
            if (name == family) known.push_back(family);
        fail(fmt::format("\"{}\" is no device known here; known are: {}", word, fmt::join(known, ", ")));
    }

    int count_of(const std::string& text) const {
        if (text.empty()) return 1;
        int count = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (error != std::errc{} || end != text.data() + text.size() || count < 1 || count > most_devices)
            fail(fmt::format("\"{}\" is no count from 1 to {}", text, most_devices));
        return count;
    }

    std::filesystem::path name_;
    std::map<std::string, std::string> families_;
    std::size_t line_ = 0;
    std::optional<char> separator_;
    std::map<std::string, std::size_t> columns_, lines_;
    std::vector<ExpectedDevice> devices_;
};

}  // namespace

std::vector<ExpectedDevice> parse_delivery_list(std::string_view text, const std::filesystem::path& name,
                                                const station::ProfileSet& profiles) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    Reader reader(name, profiles);
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        reader.take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return reader.devices();
}

std::vector<ExpectedDevice> load_delivery_list(const std::filesystem::path& file, const station::ProfileSet& profiles) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw FileError(file, 0, "it cannot be read");
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    return parse_delivery_list(text, file, profiles);
}

}  // namespace firstlight::commissioning
