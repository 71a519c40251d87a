#pragma once

#include "commissioning/rule_set.h"
#include "commissioning/visit.h"
#include "station/station.h"
#include "transport/link.h"

#include <vector>

/// What was found and read, as the visit keeps it.
namespace firstlight::commissioning {

std::vector<DeviceRecord> records_of(const std::vector<station::Device>& devices);
/// "no answer"
std::string words_of(station::FindingKind kind);
std::string sentence_of(const station::Finding& finding);
std::vector<std::string> sentences_of(const std::vector<station::Finding>& findings);
ReadingRecord record_of(const station::Device& device, const station::Reading& reading);
/// Rows in words as its value; nothing of secrets.
ReadingRecord record_of(const station::Device& device, const station::RowTable& table,
                        const station::TableReading& reading);
std::vector<ReadingRecord> records_of(const station::Snapshot& snapshot);
/// "Values read: 279. Other points: 120 not offered by this firmware or model, 53 not for this installation."
std::string what_was_read(const station::Snapshot& snapshot);
/// Profiles of the devices found, and the rule set with the one it is based on.
std::vector<DataFile> data_files_of(const station::Discovery& discovery, const station::ProfileSet& profiles,
                                    const RuleSet& rules);
/// `counted` is what the link counted in that time.
LinkSession session_of(const transport::Link& link, const transport::UnitStatistics& counted, Time from, Time to);

}  // namespace firstlight::commissioning
