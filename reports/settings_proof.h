#pragma once

#include "commissioning/visit.h"

#include <optional>
#include <string>
#include <vector>

namespace firstlight::reports {

/// One setting that the visit read, wrote or had confirmed, as it stands at the end.
struct SettingProof {
    std::string device;  ///< empty: confirmed by hand
    std::string point;   ///< of a table or command: its name; confirmed by hand: the confirmation's id
    std::string label, group;
    std::string expected;       ///< what was written last; empty: it was only read
    std::string read_back;      ///< as read last
    std::string unit;           ///< of both; rows of tables say their own
    std::string source;         ///< "public", "extension", "by_hand"; empty: an older visit does not say
    std::optional<bool> holds;  ///< not set: nothing was expected, or it is not known
    commissioning::Time at{};   ///< of the last look
};

/// Device by device as the visit has read them, in each first what has a reading, then tables, secrets and commands;
/// at the end what a person confirmed.
std::vector<SettingProof> settings_proof(const commissioning::Visit& visit);

}  // namespace firstlight::reports
