#include "commissioning/point_rows.h"

#include "station/applicability.h"
#include "text/text.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using station::Point;
using station::Quality;
using station::Row;
using station::RowTable;
using station::Value;

struct Column {
    std::string_view name, label;
};
constexpr std::array<Column, 3> window_columns{{
    {"start", text::marked("From")},
    {"end", text::marked("To")},
    {"power", text::marked("Power")},
}};

std::vector<const Point*> window(const station::Device& plant, std::size_t number) {
    std::vector<const Point*> points;
    for (const auto& column : window_columns) {
        const auto* point = plant.profile->find(fmt::format("preheat_tou_{}_{}", number, column.name));
        if (!point || !station::applies(*point, plant)) return {};
        points.push_back(point);
    }
    return points;
}

bool is_zero(const std::optional<Value>& value) {
    return value == Value(0.0);
}

/// Nothing for a point that the station has no value for.
bool is_known(const station::Reading& reading) {
    return reading.good() || reading.quality == Quality::not_available;
}

}  // namespace

std::optional<PointRows> preheat_windows(const station::Device& plant) {
    PointRows rows{&plant, nullptr, {}};
    for (auto points = window(plant, 1); !points.empty(); points = window(plant, rows.points.size() + 1))
        rows.points.push_back(std::move(points));
    if (rows.points.empty()) return std::nullopt;
    RowTable table;
    table.name = "preheat_windows";
    table.label = text::marked("Preheating windows");
    table.group = rows.points.front().front()->group;
    table.row_label = text::marked("Window");
    table.capacity = static_cast<std::uint16_t>(rows.points.size());
    table.registers = 0;
    table.source = rows.points.front().front()->source;
    table.note = text::marked("In the station's local time. Power above 0 charges, below 0 discharges.");
    for (std::size_t i = 0; i < window_columns.size(); ++i) {
        Point column = *rows.points.front()[i];
        column.name = window_columns.at(i).name;
        column.label = window_columns.at(i).label;
        column.address = table.registers;
        table.registers = static_cast<std::uint16_t>(table.registers + column.count);
        table.columns.push_back(std::move(column));
    }
    rows.table = std::make_shared<const RowTable>(std::move(table));
    return rows;
}

station::TableReading rows_of(const PointRows& rows, const PointReadings& now) {
    station::TableReading reading;
    reading.table = rows.table.get();
    reading.quality = Quality::good;
    for (const auto& points : rows.points) {
        Row row;
        for (const Point* point : points) {
            const auto cell = now(*point);
            if (!is_known(cell)) {
                reading.quality = cell.quality;
                reading.why = cell.why;
                reading.rows.clear();
                return reading;
            }
            reading.at = cell.at;
            row.push_back(cell.good() ? cell.value : std::nullopt);
        }
        const bool has_gaps = std::ranges::any_of(row, [](const auto& cell) { return !cell; });
        if (!has_gaps && !std::ranges::all_of(row, is_zero)) reading.rows.push_back(std::move(row));
    }
    return reading;
}

std::vector<PlannedWrite> writes_of(const PointRows& rows, const std::vector<Row>& wanted, const PointReadings& now) {
    station::check_rows(*rows.table, wanted);
    std::vector<PlannedWrite> writes;
    for (std::size_t row = 0; row < rows.points.size(); ++row)
        for (std::size_t column = 0; column < rows.points[row].size(); ++column) {
            const Point& point = *rows.points[row][column];
            const auto present = now(point);
            const bool is_free = row >= wanted.size();
            if (is_free && !present.good()) continue;
            const Value value = is_free ? Value(0.0) : wanted[row][column].value_or(Value(0.0));
            if (!present.good() || present.value != value) writes.push_back(planned_write(*rows.device, point, value));
        }
    return writes;
}

}  // namespace firstlight::commissioning
