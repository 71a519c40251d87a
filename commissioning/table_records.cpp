#include "commissioning/table_records.h"

#include "commissioning/records.h"
#include "station/applicability.h"

#include <algorithm>
#include <utility>

namespace firstlight::commissioning {

namespace {

void put_into_group(std::vector<ReadingRecord>& readings, ReadingRecord record) {
    const auto last = [&](const auto& belongs) {
        return std::ranges::find_if(readings.rbegin(), readings.rend(), belongs);
    };
    auto place = last([&](const auto& one) { return one.device == record.device && one.group == record.group; });
    if (place == readings.rend()) place = last([&](const auto& one) { return one.device == record.device; });
    readings.insert(place == readings.rend() ? readings.end() : place.base(), std::move(record));
}

}  // namespace

transport::awaitable<void> add_tables(station::Station& station, std::vector<ReadingRecord>& readings) {
    for (const auto& device : station.discovery().devices)
        for (const auto& table : device.profile->tables) {
            if (table.log || !station::applies(table, device)) continue;
            const auto reading = co_await station.read_table(device, table);
            put_into_group(readings, record_of(device, table, reading));
        }
}

}  // namespace firstlight::commissioning
