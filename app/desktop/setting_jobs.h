#pragma once

#include "commissioning/setting_pages.h"
#include "station/live_station.h"
#include "ui/workspace.h"

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

/// What the window does with settings on the I/O thread: reading a page, writing what was reviewed.
namespace firstlight::app::desktop {

struct PageReadings {
    std::vector<station::Reading> points;       ///< one for each point of the page, in its order
    std::vector<station::TableReading> tables;  ///< one for each table
    std::map<std::string, double> others;       ///< numbers that ranges and rules of the page look at beside, by name
};

/// One thing to write, with the consent that the review gave.
struct SettingWrite {
    struct OfPoint {
        const station::Point* point;
        station::Value value;
    };
    struct OfTable {
        const station::RowTable* table;
        std::vector<station::Row> rows;
        double generation;
    };
    struct OfCommand {
        const station::Command* command;
        std::vector<station::Value> arguments;
    };
    station::Device device;
    std::variant<OfPoint, OfTable, OfCommand> what;
    station::Consent consent;
};

/// What became of one write, in words.
struct SettingOutcome {
    std::string name;  ///< of the point, table or command
    std::string device;
    bool done = false;
    std::string words;
};

/// Everything of the page. Throws why the link is lost.
transport::awaitable<PageReadings> read_page(std::shared_ptr<station::LiveStation> live,
                                             commissioning::SettingPage page);

/// In order, journalled in the visit; ends with the first that fails.
transport::awaitable<std::vector<SettingOutcome>> write_settings(std::shared_ptr<station::LiveStation> live,
                                                                 transport::Runtime& runtime,
                                                                 commissioning::VisitStore& store, std::string visit,
                                                                 std::vector<SettingWrite> writes);

}  // namespace firstlight::app::desktop
