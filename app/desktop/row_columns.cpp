#include "app/desktop/row_columns.h"

#include "commissioning/log_csv.h"
#include "station/cell_text.h"
#include "text/numbers.h"
#include "ui/words.h"

#include <cstring>

#include <fmt/format.h>

namespace firstlight::app::desktop {

using station::Point;
using station::Row;
using station::RowTable;
using ui::to_wx;
using ui::tr;

namespace {

constexpr int usual_width = 100, period_width = 140;
/// "23.11.2026 10:42:07 UTC"
constexpr int moment_width = 200;

bool is_number(const Point& column) {
    return !column.is_text() && column.choices.empty() && column.bits.empty() && !commissioning::is_moment(column);
}

/// "every day", "Monday to Friday", "Mo, We, Fr"
wxString day_words(const Point& column, unsigned days) {
    constexpr unsigned every_day = 0b1111111, workdays = 0b0011111, weekend = 0b1100000;
    if (days == every_day) return tr("every day");
    if (days == workdays) return tr("Monday to Friday");
    if (days == weekend) return tr("Saturday and Sunday");
    wxString words;
    for (const auto& bit : column.bits)
        if ((days >> bit.position & 1U) != 0) words += (words.empty() ? "" : ", ") + tr(bit.name).Left(2);
    return words;
}

wxString words_of(const Point& column, const station::Value& value) {
    const auto* number = std::get_if<double>(&value);
    const auto* choice = number ? station::find_choice(column, *number) : nullptr;
    if (choice) return tr(choice->label);
    if (number && station::is_set_of_days(column)) return day_words(column, static_cast<unsigned>(*number));
    const auto words = commissioning::log_text(column, value);
    return to_wx(commissioning::is_moment(column) ? text::shown_time(words) : text::shown_value(words));
}

RowColumn column_of(const RowTable& table, std::size_t at) {
    const auto& column = table.columns[at];
    const bool own_words = station::is_time_of_day(column) || commissioning::is_moment(column);
    const auto unit =
        column.unit.empty() || own_words ? wxString() : to_wx(", " + station::unit_for_people(column.unit));
    const int width = commissioning::is_moment(column)  ? moment_width
                      : station::is_set_of_days(column) ? period_width
                                                        : usual_width;
    return {{tr(column.label) + unit, width, is_number(column)}, [&column, at](const Row& row) -> ui::Cell {
                if (!row[at]) return {};
                const auto* number = std::get_if<double>(&*row[at]);
                return {words_of(column, *row[at]), {}, number ? std::optional(*number) : std::nullopt};
            }};
}

RowColumn price_column(const RowTable& table, std::size_t at, const std::string& currency) {
    auto column = column_of(table, at);
    column.cell = [plain = std::move(column.cell), currency](const Row& row) {
        auto cell = plain(row);
        if (!cell.text.empty()) cell.text += " " + to_wx(currency);
        return cell;
    };
    return column;
}

std::optional<double> number_at(const Row& row, std::size_t at) {
    const auto* number = row[at] ? std::get_if<double>(&*row[at]) : nullptr;
    return number ? std::optional(*number) : std::nullopt;
}

/// "from" at this place and "to" behind it.
bool begins_period(const RowTable& table, std::size_t at) {
    return at + 1 < table.columns.size() && table.columns[at].name == "from" && table.columns[at + 1].name == "to";
}

RowColumn period_column(const RowTable& table, std::size_t at) {
    return {{tr("Time"), period_width}, [&table, at](const Row& row) -> ui::Cell {
                if (!row[at] || !row[at + 1]) return {};
                return {
                    words_of(table.columns[at], *row[at]) + L" \u2013 " + words_of(table.columns[at + 1], *row[at + 1]),
                    {},
                    number_at(row, at)};
            }};
}

/// Four columns: from month and day, to month and day.
bool begins_season(const RowTable& table, std::size_t at) {
    return at + 3 < table.columns.size() && table.columns[at].name == "from_month"
           && table.columns[at + 3].name == "to_day";
}

/// "01.04." in German, "04-01" elsewhere.
wxString date_words(double month, double day) {
    auto words = text::shown_time(fmt::format("2000-{:02.0f}-{:02.0f}", month, day));
    for (const auto* year : {"2000-", "2000"})
        if (const auto at = words.find(year); at != std::string::npos) return to_wx(words.erase(at, std::strlen(year)));
    return to_wx(words);
}

RowColumn season_column(std::size_t at) {
    return {{tr("Season"), period_width}, [at](const Row& row) -> ui::Cell {
                const auto month = number_at(row, at), day = number_at(row, at + 1);
                const auto to_month = number_at(row, at + 2), to_day = number_at(row, at + 3);
                if (!month || !day || !to_month || !to_day) return {};
                if (*month == 1 && *day == 1 && *to_month == 12 && *to_day == 31)
                    return {tr("all year"), {}, *month * 100 + *day};
                const auto words = date_words(*month, *day) + L" \u2013 " + date_words(*to_month, *to_day);
                return {words, {}, *month * 100 + *day};
            }};
}

/// Of the schedule: seven figures are wider than a page, and most of them say "none". Those that limit something stand
/// together.
bool begins_limits(const RowTable& table, std::size_t at) {
    return table.name == "schedule" && at > 0 && table.columns[at - 1].name == "action";
}

RowColumn limits_column(const RowTable& table, std::size_t first) {
    return {{tr("Limits"), usual_width}, [&table, first](const Row& row) -> ui::Cell {
                wxString words;
                for (std::size_t at = first; at < table.columns.size(); ++at) {
                    const auto& column = table.columns[at];
                    const bool is_none =
                        row[at] && column.special && station::to_text(column, *row[at]) == column.special->second;
                    if (!row[at] || is_none) continue;
                    const auto value = ui::to_utf8(words_of(column, *row[at]));
                    words +=
                        (words.empty() ? "" : ", ") + tr(column.label) + " " + to_wx(station::with_unit(column, value));
                }
                return {words, {}, {}};
            }};
}

}  // namespace

std::vector<RowColumn> columns_of(const RowTable& table, const std::string& currency) {
    std::vector<RowColumn> columns;
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const auto& column = table.columns[at];
        if (column.secret || !column.readable()) continue;
        if (begins_limits(table, at)) {
            columns.push_back(limits_column(table, at));
            break;
        }
        if (begins_season(table, at)) {
            columns.push_back(season_column(at));
            at += 3;
        } else if (begins_period(table, at)) {
            columns.push_back(period_column(table, at));
            ++at;
        } else if (column.name == "price") {
            columns.push_back(price_column(table, at, currency));
        } else {
            columns.push_back(column_of(table, at));
        }
    }
    return columns;
}

}  // namespace firstlight::app::desktop
