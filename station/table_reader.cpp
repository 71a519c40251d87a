#include "station/applicability.h"
#include "station/table_access.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

using transport::LinkFault;

/// Registers of the rows one answer of function 20 can carry (Modbus Application Protocol V1.1b3, 6.14).
constexpr int registers_of_one_answer = 120;
/// How often a table that changes while it is read is read anew.
constexpr int most_tries = 3;

struct RowsAnswer {
    std::vector<Row> rows;
    std::string why;  ///< not empty: they could not be read
};

std::string why_not(const Session& session, const transport::Answer& answer, std::size_t registers) {
    if (const auto* fault = std::get_if<LinkFault>(&answer)) return words_of(*fault);
    const auto& response = std::get<formats::Response>(answer);
    if (const auto* no = std::get_if<formats::Exception>(&response)) return words_of(no->code);
    const auto* words = std::get_if<formats::FileWords>(&response);
    const bool fits = words && words->records.size() == 1 && words->records.front().size() == registers;
    if (!fits) return formats::describe(response);
    return is_known_connection(session) ? std::string() : text::tr("the connection was opened again meanwhile");
}

awaitable<RowsAnswer> ask_rows(Session& session, std::uint8_t unit, const RowTable& table, int count) {
    RowsAnswer result;
    const int at_once = std::max(1, registers_of_one_answer / table.registers);
    for (int first = 0; first < count; first += at_once) {
        const int rows = std::min(at_once, count - first);
        const auto length = static_cast<std::uint16_t>(rows * table.registers);
        const auto record = static_cast<std::uint16_t>(first * table.registers);
        formats::Request request = formats::ReadFileRecord{{{table.file, record, length}}};
        transport::AskOptions options;
        options.despite_back_off = true;
        options.secret = std::ranges::any_of(table.columns, [](const Point& column) { return column.secret; });
        const transport::Answer answer = co_await ask(session, unit, std::move(request), options, true);
        result.why = why_not(session, answer, length);
        if (!result.why.empty()) co_return result;
        const auto& words = std::get<formats::FileWords>(std::get<formats::Response>(answer)).records.front();
        const auto now = std::chrono::system_clock::now();
        for (int row = 0; row < rows; ++row) {
            const auto begin = static_cast<std::size_t>(row) * table.registers;
            result.rows.push_back(decode_row(table, formats::WordView(words).subspan(begin, table.registers), now));
        }
    }
    co_return result;
}

/// Count and generation; `why` says why they are not known.
struct Head {
    int count = 0;
    double generation = 0;
    std::string why;
};

awaitable<Head> read_head(Session& session, Device& device, const RowTable& table) {
    std::vector<std::string> names{table.count};
    if (!table.log) names.push_back(table.generation);
    auto readings = co_await read_by_name(session, device, std::move(names));
    Head head;
    const Reading& count = readings.at(table.count);
    head.count = static_cast<int>(count.number().value_or(0));
    if (!count.number()) head.why = to_text(count);
    if (head.count > table.capacity)
        head.why = text::trf("the device says {} rows; the table holds at most {}", head.count, table.capacity);
    if (table.log) co_return head;
    const Reading& generation = readings.at(table.generation);
    head.generation = generation.number().value_or(0);
    if (!generation.number()) head.why = to_text(generation);
    co_return head;
}

}  // namespace

awaitable<std::map<std::string, Reading>> read_by_name(Session& session, Device& device,
                                                       std::vector<std::string> names) {
    std::vector<Wanted> wanted;
    for (const std::string& name : names) wanted.push_back({&device, &device.profile->at(name), {}});
    const auto fault = co_await read_unit(session, device.unit, wanted, std::nullopt);
    if (fault && connection_is_gone(fault->kind)) throw transport::LinkError(session.link.endpoint(), *fault);
    std::map<std::string, Reading> readings;
    for (Wanted& one : wanted) readings[one.point->name] = std::move(*one.reading);
    co_return readings;
}

awaitable<TableReading> read_rows(Session& session, Device device, const RowTable& table) {
    TableReading result;
    result.table = &table;
    begin_reading(session);
    if (!applies(table, device)) {
        result.quality = Quality::unsupported;
        result.why = why_not_applicable(table.since, device);
        co_return result;
    }
    std::string failed;
    try {
        Head head = co_await read_head(session, device, table);
        for (int tries = 0; tries < most_tries && head.why.empty(); ++tries) {
            RowsAnswer answer = co_await ask_rows(session, device.unit, table, head.count);
            const Head after = co_await read_head(session, device, table);
            if (!answer.why.empty()) head.why = answer.why;
            if (!head.why.empty()) break;
            const bool still = after.count == head.count && after.generation == head.generation;
            if (still) {
                result.quality = Quality::good;
                result.rows = std::move(answer.rows);
                result.generation = head.generation;
                result.at = std::chrono::system_clock::now();
                co_return result;
            }
            head = after;
        }
        failed = head.why.empty() ? text::tr("the table changes all the time") : head.why;
    } catch (const transport::LinkError& error) {
        failed = error.what();
    }
    result.why = failed;
    co_return result;
}

}  // namespace firstlight::station
