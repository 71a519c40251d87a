#include "commissioning/row_rules.h"

#include "commissioning/rating_rules.h"
#include "station/cell_text.h"
#include "text/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <map>
#include <optional>
#include <tuple>

#include <fmt/format.h>

namespace firstlight::commissioning {
namespace {

using station::Row;
using station::RowTable;
using station::Value;

constexpr int minutes_of_a_day = 24 * 60;
constexpr int days_of_a_week = 7;

/// Numbers of a row by the name of their column; a cell without a value is 0.
class Rows {
  public:
    Rows(const RowTable& table, const std::vector<Row>& rows) : table_(table), rows_(rows) {}

    double value(std::size_t row, std::string_view column) const {
        const auto place = table_.place_of(column);
        const auto* value = place && rows_[row][*place] ? std::get_if<double>(&*rows_[row][*place]) : nullptr;
        return value ? *value : 0;
    }
    int number(std::size_t row, std::string_view column) const { return static_cast<int>(value(row, column)); }
    std::string words(std::size_t row, std::string_view column) const {
        const auto place = table_.place_of(column);
        return place && rows_[row][*place] ? station::cell_text(table_.columns[*place], *rows_[row][*place])
                                           : std::string();
    }
    std::size_t size() const { return rows_.size(); }

  private:
    const RowTable& table_;
    const std::vector<Row>& rows_;
};

bool share_time(const Rows& rows, std::size_t a, std::size_t b) {
    const bool days = (rows.number(a, "days") & rows.number(b, "days")) != 0;
    return days && rows.number(a, "from") < rows.number(b, "to") && rows.number(b, "from") < rows.number(a, "to");
}

void check_periods(const Rows& rows, std::vector<RowProblem>& problems) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows.number(i, "days") == 0)
            problems.push_back({i, "days", text::tr("No day is chosen. Choose at least one.")});
        if (rows.number(i, "from") >= rows.number(i, "to"))
            problems.push_back({i, "to", text::tr("It ends before it begins. A period over midnight takes two rows.")});
    }
}

void check_overlaps(const Rows& rows, std::vector<RowProblem>& problems,
                    const std::function<bool(std::size_t, std::size_t)>& concern_the_same) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) {
            if (!concern_the_same(i, k) || !share_time(rows, i, k)) continue;
            problems.push_back({i, "from",
                                text::trf("It overlaps row {}: {}, {} to {}. Change one of them.", k + 1,
                                          rows.words(k, "days"), rows.words(k, "from"), rows.words(k, "to"))});
        }
}

// Rate plan ----------------------------------------------------------------------------------------------------------

/// Days of a year with a 29th of February, so that no day is left out.
int day_of_year(int month, int day) {
    static constexpr std::array before{0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335};
    return before.at(static_cast<std::size_t>(std::clamp(month, 1, 12) - 1)) + day;
}

bool exists(int month, int day) {
    static constexpr std::array days{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 && day <= days.at(static_cast<std::size_t>(month - 1));
}

/// A season may run over the end of the year.
bool in_season(const Rows& rows, std::size_t row, int day) {
    const int from = day_of_year(rows.number(row, "from_month"), rows.number(row, "from_day"));
    const int to = day_of_year(rows.number(row, "to_month"), rows.number(row, "to_day"));
    return from <= to ? from <= day && day <= to : day >= from || day <= to;
}

bool share_season(const Rows& rows, std::size_t a, std::size_t b) {
    for (int day = 1; day <= 366; ++day)
        if (in_season(rows, a, day) && in_season(rows, b, day)) return true;
    return false;
}

void check_seasons(const Rows& rows, std::vector<RowProblem>& problems) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const std::string end : {"from", "to"})
            if (!exists(rows.number(i, end + "_month"), rows.number(i, end + "_day")))
                problems.push_back({i, end + "_day", text::tr("There is no such day.")});
}

/// The first minute of a day of the week, in one season, that no price of the direction covers.
std::optional<int> first_gap(const Rows& rows, const std::vector<std::size_t>& valid, int weekday) {
    int covered = 0;
    std::vector<std::pair<int, int>> stretches;
    for (const std::size_t row : valid)
        if ((rows.number(row, "days") >> weekday & 1) != 0)
            stretches.emplace_back(rows.number(row, "from"), rows.number(row, "to"));
    std::ranges::sort(stretches);
    for (const auto& [from, to] : stretches) {
        if (from > covered) break;
        covered = std::max(covered, to);
    }
    return covered < minutes_of_a_day ? std::optional(covered) : std::nullopt;
}

void find_gap(const Rows& rows, const RowTable& table, int direction, std::vector<RowProblem>& problems) {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows.number(i, "direction") == direction) all.push_back(i);
    if (all.empty()) return;
    for (int month = 1; month <= 12; ++month)
        for (int day = 1; exists(month, day); ++day) {
            std::vector<std::size_t> valid;
            for (const std::size_t row : all)
                if (in_season(rows, row, day_of_year(month, day))) valid.push_back(row);
            for (int weekday = 0; weekday < days_of_a_week; ++weekday) {
                const auto gap = first_gap(rows, valid, weekday);
                if (!gap) continue;
                problems.push_back(
                    {all.front(), "direction",
                     text::trf("{}: there is no price on a {} from {:02}:{:02} in the season of {:02}-{:02}.",
                               rows.words(all.front(), "direction"),
                               text::tr(table.find("days")->bits.at(static_cast<std::size_t>(weekday)).name), *gap / 60,
                               *gap % 60, month, day),
                     false});
                return;
            }
        }
}

void check_prices(const Rows& rows, const RowTable& table, std::vector<RowProblem>& problems) {
    check_seasons(rows, problems);
    if (!problems.empty()) return;
    check_overlaps(rows, problems, [&](std::size_t a, std::size_t b) {
        return rows.number(a, "direction") == rows.number(b, "direction") && share_season(rows, a, b);
    });
    for (const int direction : {0, 1}) find_gap(rows, table, direction, problems);
}

// Cards --------------------------------------------------------------------------------------------------------------

/// The charger tells only the last digits of the cards that it keeps.
bool ends_alike(const std::string& digits, const std::optional<Value>& tail) {
    const auto* last = tail ? std::get_if<std::string>(&*tail) : nullptr;
    return last && !last->empty() && digits.ends_with(*last);
}

void check_cards(const RowTable& table, const std::vector<Row>& rows, std::vector<RowProblem>& problems) {
    const std::size_t name = *table.place_of("name"), number = *table.place_of("uid");
    const std::size_t tail = *table.place_of("uid_tail");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto* words = rows[i][name] ? std::get_if<std::string>(&*rows[i][name]) : nullptr;
        if (!words || words->empty()) problems.push_back({i, "name", text::tr("The card needs a name.")});
        const auto* digits = rows[i][number] ? std::get_if<std::string>(&*rows[i][number]) : nullptr;
        if (!digits) continue;
        if (!is_card_number(*digits))
            problems.push_back({i, "uid", text::tr("A card number has 8, 14 or 20 digits, 0 to 9 and A to F.")});
        for (std::size_t k = 0; k < i; ++k)
            if (rows[k][number] == rows[i][number])
                problems.push_back({i, "uid", text::trf("Row {} has the same card number.", k + 1)});
        for (std::size_t k = 0; k < rows.size(); ++k)
            if (!rows[k][number] && ends_alike(*digits, rows[k][tail]))
                problems.push_back({i, "uid",
                                    text::trf("The card of row {} ends with the same digits. Make sure that it is not "
                                              "the same card.",
                                              k + 1),
                                    false});
    }
}

// Windows ------------------------------------------------------------------------------------------------------------

void check_windows(const Rows& rows, std::vector<RowProblem>& problems) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double start = rows.value(i, "start"), end = rows.value(i, "end");
        if (start == 0) problems.push_back({i, "start", text::tr("Write the whole moment, such as 2026-12-24 22:00.")});
        if (start >= end) problems.push_back({i, "end", text::tr("It ends before it begins. Change one of them.")});
        for (std::size_t k = 0; k < i; ++k)
            if (start < rows.value(k, "end") && rows.value(k, "start") < end)
                problems.push_back({i, "start", text::trf("It overlaps row {}. Change one of them.", k + 1)});
    }
}

// Ratings ------------------------------------------------------------------------------------------------------------

void check_ratings(const RowTable& table, const std::vector<Row>& rows, const station::PointLookup& plant,
                   std::vector<RowProblem>& problems) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t k = 0; k < table.columns.size(); ++k) {
            const auto& column = table.columns[k];
            const auto* value = rows[i][k] ? std::get_if<double>(&*rows[i][k]) : nullptr;
            const auto trouble = value ? above_rating(table, column, *value, plant) : std::nullopt;
            if (trouble) problems.push_back({i, column.name, fmt::format("{}: {}", text::tr(column.label), *trouble)});
        }
}

}  // namespace

bool is_card_number(std::string_view digits) {
    const bool length = digits.size() == 8 || digits.size() == 14 || digits.size() == 20;
    return length && std::ranges::all_of(digits, [](unsigned char c) { return std::isxdigit(c) != 0; });
}

std::vector<RowProblem> problems_of(const RowTable& table, const std::vector<Row>& rows,
                                    const station::PointLookup& plant) {
    std::vector<RowProblem> problems;
    if (rows.size() > table.capacity)
        problems.push_back(
            {table.capacity, {}, text::trf("The station has room for {} rows. Remove some.", table.capacity)});
    if (table.name == "cards") check_cards(table, rows, problems);
    if (table.name == "preheat_windows") check_windows(Rows(table, rows), problems);
    const bool weekly = table.find("days") && table.find("from") && table.find("to");
    if (!weekly) return problems;
    const Rows by_name(table, rows);
    check_ratings(table, rows, plant, problems);
    check_periods(by_name, problems);
    if (!problems.empty()) return problems;
    if (table.name == "prices")
        check_prices(by_name, table, problems);
    else
        check_overlaps(by_name, problems, [](std::size_t, std::size_t) { return true; });
    return problems;
}

std::vector<DayStretch> week_of(const RowTable& table, const std::vector<Row>& rows) {
    const Rows by_name(table, rows);
    std::vector<DayStretch> week;
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (int day = 0; day < days_of_a_week; ++day)
            if ((by_name.number(row, "days") >> day & 1) != 0)
                week.push_back({day, by_name.number(row, "from"), by_name.number(row, "to"), row});
    std::ranges::sort(week, {},
                      [](const DayStretch& stretch) { return std::tuple(stretch.day, stretch.from, stretch.row); });
    return week;
}

std::vector<Row> split_at_midnight(const RowTable& table, const std::vector<Row>& rows) {
    const auto days = table.place_of("days"), from = table.place_of("from"), to = table.place_of("to");
    if (!days || !from || !to) return rows;
    const Rows by_name(table, rows);
    std::vector<Row> split;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        split.push_back(rows[i]);
        if (by_name.number(i, "from") <= by_name.number(i, "to")) continue;
        const int end = by_name.number(i, "to");
        split.back()[*to] = Value(static_cast<double>(minutes_of_a_day));
        if (end == 0) continue;
        const int word = by_name.number(i, "days");
        const int day_after = (word << 1 | word >> (days_of_a_week - 1)) & ((1 << days_of_a_week) - 1);
        Row rest = rows[i];
        rest[*days] = Value(static_cast<double>(day_after));
        rest[*from] = Value(0.0);
        split.push_back(std::move(rest));
    }
    return split;
}

}  // namespace firstlight::commissioning
