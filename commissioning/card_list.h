#pragma once

#include "station/row_table.h"

#include <filesystem>
#include <string>
#include <vector>

/// The RFID cards of a charger while they are changed. Numbers are secrets: they come in and are never given out.
namespace firstlight::commissioning {

class CardList {
  public:
    /// `table` is one named "cards" and must outlive it.
    CardList(const station::RowTable& table, std::vector<station::Row> rows);

    /// At the first free place. Separators in the number (spaces, colons, dashes) do not count. Throws
    /// station::ValueNotAccepted when every place is taken.
    void add(const std::string& name, const std::string& number);
    /// These throw station::ValueNotAccepted when there is no card at that place.
    void rename(int place, const std::string& name);
    void remove(int place);
    void set_blocked(int place, bool blocked);
    /// Lines "name;number" (or with a comma or tab), a head line that begins with "Name" allowed. All or none is added.
    /// Throws formats::FileError with the line, never with the number, and when there is no card.
    void import(const std::filesystem::path& file);

    const std::vector<station::Row>& rows() const { return rows_; }

  private:
    station::Row& at(int place);
    std::size_t column(std::string_view name) const;

    const station::RowTable& table_;
    std::vector<station::Row> rows_;
};

}  // namespace firstlight::commissioning
