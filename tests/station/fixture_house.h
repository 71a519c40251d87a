#pragma once

#include "scripted_link.h"

#include <string>
#include <vector>

/// A house built from the rows of the facts (tests/fixtures/station), for a protocol version: registers of every unit,
/// and what each row's value must read as. Shares nothing with profiles and codec.
namespace firstlight::tests {

struct FixtureRow {
    std::string device, access, type, name, values, notes;
    std::uint16_t address = 0, count = 1;
    double gain = 1;
    int since = 107, until = 9999;  ///< 100 * major + minor; first version without the row

    bool exists_at(int version) const { return since <= version && version < until; }
    bool is_reserved() const { return name.starts_with("reserved_"); }
    bool is_readable() const { return access != "WO" && !is_reserved(); }
};

const std::vector<FixtureRow>& fixture_rows();

/// What a row holds at a unit: the same for ever, different from row to row.
formats::Words fixture_words(const FixtureRow& row, std::uint8_t unit, const std::string& model);
/// The value of a numeric row as the facts say: signed raw number over gain.
double fixture_number(const FixtureRow& row, const formats::Words& words);
std::string fixture_text(const formats::Words& words);

struct HouseUnit {
    std::uint8_t unit = 0;
    std::vector<std::string> devices;  ///< as the facts name them; "dc_charger" beside "inverter"
    std::string model;                 ///< of an inverter
};

/// Puts the registers of these units, as firmware of this version has them, behind the link.
void build_house(ScriptedLink& link, const std::vector<HouseUnit>& house, int version);

/// Plant, three inverters with batteries, a DC charger on the first, an AC charger at unit 4.
std::vector<HouseUnit> big_house(const std::string& model);
/// Plant, one inverter with DC charger, one AC charger.
std::vector<HouseUnit> small_house();

}  // namespace firstlight::tests
