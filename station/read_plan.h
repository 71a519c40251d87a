#pragma once

#include "station/profile.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

/// Points in, few requests out. Blocks are merged by the cost of bytes against the cost of a request on this line at
/// this pace (facts: performance/limits.md); the result is the optimum, by dynamic programming.
namespace firstlight::station {

struct ReadCost {
    double request = 1.0;       ///< seconds a request costs whatever its length
    double per_register = 0.0;  ///< seconds one more register costs
};

struct ReadBlock {
    Table table = Table::input;
    std::uint16_t address = 0;
    std::uint16_t count = 0;
    std::vector<const Point*> points;  ///< sorted by address, all inside the block
};

struct ReadRules {
    std::uint16_t max_registers = 124;
    /// Registers that must not lie inside a read: write-only ones, unknown ones, and those the device refused before.
    std::set<std::pair<Table, std::uint16_t>> forbidden;
};

/// Rules of a profile: its limit; write-only registers and gaps that are neither points nor reserved are forbidden,
/// because one register that the firmware does not know makes the whole read fail. With a version, so are the registers
/// that this version lacks.
ReadRules rules_of(const Profile& profile, std::optional<ProtocolVersion> version = std::nullopt);

/// Every readable point of `points` in exactly one block. Write-only points and points on forbidden registers are left
/// out.
std::vector<ReadBlock> plan_reads(std::span<const Point* const> points, const ReadRules& rules, ReadCost cost);

}  // namespace firstlight::station
