#pragma once

#include "commissioning/plan.h"
#include "commissioning/visit.h"
#include "station/device.h"

#include <optional>
#include <stdexcept>
#include <string>

/// Whether the station that answers is the visit's. Addresses say nothing: all hotspots have the same one.
namespace firstlight::commissioning {

/// The visit that shall go on belongs to another station: nothing was written.
class DifferentStation : public std::runtime_error {
  public:
    DifferentStation(std::string visit, std::string expected, std::string found);
    const std::string& visit() const { return visit_; }
    const std::string& expected() const { return expected_; }  ///< anchor serial of the visit
    const std::string& found() const { return found_; }        ///< anchor serial that was found

  private:
    std::string visit_, expected_, found_;
};

/// The visit never learnt the serial number of its station, so nothing says that this is the one. Nothing was written
/// and nothing recorded. A person has to look: Plan::same_station, or the serial among Plan::expected_serials.
class StationUnconfirmed : public std::runtime_error {
  public:
    StationUnconfirmed(std::string visit, std::string found);
    const std::string& visit() const { return visit_; }
    const std::string& found() const { return found_; }

  private:
    std::string visit_, found_;
};

/// What was read belongs to one station, and another one answers now, or none is connected any more. Nothing was
/// written.
class StationChanged : public std::runtime_error {
  public:
    StationChanged(std::string expected, std::optional<std::string> found);
    const std::string& expected() const { return expected_; }           ///< anchor serial; may be empty
    const std::optional<std::string>& found() const { return found_; }  ///< the same; not set: none is connected

  private:
    std::string expected_;
    std::optional<std::string> found_;
};

struct Identity {
    bool proven = false;   ///< else nothing is written, and no open write is settled
    bool adopt = false;    ///< the anchor that was found becomes the visit's
    bool by_hand = false;  ///< proven by a person's word alone
    std::string remark;    ///< what must be said about it; empty: nothing
};

/// `visit` as its earlier sessions left it. Throws DifferentStation and StationUnconfirmed.
Identity identify(const Visit& visit, const station::Discovery& found, const Plan& plan);

}  // namespace firstlight::commissioning
