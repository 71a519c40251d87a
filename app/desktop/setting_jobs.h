#pragma once

#include "commissioning/own_journal.h"
#include "commissioning/setting_pages.h"
#include "commissioning/setting_rules.h"
#include "commissioning/write_in_order.h"
#include "station/live_station.h"
#include "ui/workspace.h"

#include <exception>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// What the window does with settings on the I/O thread: reading a page, writing what was reviewed.
namespace firstlight::app::desktop {

using Found = std::shared_ptr<const station::Discovery>;

/// The station alone, when it is still the one that `found` tells of. Throws why the link is lost, and
/// commissioning::StationChanged.
transport::awaitable<station::LiveStation::Hold> hold_same(std::shared_ptr<station::LiveStation> live, Found found);

struct PageReadings {
    /// By device and point: those of the page, and those that its ranges, conditions and rules look at.
    std::map<std::pair<std::string, std::string>, station::Reading> points;
    std::vector<station::TableReading> tables;  ///< one for each table of the page, then for its numbered points

    /// One that can only be set says so.
    station::Reading of(const station::Device& device, const station::Point& point) const;
};

/// Puts what was known `before` into the place of what could not be read again; false when there was such.
bool keep_known(PageReadings& now, const PageReadings& before);

/// What was proven stands in the readings, though it could not be read once more.
void keep_written(PageReadings& readings, const commissioning::SettingPage& page,
                  const std::vector<commissioning::WriteOutcome>& outcomes);

/// Whether something of these numbered points was written.
bool concerns(const std::vector<commissioning::WriteOutcome>& outcomes, const commissioning::PointRows& rows);

/// Of prices: as the station says, else `otherwise`.
std::string currency_of(const PageReadings& readings, const station::Discovery& found, const std::string& otherwise);

/// Numbers of the plant as they were read: what bounds the rows of a table.
station::PointLookup ratings_beside(const PageReadings& readings, const station::Discovery& found);

/// Everything of the page, in few requests. Throws why the link is lost.
transport::awaitable<PageReadings> read_page(std::shared_ptr<station::LiveStation> live, Found found,
                                             commissioning::SettingPage page);

struct WrittenSettings {
    std::vector<commissioning::WriteOutcome> outcomes;
    std::string visit;         ///< that keeps them; empty: nothing was journalled
    std::exception_ptr error;  ///< store::StoreError: what came after the outcomes could not be kept
};

/// Where the window keeps what is set on a page: in the visit that is open, else in a new one, which is opened in the
/// window before the first write: it is there though the work is stopped.
commissioning::KeepingVisit keeping_visit(ui::Workspace& workspace);
/// Opens the visit that kept it, and tells the pages.
void go_on_in(ui::Workspace& workspace, const std::string& visit);

/// In order, ends with the first that is not done. Throws what commissioning::OwnJournal and the link throw before
/// anything was journalled.
transport::awaitable<WrittenSettings> write_settings(std::shared_ptr<station::LiveStation> live,
                                                     transport::Runtime& runtime, commissioning::VisitStore& store,
                                                     Found found, commissioning::KeepingVisit keeping,
                                                     std::vector<commissioning::PlannedWrite> writes,
                                                     commissioning::OutcomeSink told);

}  // namespace firstlight::app::desktop
