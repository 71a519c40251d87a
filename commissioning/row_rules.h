#pragma once

#include "station/row_table.h"

#include <string>
#include <string_view>
#include <vector>

/// What rows of a table must keep among themselves, beyond each cell's range: periods that overlap, days without a
/// price, numbers of cards. Found while they are typed, before anything is sent.
namespace firstlight::commissioning {

struct RowProblem {
    std::size_t row = 0;  ///< from 0
    std::string column;
    std::string words;    ///< what is wrong and what to do
    bool refused = true;  ///< false: a remark, the rows may be written
};

/// Of the tables "schedule", "outages", "prices", "cards" and "preheat_windows"; others only have room for so many
/// rows. Cells must pass station::check_and_encode first. `plant` gives the ratings that rating_rules.h names; what it
/// does not know bounds nothing.
std::vector<RowProblem> problems_of(const station::RowTable& table, const std::vector<station::Row>& rows,
                                    const station::PointLookup& plant);

/// Of a card: 8, 14 or 20 hexadecimal digits.
bool is_card_number(std::string_view digits);

/// A stretch of one day that a row rules.
struct DayStretch {
    int day = 0;           ///< 0: the first day that the column knows, Monday
    int from = 0, to = 0;  ///< minutes since midnight
    std::size_t row = 0;
};
/// The stretches of a table with columns "days", "from" and "to", by day and time.
std::vector<DayStretch> week_of(const station::RowTable& table, const std::vector<station::Row>& rows);

/// A period that ends before its beginning runs over midnight: it becomes one row until 24:00 and one from 00:00
/// of the days after. Others stay as they are.
std::vector<station::Row> split_at_midnight(const station::RowTable& table, const std::vector<station::Row>& rows);

}  // namespace firstlight::commissioning
