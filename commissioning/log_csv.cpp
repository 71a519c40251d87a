#include "commissioning/log_csv.h"

#include "station/cell_text.h"

#include <algorithm>
#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + "\"";
}

}  // namespace

bool is_moment(const station::Point& column) {
    return column.name == "began" || column.name == "ended";
}

std::string log_text(const station::Point& column, const station::Value& value) {
    const auto* number = std::get_if<double>(&value);
    const bool special = column.special && station::to_text(column, value) == column.special->second;
    if (!number || special || !is_moment(column)) return station::cell_text(column, value);
    return fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::gmtime(static_cast<std::time_t>(*number)));
}

std::string to_csv(const station::RowTable& table, const std::vector<station::Row>& rows) {
    std::string text;
    for (std::size_t i = 0; i < table.columns.size(); ++i) text += (i ? "," : "") + table.columns[i].name;
    text += "\r\n";
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += (i ? "," : "") + (row[i] ? quoted(log_text(table.columns[i], *row[i])) : std::string());
        text += "\r\n";
    }
    return text;
}

double total_of(const station::RowTable& table, const std::vector<station::Row>& rows, std::string_view column) {
    const auto place = std::ranges::find(table.columns, column, &station::Point::name);
    if (place == table.columns.end()) return 0;
    double total = 0;
    for (const auto& row : rows) {
        const auto& cell = row[static_cast<std::size_t>(place - table.columns.begin())];
        if (const auto* number = cell ? std::get_if<double>(&*cell) : nullptr) total += *number;
    }
    return total;
}

}  // namespace firstlight::commissioning
