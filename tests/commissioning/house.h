#pragma once

#include "commissioning/checks.h"
#include "tests/station/shipped_profiles.h"

#include <map>
#include <string>
#include <vector>

namespace firstlight::tests {

const std::vector<commissioning::RuleSet>& shipped_rule_sets();

/// What a read of a station brought, made by hand from the shipped profiles: every check can be given exactly the
/// values it looks at. Begins as a healthy three-phase house with one hybrid inverter by day.
class House {
  public:
    House();

    /// Devices are named as people name them: "plant", "inverter 1".
    void add(const std::string& profile, std::uint8_t unit);
    void remove(const std::string& device);
    void set(const std::string& device, const std::string& point, double value);
    void lose(const std::string& device, const std::string& point, station::Quality quality,
              const std::string& why = {});
    station::Device& device(const std::string& name);
    void find(station::FindingKind kind, std::uint8_t unit, const std::string& detail = {});
    void asked(std::uint8_t unit, std::uint64_t asked, std::uint64_t silent, std::uint64_t garbled = 0);

    std::vector<commissioning::CheckResult> run(const std::string& check) const;

    station::Discovery discovery;
    station::Snapshot snapshot;
    transport::LinkStatistics statistics;
    std::string rules = "generic";
    std::vector<std::string> expected_serials;
    commissioning::Time now{std::chrono::seconds(1795430527)};

  private:
    station::Reading& reading(const std::string& device, const std::string& point);
    void set_up_plant();
    void set_up_inverter(const std::string& name);
};

}  // namespace firstlight::tests
