#pragma once

#include "station/row_table.h"
#include "ui/table.h"

#include <functional>
#include <string>
#include <vector>

namespace firstlight::app::desktop {

/// One column of a list of rows. What belongs together stands together: "22:00 – 06:00", a season, a sum with its unit.
struct RowColumn {
    ui::Column head;
    std::function<ui::Cell(const station::Row&)> cell;
};

/// Those that people see, in the order of the table; secrets are not among them. Prices are in `currency`, ISO 4217.
/// `table` must outlive them.
std::vector<RowColumn> columns_of(const station::RowTable& table, const std::string& currency);

}  // namespace firstlight::app::desktop
