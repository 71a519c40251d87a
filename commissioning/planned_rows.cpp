#include "commissioning/planned_rows.h"

#include "station/cell_text.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

using station::Point;
using station::Row;
using station::RowTable;
using station::Value;
using station::ValueNotAccepted;
using Reason = ValueNotAccepted::Reason;

std::string names_of(const std::vector<Point>& cells) {
    std::vector<std::string> names;
    for (const auto& cell : cells)
        if (station::is_given(cell) && !cell.secret) names.push_back(cell.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

/// One row of a plan on its way to a row of the station.
class RowCompletion {
  public:
    RowCompletion(const RowTable& table, const Cells& cells, const Cells& secrets, std::size_t number)
        : table_(table), cells_(cells), secrets_(secrets), number_(number) {}

    Row run(const std::vector<Row>& live) const {
        check_names();
        Row row;
        for (const auto& column : table_.columns) row.push_back(given(column));
        const Row* known = row_with_same_key(row, live);
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto& column = table_.columns[i];
            if (!row[i] && station::is_given(column) && !cells_.contains(column.name))
                row[i] = known ? (*known)[i] : otherwise(column);
        }
        return row;
    }

  private:
    void check_names() const {
        for (const auto& [name, text] : cells_) {
            const auto* column = table_.find(name);
            if (!column)
                throw ValueNotAccepted(
                    Reason::not_a_value, fmt::format("{} {}", table_.name, name), text,
                    text::trf("there is no such column; the table has {}", names_of(table_.columns)));
            if (column->secret)
                refuse(Reason::not_a_value, *column, {},
                       text::tr("a secret does not belong into a file: keep it with \"secrets keep NAME\" and write "
                                "{\"secret\": \"NAME\"} into the plan, or give it with \"cards add\""));
            if (!station::is_given(*column))
                refuse(Reason::not_writable, *column, text, text::tr("only the station sets this"));
        }
        for (const auto& [name, secret] : secrets_) {
            const auto* column = table_.find(name);
            if (!column || !column->secret)
                throw ValueNotAccepted(Reason::not_a_value, fmt::format("{} {}", table_.name, name), {},
                                       text::tr("this is no secret: write its value into the plan"));
        }
    }

    [[noreturn]] void refuse(Reason reason, const Point& column, const std::string& wanted, std::string why) const {
        throw ValueNotAccepted(reason, station::place(table_, number_, column), wanted, std::move(why));
    }

    /// Empty text is no value, as it is when it is read.
    std::optional<Value> given(const Point& column) const {
        const auto& cells = column.secret ? secrets_ : cells_;
        const auto found = cells.find(column.name);
        if (found == cells.end() || (column.is_text() && found->second.empty())) return std::nullopt;
        try {
            return station::parse_cell(column, found->second);
        } catch (const ValueNotAccepted& error) {
            refuse(error.reason(), column, error.wanted(), error.detail());
        }
    }

    const Row* row_with_same_key(const Row& row, const std::vector<Row>& live) const {
        if (table_.key.empty()) return nullptr;
        const auto same = [&](const Row& other) {
            for (std::size_t i = 0; i < row.size(); ++i)
                if (std::ranges::count(table_.key, table_.columns[i].name) > 0 && (!row[i] || row[i] != other[i]))
                    return false;
            return true;
        };
        const auto found = std::ranges::find_if(live, same);
        return found == live.end() ? nullptr : &*found;
    }

    std::optional<Value> otherwise(const Point& column) const {
        if (column.special) return station::parse_value(column, column.special->second);
        if (!column.is_text()) refuse(Reason::not_a_value, column, {}, text::tr("it must be given in a new row"));
        return std::nullopt;
    }

    const RowTable& table_;
    const Cells &cells_, &secrets_;
    std::size_t number_;
};

}  // namespace

std::vector<Row> complete_rows(const RowTable& table, const std::vector<Cells>& rows, const std::vector<Row>& live,
                               const std::vector<Cells>& secrets) {
    const Cells none;
    std::vector<Row> complete;
    for (const auto& cells : rows) {
        const auto number = complete.size();
        const auto& of_row = number < secrets.size() ? secrets[number] : none;
        complete.push_back(RowCompletion(table, cells, of_row, number + 1).run(live));
    }
    station::check_rows(table, complete);
    return complete;
}

bool names_this_moment(const station::Command& command, const Cells& given) {
    return std::ranges::any_of(command.arguments, [&](const Point& argument) {
        const auto found = given.find(argument.name);
        return found != given.end() && station::is_this_moment(argument, found->second);
    });
}

std::vector<Value> arguments_of(const station::Command& command, const Cells& given) {
    for (const auto& [name, text] : given)
        if (std::ranges::find(command.arguments, name, &Point::name) == command.arguments.end())
            throw ValueNotAccepted(
                Reason::not_a_value, fmt::format("{} {}", command.name, name), text,
                text::trf("there is no such argument; the command takes {}",
                          command.arguments.empty() ? text::tr("none") : names_of(command.arguments)));
    std::vector<Value> arguments;
    for (const auto& argument : command.arguments) {
        const auto found = given.find(argument.name);
        if (found == given.end())
            throw ValueNotAccepted(Reason::not_a_value, fmt::format("{} {}", command.name, argument.name), {},
                                   text::tr("this argument must be given"));
        arguments.push_back(station::parse_cell(argument, found->second));
        station::check_and_encode(argument, arguments.back());
    }
    return arguments;
}

}  // namespace firstlight::commissioning
