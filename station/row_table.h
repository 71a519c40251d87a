#pragma once

#include "station/profile.h"
#include "station/value.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// Tables of a device: rows of like values, in the order of their columns.
namespace firstlight::station {

/// One value for each column. Nothing: the device says it has none, or it is a secret that is not shown.
using Row = std::vector<std::optional<Value>>;

/// A table as it was at one moment.
struct TableReading {
    const RowTable* table = nullptr;
    Quality quality = Quality::not_read;
    std::vector<Row> rows;
    double generation = 0;  ///< of a log: 0
    std::chrono::system_clock::time_point at{};
    std::string why;  ///< reason when not good

    bool good() const { return quality == Quality::good; }
};

/// The columns a row is written by; those that only the station sets are left out.
bool is_given(const Point& column);

/// Registers of one row. A column without a value becomes zeros, which for a secret means: as it was.
/// Throws ValueNotAccepted whose point is "cards row 3, name".
formats::Words encode_row(const RowTable& table, const Row& row, std::size_t number);
/// `raw` has exactly the table's registers. A cell that cannot be read has no value.
Row decode_row(const RowTable& table, formats::WordView raw, std::chrono::system_clock::time_point at);

/// Whether both say the same in every column that is given and shown, as the registers hold it.
bool same_row(const RowTable& table, const Row& a, const Row& b);

/// Whether the row brings a secret with it; without one, a secret stays as it was.
bool sets_a_secret(const RowTable& table, const Row& row);

/// Checks what can be said of rows without the station: how many there are, each cell, and keys given twice.
/// Throws ValueNotAccepted.
void check_rows(const RowTable& table, const std::vector<Row>& rows);

/// "From: 22:00, To: 06:00": the columns of a row by their labels, secrets left out.
std::string to_text(const RowTable& table, const Row& row);
/// What is given of each row, as the journal writes it and as rows are compared later; "no rows".
std::string to_text(const RowTable& table, const std::vector<Row>& rows);
/// "schedule row 2, from": how errors name a cell. Rows count from 1.
std::string place(const RowTable& table, std::size_t row, const Point& column);

/// "Device: 1, Duration: 60 s": the arguments of a command as the journal writes them; of a secret no value.
std::string to_text(const Command& command, const std::vector<Value>& arguments);

}  // namespace firstlight::station
