#include "commissioning/settings_snapshot.h"

#include "commissioning/setting_source.h"
#include "station/cell_text.h"
#include "text/text.h"

#include <algorithm>

namespace firstlight::commissioning {

namespace {

using station::Device;
using station::Point;

std::vector<const Point*> settings_of(const station::Profile& profile) {
    std::vector<const Point*> points;
    for (const auto& point : profile.points)
        if (!setting_source(profile, point).empty()) points.push_back(&point);
    return points;
}

std::string unit_of(const Point& point, const std::string& value) {
    const bool measured = point.choices.empty() && point.bits.empty() && !point.epoch
                          && !(point.special && value == point.special->second);
    return measured ? station::unit_for_people(point.unit) : std::string();
}

void keep(DeviceSettings& kept, const Device& device, const station::Reading& reading) {
    const auto& point = *reading.point;
    if (!reading.good()) {
        kept.unread.push_back(
            {point.name, reading.why.empty() ? text::tr(station::to_string(reading.quality)) : reading.why});
        return;
    }
    auto value = station::cell_text(point, *reading.value);
    auto unit = unit_of(point, value);
    kept.settings.push_back({point.name, point.label, std::move(value), std::move(unit),
                             setting_source(*device.profile, point), reading.at});
}

void keep(DeviceSettings& kept, const station::RowTable& table, const station::TableReading& reading) {
    if (!reading.good()) {
        kept.unread.push_back({table.name, reading.why});
        return;
    }
    KeptTable rows{table.name, table.label, {}, reading.at};
    for (const auto& row : reading.rows) rows.rows.push_back(cells_of(table, row));
    kept.tables.push_back(std::move(rows));
}

}  // namespace

Cells cells_of(const station::RowTable& table, const station::Row& row) {
    Cells cells;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& column = table.columns[i];
        if (row[i] && !column.secret && (table.has_secrets() || station::is_given(column)))
            cells.emplace(column.name, station::cell_text(column, *row[i]));
    }
    return cells;
}

transport::awaitable<StationSettings> take_settings(station::Station& station, std::string program,
                                                    station::ProgressSink progress) {
    const auto discovery = station.discovery();
    StationSettings settings;
    settings.taken = std::chrono::system_clock::now();
    settings.station = discovery.anchor_serial;
    settings.program = std::move(program);
    const auto total = static_cast<int>(discovery.devices.size());
    for (const auto& device : discovery.devices) {
        if (progress) {
            const auto name = station::name_for_people(device.name());
            progress({text::trf("Reading the settings of {}", name), static_cast<int>(settings.devices.size()), total,
                      std::nullopt});
        }
        auto& kept = settings.devices.emplace_back();
        kept.name = device.name();
        kept.profile = device.profile->id;
        kept.model = device.model;
        kept.serial = device.serial;
        kept.firmware = device.firmware;
        if (device.version) kept.version = station::to_string(*device.version);
        const auto readings = co_await station.read(device, settings_of(*device.profile));
        for (const auto& reading : readings) keep(kept, device, reading);
        for (const auto& table : device.profile->tables) {
            if (table.log) continue;
            const auto reading = co_await station.read_table(device, table);
            keep(kept, table, reading);
        }
    }
    co_return settings;
}

}  // namespace firstlight::commissioning
