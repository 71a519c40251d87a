#pragma once

#include "commissioning/commission.h"
#include "commissioning/settings.h"
#include "commissioning/visit_store.h"

#include <string>
#include <vector>

namespace firstlight::commissioning {

struct SignOff {
    std::string by;
    std::string remark;   ///< kept as a note; may be empty
    std::string despite;  ///< why the visit is closed although checks failed; kept as a note
    bool close = true;    ///< false: the visit stays open for another day
};

/// Why the visit cannot be closed so, in words; empty: it can.
std::string why_not_closed(const Visit& visit, const SignOff& sign_off);

/// Reads everything that the visit has set once more, when this is its station: an export limit that somebody has taken
/// back since fails here and not at the customer's. The outcome is in the checks and readings; nothing is written to
/// the station. Returns the visit as stored. Throws NoStation, store::StoreError, and LinkError when the station could
/// not be reached at all.
awaitable<Visit> look_before_sign_off(CommissionContext context, std::string visit, StepSink steps = {});

/// Whether other controllers are known to take such a setting back seconds or minutes after it was proven: an export
/// limit (facts: behaviour.md section 13). It is read again after a minute.
bool is_often_taken_back(const PlannedWrite& write);
/// What the visit has set and was found changed since, one sentence each, with who may have done it.
std::vector<std::string> taken_back(const Visit& visit);

/// Keeps what was said, once, and closes the visit. Throws std::invalid_argument with why_not_closed's words, and
/// store::StoreError. Returns the visit as stored.
Visit sign_off_visit(VisitStore& store, const std::string& visit, const SignOff& sign_off);

}  // namespace firstlight::commissioning
