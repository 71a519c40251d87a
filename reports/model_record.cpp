#include "reports/model_sections.h"
#include "reports/report_text.h"
#include "station/device.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

// What was found, set and said: site, station, journal, readings, confirmations, notes, sources.
namespace firstlight::reports {

using commissioning::ReadingRecord;
using commissioning::Visit;

namespace {

Cell muted(std::string text) {
    return {std::move(text), {}, Mark::none, false, true};
}

Cell strong(std::string text, std::string sub = {}) {
    return {std::move(text), std::move(sub), Mark::none, true};
}

Row reading_row(const ReadingRecord& reading, const TimeColumn& times) {
    return {{{text::tr(reading.label)},
             {text::shown_value(reading.value)},
             muted(station::unit_for_people(reading.unit)),
             muted(times.text(reading.at))}};
}

std::vector<std::string> groups_of(const std::vector<const ReadingRecord*>& readings) {
    std::vector<std::string> groups;
    for (const ReadingRecord* reading : readings)
        if (is_good(*reading) && std::ranges::find(groups, reading->group) == groups.end())
            groups.push_back(reading->group);
    return groups;
}

/// What has no value, by reason: one row each, so that hundreds of them do not hide what was read.
void add_missing(Table& table, const std::vector<const ReadingRecord*>& readings) {
    std::vector<Row> rows;
    for (const ReadingRecord* reading : readings) {
        if (is_good(*reading)) continue;
        const auto same = [&](const Row& row) {
            return row.cells[0].text == text::tr(reading->quality) && row.cells[0].sub == reading->why;
        };
        auto found = std::ranges::find_if(rows, same);
        if (found == rows.end()) found = rows.insert(rows.end(), {{{text::tr(reading->quality), reading->why}}});
        found->note += (found->note.empty() ? "" : "; ") + text::tr(reading->label);
    }
    if (rows.empty()) return;
    table.rows.push_back({{{text::tr("Without a value")}}, {}, 2});
    std::ranges::move(rows, std::back_inserter(table.rows));
}

void add_device(Table& table, const std::vector<const ReadingRecord*>& readings, const TimeColumn& times) {
    for (const std::string& group : groups_of(readings)) {
        table.rows.push_back({{{group_title(group)}}, {}, 2});
        for (const ReadingRecord* reading : readings)
            if (reading->group == group && is_good(*reading)) table.rows.push_back(reading_row(*reading, times));
    }
    add_missing(table, readings);
}

TimeColumn reading_times(const Visit& visit) {
    std::vector<commissioning::Time> times;
    for (const ReadingRecord& reading : visit.readings) times.push_back(reading.at);
    return TimeColumn(times);
}

std::string failures(const commissioning::LinkSession& link) {
    return text::trf("{} silent, {} garbled, {} late", link.silent, link.garbled, link.late);
}

Cell named_setting(const Visit& visit, const station::Change& change) {
    const std::string label = label_of(visit, change);
    return strong(text::tr(label), label == change.point ? "" : change.point);
}

Table link_table(const Visit& visit) {
    Table table{{{text::tr("Link"), false, 0.3},
                 {text::tr("Time"), false, 0.28},
                 {text::tr("Pace"), true},
                 {"", false},
                 {text::tr("Asked"), true},
                 {text::tr("Answered"), true},
                 {text::tr("Mean"), true},
                 {text::tr("Slowest"), true},
                 {"", false}},
                {}};
    for (const commissioning::LinkSession& link : visit.links)
        table.rows.push_back({{strong(link.endpoint, failures(link)),
                               {printed_time(link.from),
                                link.to == commissioning::Time{} ? "" : text::trf("to {}", printed_time(link.to))},
                               {printed_number(link.seconds_between_requests)},
                               muted("s"),
                               {std::to_string(link.asked)},
                               {std::to_string(link.answered)},
                               {printed_number(link.mean_ms)},
                               {printed_number(link.slowest_ms)},
                               muted("ms")}});
    return table;
}

std::string kind_words(const commissioning::DataFile& file) {
    if (file.kind == "rule_set") return text::tr("rule set");
    return file.kind == "profile" ? text::tr("profile") : file.kind;
}

Table data_file_table(const Visit& visit) {
    Table table{
        {{text::tr("Data file"), false, 0.3}, {text::tr("Version")}, {text::tr("Origin")}, {"SHA-256", false, 0.5}},
        {}};
    for (const commissioning::DataFile& file : visit.data_files)
        table.rows.push_back({{strong(file.id, kind_words(file)),
                               {file.version},
                               {file.from_user ? text::tr("replaced by the user") : text::tr("shipped")},
                               muted(file.sha256)}});
    return table;
}

}  // namespace

std::string label_of(const Visit& visit, const station::Change& change) {
    const auto same = [&](const ReadingRecord& reading) {
        return reading.device == change.device && reading.point == change.point;
    };
    const auto found = std::ranges::find_if(visit.readings, same);
    if (found != visit.readings.end()) return found->label;
    // Tables and commands are not among the readings; the check of what was planned names them.
    for (const commissioning::CheckResult& check : visit.checks)
        for (const commissioning::Evidence& figure : check.evidence)
            if (figure.device == change.device && figure.point == change.point) return figure.label;
    return change.point;
}

std::vector<std::string> pace_statements(const Visit& visit) {
    std::vector<std::string> statements;
    for (const commissioning::LinkSession& link : visit.links) {
        constexpr double at_once = 0.05;  // s; one decimal is printed
        if (faster_than_the_maker_asks(link) && link.seconds_between_requests < at_once)
            statements.push_back(text::trf(
                "{} was asked as fast as it answered, faster than the maker's one request per second.", link.endpoint));
        else if (faster_than_the_maker_asks(link))
            statements.push_back(text::trf("{} was asked every {} s, faster than the maker's one request per second.",
                                           link.endpoint, printed_number(link.seconds_between_requests)));
        if (link.endpoint.starts_with("listen:"))
            statements.push_back(
                text::trf("The station dialled in over {}; this link is not encrypted.", link.endpoint));
    }
    return statements;
}

std::vector<std::string> user_file_statements(const Visit& visit) {
    std::vector<std::string> statements;
    for (const commissioning::DataFile& file : visit.data_files)
        if (file.from_user)
            statements.push_back(text::trf("The {} \"{}\" (version {}) was replaced by the user.", kind_words(file),
                                           file.id, file.version));
    return statements;
}

Section site_section(const Visit& visit) {
    Section section{"site", text::tr("Site and people"), {}};
    const commissioning::Site& site = visit.site;
    Facts facts;
    add_fact(facts, text::tr("Customer"), site.customer);
    add_fact(facts, text::tr("Address"), site.address);
    add_fact(facts, text::tr("Postcode"), site.postcode);
    add_fact(facts, text::tr("City"), site.city);
    add_fact(facts, text::tr("Country"), site.country);
    add_fact(facts, text::tr("Grid reference"), site.grid_reference);
    add_fact(facts, text::tr("Time zone"), site.time_zone);
    if (!facts.rows.empty()) section.blocks.emplace_back(std::move(facts));
    Table people{{{text::tr("Person")},
                  {text::tr("Role")},
                  {text::tr("Company")},
                  {text::tr("Reached by")},
                  {text::tr("Licence")}},
                 {}};
    for (const commissioning::Person& person : visit.people)
        people.rows.push_back({{strong(person.name),
                                {text::tr(person.role)},
                                {person.company},
                                person.phone.empty() ? Cell{person.email} : Cell{person.phone, person.email},
                                {person.licence}}});
    if (!people.rows.empty()) section.blocks.emplace_back(std::move(people));
    if (section.blocks.empty()) section.blocks.emplace_back(Paragraph{text::tr("Site and people were not entered.")});
    return section;
}

Section station_section(const Visit& visit) {
    Section section{"station", text::tr("Station and devices"), {}};
    Facts facts;
    add_fact(facts, text::tr("Station"),
             visit.anchor_serial.empty() ? text::tr("not identified") : visit.anchor_serial);
    for (const std::string& serial : visit.former_anchors) add_fact(facts, text::tr("Formerly"), serial);
    section.blocks.emplace_back(std::move(facts));
    Table table{{{text::tr("Device")},
                 {text::tr("Unit"), true},
                 {text::tr("Model")},
                 {text::tr("Serial")},
                 {text::tr("Firmware"), false, 0.26},
                 {text::tr("Protocol")}},
                {}};
    for (const commissioning::DeviceRecord& device : visit.devices)
        table.rows.push_back({{strong(station::name_for_people(device.name), group_title(device.profile)),
                               {std::to_string(device.unit)},
                               {device.model},
                               {device.serial},
                               {device.firmware},
                               {device.protocol_version}}});
    if (table.rows.empty())
        section.blocks.emplace_back(Paragraph{text::tr("No device was found.")});
    else
        section.blocks.emplace_back(std::move(table));
    return section;
}

Section changes_section(const Visit& visit) {
    Section section{"changes", text::tr("Changes"), {}};
    if (visit.changes.empty()) {
        section.blocks.emplace_back(Paragraph{text::tr("Nothing was written to the station.")});
        return section;
    }
    section.blocks.emplace_back(Paragraph{
        text::tr("Every write in the order of the journal. Keys and other secrets are named, never printed."), true});
    std::vector<commissioning::Time> at;
    for (const auto& [number, change] : visit.changes) at.push_back(change.at);
    const TimeColumn times(at);
    Table table{{{text::tr("No."), true},
                 {text::tr("Setting"), false, 0.3},
                 {text::tr("Before"), true, 0.2},
                 {text::tr("Wanted"), true, 0.2},
                 {text::tr("Read back"), true, 0.2},
                 {text::tr("Unit")},
                 {text::tr("Result")},
                 {times.title()}},
                {}};
    for (const auto& [number, change] : visit.changes) {
        const std::string detail = change.detail.empty() ? "" : change.detail + "\n";
        const std::string serial =
            change.device_serial.empty() ? "" : ", " + text::trf("serial {}", change.device_serial);
        LongValues values;
        auto before = values.cell(text::tr("Before"), change.before);
        auto wanted = values.cell(text::tr("Wanted"), change.wanted);
        auto after = values.cell(text::tr("Read back"), change.after);
        table.rows.push_back(
            {{muted(std::to_string(number)),
              named_setting(visit, change),
              {std::move(before)},
              {std::move(wanted)},
              {std::move(after)},
              muted(station::unit_for_people(change.unit_of_measure)),
              {text::tr(result_words(change.result)), {}, succeeded(change.result) ? Mark::passed : Mark::failed},
              muted(times.text(change.at))},
             text::trf("{}{} (unit {}{}) over {}", detail, station::name_for_people(change.device), change.unit, serial,
                       change.endpoint)
                 + (values.note().empty() ? "" : "\n" + values.note())});
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

Section readings_section(const Visit& visit) {
    const bool settings_apart =
        std::ranges::any_of(visit.readings, [](const ReadingRecord& reading) { return !reading.setting.empty(); });
    Section section{"readings", settings_apart ? text::tr("Readings") : text::tr("Settings and readings"), {}};
    if (visit.readings.empty()) {
        section.blocks.emplace_back(Paragraph{text::tr("Nothing was read from the station.")});
        return section;
    }
    section.blocks.emplace_back(Paragraph{
        text::tr("The last snapshot of every device. A value that the station does not have is never shown as zero."),
        true});
    const TimeColumn times = reading_times(visit);
    Table table{
        {{text::tr("Point"), false, 0.4}, {text::tr("Value"), true, 0.24}, {text::tr("Unit")}, {times.title()}}};
    std::vector<std::string> devices;
    std::map<std::string, std::vector<const ReadingRecord*>> of_device;
    for (const ReadingRecord& reading : visit.readings) {
        if (!reading.setting.empty() && is_good(reading)) continue;  // among the settings
        if (of_device[reading.device].empty()) devices.push_back(reading.device);
        of_device[reading.device].push_back(&reading);
    }
    for (const std::string& device : devices) {
        table.rows.push_back({{{device_title(visit, device)}}, {}, 1});
        add_device(table, of_device[device], times);
    }
    if (!table.rows.empty()) section.blocks.emplace_back(std::move(table));
    return section;
}

std::string how_it_was_said(const commissioning::ManualConfirmation& said) {
    return said.photo.empty() ? text::tr("typed") : text::trf("typed, with photo or scan {}", said.photo);
}

Section confirmations_section(const Visit& visit) {
    Section section{"confirmations", text::tr("Confirmed by hand"), {}};
    if (visit.confirmations.empty()) return section;
    section.blocks.emplace_back(Paragraph{text::tr(
        "The station does not offer these over Modbus. A person set them in the maker's app and confirmed them; the "
        "program has not read them.")});
    Table table{{{text::tr("What"), false, 0.3},
                 {text::tr("Answer"), false, 0.2},
                 {text::tr("By")},
                 {text::tr("How")},
                 {text::tr("At"), false, 0.16}},
                {}};
    for (const commissioning::ManualConfirmation& item : visit.confirmations)
        table.rows.push_back({{strong(text::tr(item.title)),
                               {item.answer},
                               {item.by},
                               {how_it_was_said(item)},
                               muted(printed_time(item.at))}});
    section.blocks.emplace_back(std::move(table));
    return section;
}

Section notes_section(const Visit& visit) {
    Section section{"notes", text::tr("Notes and findings"), {}};
    for (const std::string& finding : visit.findings)
        section.blocks.emplace_back(Paragraph{text::trf("Found: {}", text::shown_numbers(finding))});
    for (const commissioning::Note& note : visit.notes) {
        section.blocks.emplace_back(Paragraph{note.text});
        const std::string by = note.by.empty() ? "" : note.by + ", ";
        section.blocks.emplace_back(Paragraph{by + printed_time(note.at), true, true});
    }
    return section;
}

Section sources_section(const Visit& visit) {
    Section section{"sources", text::tr("Links, pace and data files"), {}};
    if (!visit.links.empty()) section.blocks.emplace_back(link_table(visit));
    for (const std::string& text : pace_statements(visit)) section.blocks.emplace_back(Paragraph{text});
    if (!visit.data_files.empty()) section.blocks.emplace_back(data_file_table(visit));
    for (const std::string& text : user_file_statements(visit)) section.blocks.emplace_back(Paragraph{text});
    return section;
}

}  // namespace firstlight::reports
