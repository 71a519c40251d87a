#pragma once

#include "formats/modbus.h"
#include "simulator/register_bank.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

/// Tables of the commissioning extension as a station keeps them: rows are staged and come into force together
/// (docs/commissioning_extension.md).
namespace firstlight::simulator {

class StoredTables {
  public:
    /// `device` must outlive it.
    void add(DevicePoints& device);
    /// Rows that the house starts with; of a log, the only way in.
    void fill(const DevicePoints& device, std::string_view table, std::vector<formats::Words> rows);

    std::variant<formats::FileWords, formats::ExceptionCode> read(std::uint8_t unit,
                                                                  const formats::ReadFileRecord& request) const;
    std::optional<formats::ExceptionCode> stage(std::uint8_t unit, const formats::WriteFileRecord& request);
    /// Whether the register is a table's count or generation.
    bool is_head(std::uint8_t unit, std::uint16_t address) const;
    /// Count and generation in one: begins staging (generation 0) or commits.
    std::optional<formats::ExceptionCode> write_head(std::uint8_t unit, std::uint16_t address, formats::WordView words);

  private:
    struct Stored {
        DevicePoints* device = nullptr;
        const station::RowTable* table = nullptr;
        std::vector<formats::Words> live;
        std::optional<std::vector<formats::Words>> staged;
    };

    Stored* at_head(std::uint8_t unit, std::uint16_t address);
    const Stored* of_file(std::uint8_t unit, std::uint16_t file) const;
    static bool complete(Stored& stored);
    static void show_count(Stored& stored);

    std::vector<Stored> tables_;
};

}  // namespace firstlight::simulator
