#include "station/row_table.h"

#include "station/cell_text.h"
#include "station/errors.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::station {
namespace {

using Reason = ValueNotAccepted::Reason;

std::string cell_with_unit(const Point& column, const Value& value) {
    const bool own_words = is_set_of_days(column) || is_time_of_day(column);
    return own_words ? cell_text(column, value) : shown(column, to_text(column, value));
}

template <class Wanted>
std::string shown_cells(const RowTable& table, const Row& row, const Wanted& wanted) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Point& column = table.columns[i];
        if (row[i] && !column.secret && wanted(column))
            parts.push_back(fmt::format("{}: {}", column.label, cell_with_unit(column, *row[i])));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::optional<Value> cell(const RowTable& table, const Row& row, std::string_view column) {
    const auto place = table.place_of(column);
    return place ? row[*place] : std::nullopt;
}

/// 0.21 and 0.21000000000000002 are the same in a register.
bool same_cell(const Point& column, const std::optional<Value>& a, const std::optional<Value>& b) {
    if (a == b) return true;
    if (!a || !b || column.is_text()) return false;
    try {
        return encode(column, *a) == encode(column, *b);
    } catch (const ValueNotAccepted&) {
        return false;
    }
}

}  // namespace

bool is_given(const Point& column) {
    return column.writable();
}

std::string place(const RowTable& table, std::size_t row, const Point& column) {
    return fmt::format("{} {} {}, {}", table.name, text::tr("row"), row, column.name);
}

formats::Words encode_row(const RowTable& table, const Row& row, std::size_t number) {
    formats::Words words(table.registers, 0);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Point& column = table.columns[i];
        if (!is_given(column) || !row[i]) continue;
        try {
            std::ranges::copy(check_and_encode(column, *row[i]), words.begin() + column.address);
        } catch (const ValueNotAccepted& error) {
            throw ValueNotAccepted(error.reason(), place(table, number, column), error.wanted(), error.detail());
        }
    }
    return words;
}

Row decode_row(const RowTable& table, formats::WordView raw, std::chrono::system_clock::time_point at) {
    Row row;
    for (const Point& column : table.columns) {
        if (column.secret || !column.readable()) {
            row.emplace_back();
            continue;
        }
        row.push_back(decode(column, raw.subspan(column.address, column.count), at).value);
    }
    return row;
}

bool same_row(const RowTable& table, const Row& a, const Row& b) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Point& column = table.columns[i];
        if (is_given(column) && column.readable() && !column.secret && !same_cell(column, a[i], b[i])) return false;
    }
    return true;
}

bool sets_a_secret(const RowTable& table, const Row& row) {
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].secret && row[i]) return true;
    return false;
}

void check_rows(const RowTable& table, const std::vector<Row>& rows) {
    if (rows.size() > table.capacity)
        throw ValueNotAccepted(Reason::out_of_range, table.name, fmt::format("{}", rows.size()),
                               text::trf("the table holds at most {} rows", table.capacity));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        encode_row(table, rows[i], i + 1);
        for (std::size_t k = 0; k < i && !table.key.empty(); ++k) {
            const bool same = std::ranges::all_of(table.key, [&](const std::string& column) {
                return cell(table, rows[i], column) == cell(table, rows[k], column);
            });
            if (same)
                throw ValueNotAccepted(Reason::not_a_value, place(table, i + 1, *table.find(table.key.front())),
                                       to_text(table, rows[i]), text::trf("row {} has the same", k + 1));
        }
    }
}

std::string to_text(const RowTable& table, const Row& row) {
    return shown_cells(table, row, [](const Point&) { return true; });
}

std::string to_text(const RowTable& table, const std::vector<Row>& rows) {
    std::vector<std::string> lines;
    for (const Row& row : rows) lines.push_back(shown_cells(table, row, is_given));
    return rows.empty() ? text::marked("no rows") : fmt::format("{}", fmt::join(lines, "; "));
}

std::string to_text(const Command& command, const std::vector<Value>& arguments) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < std::min(arguments.size(), command.arguments.size()); ++i) {
        const Point& argument = command.arguments[i];
        const std::string value = argument.secret ? text::marked("a secret value") : to_text(argument, arguments[i]);
        parts.push_back(fmt::format("{}: {}", argument.label, with_unit(argument, value)));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace firstlight::station
