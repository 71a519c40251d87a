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

namespace {

std::string head_of(const station::Point& column) {
    const auto unit = is_moment(column) ? std::string("UTC") : station::unit_for_people(column.unit);
    return unit.empty() ? column.name : fmt::format("{} ({})", column.name, unit);
}

/// Of what adds up; empty for a log of events.
std::string total_line(const station::RowTable& table, const std::vector<station::Row>& rows) {
    const auto place = table.place_of("energy");
    if (!place) return {};
    std::string text;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        text += i == 0 ? "total" : ",";
        if (i == *place) text += station::cell_text(table.columns[i], total_of(table, rows, "energy"));
    }
    return text + "\r\n";
}

}  // namespace

std::string to_csv(const station::RowTable& table, const std::vector<station::Row>& rows) {
    std::string text;
    for (std::size_t i = 0; i < table.columns.size(); ++i) text += (i ? "," : "") + head_of(table.columns[i]);
    text += "\r\n";
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += (i ? "," : "") + (row[i] ? formats::csv_cell(log_text(table.columns[i], *row[i])) : std::string());
        text += "\r\n";
    }
    return text + total_line(table, rows);
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
