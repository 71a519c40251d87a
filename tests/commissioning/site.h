#pragma once

#include "commissioning/commission.h"
#include "tests/commissioning/house.h"
#include "tests/station/scripted_link.h"
#include "tests/store/temporary_folder.h"

#include <map>
#include <string>
#include <vector>

namespace firstlight::tests {

// Fixture: addresses of the plant's holding registers (facts: registers.csv).
constexpr std::uint16_t remote_ems_enable = 40029, remote_ems_mode = 40031, ess_max_charge_power = 40032;
constexpr std::uint8_t plant_unit = 247;

/// The house as registers on a link in memory.
std::map<std::uint8_t, ScriptedUnit> units_of(const House& house);

/// A station in memory, a store on disk and the procedure between them; as many runs as a test wants.
class Site {
  public:
    Site() : Site(TemporaryFolder::in_memory()) {}
    explicit Site(const std::filesystem::path& parent);

    void restart_with(const House& changed) { link.units = units_of(changed); }

    /// A new program: everything but the file and the station begins anew.
    commissioning::Visit run(const commissioning::Plan& plan, const std::string& continued = {});

    std::vector<commissioning::VisitHeader> visits();
    commissioning::Visit stored(const std::string& id);
    std::uint16_t holding(std::uint16_t address) { return link.units[plant_unit].registers[address]; }

    House house;
    ScriptedLink link;
    std::vector<commissioning::Step> steps;

  private:
    std::filesystem::path file() const { return folder_.path() / "visits.db"; }
    TemporaryFolder folder_;
};

commissioning::Plan plan_with(std::vector<commissioning::PlannedSetting> settings);

extern const std::vector<commissioning::PlannedSetting> three_settings;

const commissioning::CheckResult* find_check(const commissioning::Visit& visit, const std::string& id,
                                             const std::string& subject);

}  // namespace firstlight::tests
