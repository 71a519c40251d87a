#include "commissioning/log_csv.h"

#include "formats/csv.h"
#include "station/cell_text.h"

#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace firstlight::commissioning {

bool is_moment(const station::Point& column) {
    return column.epoch || column.name == "began" || column.name == "ended";
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
            text += (i ? "," : "") + (row[i] ? formats::csv_cell(log_text(table.columns[i], *row[i])) : std::string());
        text += "\r\n";
    }
    return text;
}

double total_of(const station::RowTable& table, const std::vector<station::Row>& rows, std::string_view column) {
    const auto place = table.place_of(column);
    if (!place) return 0;
    double total = 0;
    for (const auto& row : rows) {
        if (const auto* number = row[*place] ? std::get_if<double>(&*row[*place]) : nullptr) total += *number;
    }
    return total;
}

}  // namespace firstlight::commissioning
