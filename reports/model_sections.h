#pragma once

#include "reports/report_model.h"

/// The sections of a report, one function each; report_model.cpp puts them in order.
namespace firstlight::reports {

Section result_section(const commissioning::Visit& visit);
Section to_do_section(const commissioning::Visit& visit);
Section site_section(const commissioning::Visit& visit);
Section station_section(const commissioning::Visit& visit);
Section checks_section(const commissioning::Visit& visit);
Section evidence_section(const commissioning::Visit& visit);
Section settings_section(const commissioning::Visit& visit);
Section changes_section(const commissioning::Visit& visit);
Section readings_section(const commissioning::Visit& visit);
Section confirmations_section(const commissioning::Visit& visit);
Section notes_section(const commissioning::Visit& visit);
Section sources_section(const commissioning::Visit& visit);
Section untested_section(const commissioning::Visit& visit);

Mark mark_of(commissioning::Verdict verdict);
/// The visit's verdict as a headline: one of untested parts is not "passed".
std::string headline_of(const commissioning::Summary& summary);
std::vector<Count> counts_of(const commissioning::Summary& summary);
std::string checked_against(const commissioning::Visit& visit);
/// One sentence each: a pace faster than the maker's, data files replaced by the user, links that are not encrypted.
std::vector<std::string> pace_statements(const commissioning::Visit& visit);
std::vector<std::string> user_file_statements(const commissioning::Visit& visit);

/// A profile's word for a group as a heading: "remote_ems" is "Remote EMS".
std::string group_title(const std::string& group);
/// "inverter 1, SigenStor EC 12.0 TP"
std::string device_title(const commissioning::Visit& visit, const std::string& name);

/// The setting's name for people, as the readings have it; else its point.
std::string label_of(const commissioning::Visit& visit, const station::Change& change);

/// Adds the row unless the value is empty.
void add_fact(Facts& facts, const std::string& name, const std::string& value);

}  // namespace firstlight::reports
