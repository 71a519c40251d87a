#pragma once

#include "commissioning/commission.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Whether what the visit has proven still stands. Stations and other controllers take a limit back seconds or minutes
/// after it was written and read back (facts: behaviour.md section 13).
namespace firstlight::commissioning {

class HeldSettings {
  public:
    /// All must outlive it. Readings of `visit` and `snapshot` follow what is read.
    HeldSettings(CommissionContext& context, station::Station& station, Visit& visit, station::Snapshot& snapshot,
                 const StepSink& steps)
        : context_(context), station_(station), visit_(visit), snapshot_(snapshot), steps_(steps) {}

    /// Reads everything again that the journal has as proven, and makes a failed check "settings" of each value that no
    /// longer stands, with who may have changed it. What has failed once stays failed and is not read again.
    awaitable<void> look();

    /// What became of one setting that was proven.
    struct Standing {
        station::Change change;
        std::string device, label;
        std::string expected, before;    ///< with unit
        std::string measured;            ///< with unit, or why there is none
        std::optional<std::string> now;  ///< as the journal writes it; not set: it could not be read
        std::string why;
        Time at{};

        bool holds() const { return now == change.wanted; }
        std::string subject() const;
    };

  private:
    awaitable<Standing> read_point(const station::Device& device, const station::Point& point,
                                   const station::Change& change);
    awaitable<Standing> read_rows(const station::Device& device, const station::RowTable& table,
                                  const station::Change& change);
    awaitable<void> keep_lost(const Standing& standing);
    awaitable<void> keep_held(const std::vector<Standing>& standing);
    /// What decides over limits now, as far as the station tells: "Remote control: disabled, ..."
    awaitable<std::string> who_controls();
    void keep_record(const ReadingRecord& newest);
    void keep_reading(const station::Device& device, const station::Reading& reading);

    CommissionContext& context_;
    station::Station& station_;
    Visit& visit_;
    station::Snapshot& snapshot_;
    const StepSink& steps_;
    std::set<std::pair<std::string, std::string>> lost_;  ///< device and point that did not hold
    std::map<std::pair<std::string, std::string>, Time> seen_;
};

}  // namespace firstlight::commissioning
