#pragma once

#include "app/cli/output.h"
#include "commissioning/visit.h"
#include "station/station.h"
#include "transport/link.h"

#include <chrono>
#include <string>

/// The engine's values as JSON and as the cells of tables: one place, so that every command shows them alike.
namespace firstlight::app::cli {

/// "2026-11-23T10:42:07Z"
std::string iso_time(std::chrono::system_clock::time_point at);
/// "12 ms", "under 1 ms"
std::string in_milliseconds(transport::Clock::duration time);

Json to_json(const station::Device& device);
Json to_json(const station::Device& device, const station::Reading& reading);
Json to_json(const station::Finding& finding);
Json to_json(const station::Discovery& discovery);
Json to_json(const station::Change& change);
Json to_json(const transport::LinkStatistics& statistics);
Json to_json(const commissioning::CheckResult& check);

/// "duplicate serial", "silent unit" ...
std::string_view to_words(station::FindingKind kind);
/// "written and read back", "refused by the device" ...
std::string_view to_words(station::WriteResult result);

/// The devices as a table; units that only a finding knows (silent, slow) below them.
std::string devices_table(const station::Discovery& discovery);
/// Findings, one sentence a line; empty when there are none.
std::string findings_text(const station::Discovery& discovery);

}  // namespace firstlight::app::cli
