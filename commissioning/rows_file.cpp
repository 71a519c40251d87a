#include "commissioning/rows_file.h"

#include "commissioning/cells.h"
#include "commissioning/planned_rows.h"
#include "commissioning/row_rules.h"
#include "commissioning/settings_snapshot.h"
#include "formats/strict_json.h"
#include "store/durable_file.h"

#include <nlohmann/json.hpp>

namespace firstlight::commissioning {

std::vector<station::Row> load_rows(const std::filesystem::path& file, const station::TableReading& live) {
    const auto document = formats::JsonDocument::load(file);
    const auto root = document.root();
    root.allow_only({"rows"});
    std::vector<Cells> cells;
    for (const auto& node : root.at("rows").items()) cells.push_back(parse_cells(node));
    return split_at_midnight(*live.table, complete_rows(*live.table, cells, live.rows));
}

void save_rows(const station::RowTable& table, const std::vector<station::Row>& rows,
               const std::filesystem::path& file) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& row : rows) {
        auto object = nlohmann::ordered_json::object();
        const auto cells = cells_of(table, row);
        for (const auto& column : table.columns)
            if (const auto cell = cells.find(column.name); cell != cells.end() && station::is_given(column))
                object[column.name] = cell->second;
        list.push_back(std::move(object));
    }
    store::write_durably(file, nlohmann::ordered_json{{"rows", std::move(list)}}.dump(2) + "\n");
}

}  // namespace firstlight::commissioning
