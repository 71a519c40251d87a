#include "tests/structure/house_rules.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

namespace firstlight::tests {
namespace {

// A folder may include itself, text and what its row names.
const std::map<std::string, std::set<std::string>> allowed_below{
    {"text", {}},
    {"formats", {}},
    {"store", {}},
    {"transport", {"formats"}},
    {"station", {"formats", "transport"}},
    {"simulator", {"formats", "transport", "station"}},
    {"commissioning", {"formats", "transport", "station", "store"}},
    {"firmware_update", {"formats", "transport", "station", "store", "commissioning"}},
    {"reports", {"formats", "transport", "station", "store", "commissioning", "firmware_update"}},
    {"remote", {"formats", "transport", "station", "store", "commissioning", "firmware_update", "reports"}},
    {"ui", {"formats", "transport", "station", "store", "commissioning", "firmware_update", "reports", "remote"}},
    {"wizards",
     {"formats", "transport", "station", "store", "commissioning", "firmware_update", "reports", "remote", "ui"}},
    {"app",
     {"formats", "transport", "station", "store", "simulator", "commissioning", "firmware_update", "reports", "remote",
      "ui", "wizards"}},
};

// Rows of one header are alternatives.
struct LibraryRule {
    std::string_view header;               // what the include begins with
    std::vector<std::string_view> places;  // beginnings of the paths that may include it
    std::string_view ending;               // only files of this ending; empty: any
};

const std::vector<LibraryRule> library_rules{
    {"SQLiteCpp/", {"store/", "commissioning/"}, ""},
    {"sqlite3.h", {"store/", "commissioning/"}, ""},
    {"nlohmann/json.hpp", {""}, ".cpp"},
    {"nlohmann/json.hpp", {"app/"}, ""},
    {"wx/", {"ui/", "wizards/", "app/desktop/"}, ""},
    {"cairo", {"reports/"}, ""},
    {"ft2build.h", {"reports/"}, ""},
    {"libserialport.h", {"transport/"}, ".cpp"},
    {"zbar.h", {"ui/"}, ".cpp"},
    {"CLI/", {"app/"}, ""},
    {"boost/beast", {"transport/", "remote/"}, ".cpp"},
};

// What coroutines need to be declared, and no more.
const std::set<std::string> light_asio_headers{"boost/asio/awaitable.hpp", "boost/asio/any_io_executor.hpp"};

// Limits of 16-bit numbers and a serial speed look like register numbers and are none.
const std::set<long> harmless_numbers{60000, 62446, 32767, 32768, 38400};

std::string top_folder(const std::string& path) {
    return path.substr(0, path.find('/'));
}

bool is_test(const std::string& path) {
    return path.starts_with("tests/");
}

bool is_asio_io_header(const std::string& name) {
    return name.starts_with("boost/asio") && !light_asio_headers.contains(name);
}

bool allows(const LibraryRule& rule, const std::string& path) {
    return path.ends_with(rule.ending)
           && std::ranges::any_of(rule.places, [&](std::string_view place) { return path.starts_with(place); });
}

bool may_include(const std::string& header, const std::string& path) {
    auto concerns = [&](const LibraryRule& rule) { return header.starts_with(rule.header); };
    return std::ranges::none_of(library_rules, concerns) || std::ranges::any_of(library_rules, [&](const auto& rule) {
               return concerns(rule) && allows(rule, path);
           });
}

std::string without_comment(const std::string& line) {
    auto first = line.find_first_not_of(' ');
    if (first == std::string::npos || line[first] == '*') return {};
    return line.substr(0, line.find("//"));
}

bool looks_like_register(const std::string& digits) {
    if (digits.size() != 5) return false;
    long number = std::stol(digits);
    const bool public_map = number >= 30000 && number <= 50200;
    const bool extension = number >= 60000 && number <= 64000;
    return (public_map || extension) && !harmless_numbers.contains(number);
}

bool all_digits(const std::string& word) {
    return !word.empty() && std::ranges::all_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
}

// Whole numbers that stand alone, not within a name; separators and suffixes of literals are taken off.
std::vector<std::string> numbers_of(const std::string& line) {
    std::vector<std::string> numbers;
    std::string word;
    for (char c : line + " ") {
        if (c == '\'') continue;
        if (std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.') {
            word += c;
            continue;
        }
        while (!word.empty() && std::string_view("uUlL").find(word.back()) != std::string_view::npos) word.pop_back();
        if (all_digits(word)) numbers.push_back(word);
        word.clear();
    }
    return numbers;
}

// Follows quoted includes to the first Asio I/O header; gives the way to it, or nothing.
std::string way_to_asio(const Sources& sources, const std::string& path, std::set<std::string>& seen) {
    auto file = sources.find(path);
    if (file == sources.end() || !seen.insert(path).second) return {};
    for (const Include& include : includes_of(file->second)) {
        if (is_asio_io_header(include.name)) return include.name;
        std::string further = include.quoted ? way_to_asio(sources, include.name, seen) : std::string();
        if (!further.empty()) return include.name + " -> " + further;
    }
    return {};
}

}  // namespace

std::vector<Include> includes_of(const std::string& text) {
    std::vector<Include> includes;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        auto hash = line.find_first_not_of(' ');
        if (hash == std::string::npos || line[hash] != '#') continue;
        auto word = line.find("include", hash);
        auto open = line.find_first_of("\"<", hash);
        if (word == std::string::npos || open == std::string::npos || word > open) continue;
        auto close = line.find_first_of("\">", open + 1);
        if (close == std::string::npos) continue;
        includes.push_back({line.substr(open + 1, close - open - 1), line[open] == '"', number});
    }
    return includes;
}

Faults wrong_arrows(const Sources& sources) {
    Faults faults;
    for (const auto& [path, text] : sources) {
        auto row = allowed_below.find(top_folder(path));
        if (row == allowed_below.end()) continue;
        for (const Include& include : includes_of(text)) {
            std::string target = top_folder(include.name);
            bool ours = include.quoted && (target == "tests" || allowed_below.contains(target));
            if (!ours || target == row->first || target == "text" || row->second.contains(target)) continue;
            faults.push_back(fmt::format("{}:{} includes \"{}\": {} may not include {}", path, include.line,
                                         include.name, row->first, target));
        }
    }
    return faults;
}

Faults wrong_libraries(const Sources& sources) {
    Faults faults;
    for (const auto& [path, text] : sources) {
        if (is_test(path)) continue;
        for (const Include& include : includes_of(text)) {
            if (may_include(include.name, path)) continue;
            faults.push_back(
                fmt::format("{}:{} includes <{}>, which does not belong there", path, include.line, include.name));
        }
    }
    return faults;
}

Faults reached_asio_headers(const Sources& sources) {
    Faults faults;
    for (const auto& [path, text] : sources) {
        if (is_test(path) || path.starts_with("transport/")) continue;
        std::set<std::string> seen;
        std::string way = way_to_asio(sources, path, seen);
        if (!way.empty()) faults.push_back(fmt::format("{} reaches an Asio I/O header: {}", path, way));
    }
    return faults;
}

Faults register_numbers(const Sources& sources) {
    Faults faults;
    for (const auto& [path, text] : sources) {
        if (is_test(path)) continue;
        std::istringstream lines(text);
        std::string line;
        for (int at = 1; std::getline(lines, line); ++at)
            for (const std::string& number : numbers_of(without_comment(line)))
                if (looks_like_register(number))
                    faults.push_back(fmt::format("{}:{} names {}, which looks like a register", path, at, number));
    }
    return faults;
}

Faults long_files(const Sources& sources, int limit) {
    Faults faults;
    for (const auto& [path, text] : sources) {
        auto lines = std::ranges::count(text, '\n');
        if (lines > limit) faults.push_back(fmt::format("{} has {} lines; the limit is {}", path, lines, limit));
    }
    return faults;
}

Faults forbidden_folders(const Sources& sources) {
    static const std::set<std::string> forbidden{"utils", "util", "common", "helpers", "base", "misc"};
    Faults faults;
    for (const auto& [path, text] : sources) {
        std::istringstream parts(path);
        for (std::string part; std::getline(parts, part, '/');)
            if (forbidden.contains(part)) faults.push_back(fmt::format("{}: no folder is named {}", path, part));
    }
    return faults;
}

}  // namespace firstlight::tests
