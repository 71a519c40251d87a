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

constexpr std::size_t start = 0, end = 1, power = 2;

std::vector<const Point*> window(const station::Device& plant, std::size_t number) {
    std::vector<const Point*> points;
    for (const auto& column : window_columns) {
        const auto* point = plant.profile->find(fmt::format("preheat_tou_{}_{}", number, column.name));
        if (!point || !station::applies(*point, plant)) return {};
        points.push_back(point);
    }
    return points;
}

/// Of one place: nothing when it is free, or not read.
std::optional<Row> row_at(const std::vector<const Point*>& points, const PointReadings& now) {
    Row row;
    for (const Point* point : points) row.push_back(now(*point).value);
    const bool is_free = std::ranges::all_of(row, [](const auto& cell) { return !cell || cell == Value(0.0); });
    return is_free ? std::nullopt : std::optional(std::move(row));
}

Value cell_of(const std::optional<Row>& row, std::size_t column) {
    return row ? (*row)[column].value_or(Value(0.0)) : Value(0.0);
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
        for (const Point* point : points) {
            const auto cell = now(*point);
            reading.at = cell.at;
            if (cell.good()) continue;
            reading.quality = cell.quality;
            reading.why = cell.why;
            reading.rows.clear();
            return reading;
        }
        if (auto row = row_at(points, now)) reading.rows.push_back(std::move(*row));
    }
    return reading;
}

std::vector<RowChange> changes_of(const PointRows& rows, const std::vector<Row>& wanted, const PointReadings& now) {
    station::check_rows(*rows.table, wanted);
    std::vector<RowChange> places;
    std::vector<Row> left = wanted;
    for (std::size_t place = 0; place < rows.points.size(); ++place) {
        places.push_back({place, row_at(rows.points[place], now), std::nullopt});
        const auto same = places.back().before ? std::ranges::find(left, *places.back().before) : left.end();
        if (same == left.end()) continue;
        places.back().after = *same;
        left.erase(same);
    }
    auto next = left.begin();
    for (auto& place : places)
        if (!place.after && next != left.end()) place.after = *next++;
    std::erase_if(places, [](const RowChange& place) { return place.before == place.after; });
    return places;
}

std::vector<PlannedWrite> writes_of(const PointRows& rows, const std::vector<RowChange>& changes) {
    std::vector<PlannedWrite> writes;
    for (const auto& change : changes) {
        const auto& points = rows.points[change.place];
        const auto put = [&](std::size_t column, const Value& value) {
            auto& write = writes.emplace_back(planned_write(*rows.device, *points[column], value));
            for (std::size_t i = 0; i < points.size(); ++i)
                write.seen.push_back({points[i], cell_of(change.before, i)});
        };
        const bool moves = cell_of(change.before, start) != cell_of(change.after, start)
                           || cell_of(change.before, end) != cell_of(change.after, end);
        const bool idles = moves && cell_of(change.before, power) != Value(0.0);
        if (idles) put(power, 0.0);
        // In the order in which it never ends before it begins, which a station may refuse.
        const bool end_first =
            std::get<double>(cell_of(change.after, end)) > std::get<double>(cell_of(change.before, end));
        for (const std::size_t column : end_first ? std::array{end, start} : std::array{start, end})
            if (cell_of(change.before, column) != cell_of(change.after, column))
                put(column, cell_of(change.after, column));
        const auto present = idles ? Value(0.0) : cell_of(change.before, power);
        if (present != cell_of(change.after, power)) put(power, cell_of(change.after, power));
    }
    return writes;
}

}  // namespace firstlight::commissioning
