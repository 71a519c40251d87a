#pragma once

#include "commissioning/settings.h"
#include "commissioning/visit_store.h"
#include "station/station.h"
#include "transport/runtime.h"

#include <functional>
#include <memory>
#include <string>

/// Writes outside of a plan (a page of settings, one command) are kept in a visit too.
namespace firstlight::commissioning {

/// Which visit keeps them: the one of this id when it is open, else a new one.
struct KeepingVisit {
    std::string id;
    std::string purpose;  ///< of the new one
    std::string program_version;
    Person installer;
    std::function<void(const std::string&)> opened =
        {};  ///< told which it is before the first write; not on the caller's thread
};

/// The visit, sure to be this station's, with its devices. Returns its id. Throws DifferentStation, StationUnconfirmed,
/// std::out_of_range (no such visit) and store::StoreError; no new visit is left behind then.
std::string open_visit(VisitStore& store, const KeepingVisit& keeping, const station::Discovery& found);

/// Opens the visit with its first row: a write that is refused beforehand leaves no empty visit.
class OwnJournal final : public station::ChangeJournal {
  public:
    /// `runtime` and `store` must outlive it.
    OwnJournal(transport::Runtime& runtime, VisitStore& store, station::Discovery found, KeepingVisit keeping);

    /// Before a write: throws station::ValueNotAccepted when the visit must have proven something first.
    transport::awaitable<void> admit(const PlannedWrite& write);
    /// Throws what open_visit throws.
    transport::awaitable<std::int64_t> before(station::Change change) override;
    transport::awaitable<void> after(std::int64_t row, station::Change change) override;

    /// Empty while nothing was journalled.
    const std::string& visit() const { return visit_; }
    /// Closes the visit that began here, when the outcome of each of its rows is known; any other stays open.
    void close();

  private:
    transport::Runtime& runtime_;
    VisitStore& store_;
    station::Discovery found_;
    KeepingVisit keeping_;
    std::string visit_;
    std::unique_ptr<station::ChangeJournal> inner_;
};

}  // namespace firstlight::commissioning
