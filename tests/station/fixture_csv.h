#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

/// The facts about the maker's public map, kept as CSV: what profiles and served values are compared with.
namespace firstlight::tests {

using CsvRow = std::map<std::string, std::string>;

inline std::vector<std::string> csv_fields(const std::string& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            fields.emplace_back();
        else if (c != '\r')
            fields.back() += c;
    }
    return fields;
}

/// `name`: "registers", "registers_legacy", "alarms", "alarm_codes".
inline std::vector<CsvRow> fixture_rows(const std::string& name) {
    std::ifstream file(std::filesystem::path(FIRSTLIGHT_SOURCE_DIR) / "tests/fixtures/station" / (name + ".csv"));
    std::string line;
    std::getline(file, line);
    const auto heads = csv_fields(line);
    std::vector<CsvRow> rows;
    while (std::getline(file, line)) {
        const auto fields = csv_fields(line);
        CsvRow row;
        for (std::size_t i = 0; i < heads.size(); ++i) row[heads[i]] = i < fields.size() ? fields[i] : "";
        rows.push_back(std::move(row));
    }
    return rows;
}

inline std::filesystem::path shipped_profiles() {
    return std::filesystem::path(FIRSTLIGHT_SOURCE_DIR) / "data/profiles";
}

}  // namespace firstlight::tests
