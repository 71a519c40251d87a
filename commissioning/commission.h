#pragma once

#include "commissioning/checks.h"
#include "commissioning/identity.h"
#include "commissioning/plan.h"
#include "commissioning/plan_secrets.h"
#include "commissioning/visit.h"
#include "commissioning/visit_store.h"
#include "station/station.h"
#include "store/secret_store.h"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

/// The commissioning procedure over a station: find, read, write what is planned, check, record. Every item is saved
/// when it is done, so that a killed run goes on where it stood.
namespace firstlight::commissioning {

using transport::awaitable;

/// What happens, for the person: one call for each thing that began or ended.
struct Step {
    enum class Kind { begins, progress, done, failed };
    Kind kind = Kind::begins;
    std::string id;    ///< "visit", "secrets", "discover", "finding", "reconcile", "snapshot", "write", "second_look",
                       ///< "check:grid_voltage", "close", "save"
    std::string text;  ///< in words, with figures
    station::Progress progress;
};
using StepSink = std::function<void(const Step&)>;

struct CommissionContext {
    transport::Runtime& runtime;
    transport::Link& link;
    const station::ProfileSet& profiles;
    VisitStore& store;
    const RuleSet& rules;
    std::string program_version;
    /// What the session on this link has just found; empty: the devices are looked for.
    std::shared_ptr<const station::Discovery> known{};
    /// After the last write so much time passes before everything written is read again: by then another controller has
    /// taken back what it does not want.
    std::chrono::milliseconds second_look = std::chrono::minutes(1);
    /// Where the visit's documents lie: photos that a plan's confirmations name are copied there.
    std::filesystem::path drafts{};
    /// Where the plan's secrets come from. Asked before anything else, beside the I/O thread.
    SecretLookup find_secret = store::find_secret;
};

/// Starts a visit (or continues `continued` by its id, open again if it was closed) and carries out the plan. The visit
/// is in the store whatever happens; errors of the link pass through after it was saved. Returns the visit as stored.
/// Throws std::out_of_range (no such visit), DifferentStation, StationUnconfirmed, store::SecretStoreError, and before
/// the first write what secrets_of and prepare_writes throw.
awaitable<Visit> commission(CommissionContext context, Plan plan, std::string continued, StepSink steps);

/// Before going on with a visit: writes whose outcome is unknown (killed between journal rows) are read back and their
/// rows completed. Says what happened, one sentence a row.
awaitable<std::vector<std::string>> reconcile(CommissionContext context, station::Station& station,
                                              const std::string& visit_id);

/// The device a row speaks of: by name when its serial still fits, else wherever its serial is now. May be none.
const station::Device* device_of(const station::Change& change, const station::Discovery& discovery);

/// Journal of one visit, for Station::write.
std::unique_ptr<station::ChangeJournal> journal_of(transport::Runtime& runtime, VisitStore& store,
                                                   std::string visit_id);

}  // namespace firstlight::commissioning
