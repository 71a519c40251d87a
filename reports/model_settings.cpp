#include "reports/model_sections.h"
#include "reports/report_text.h"
#include "reports/settings_proof.h"
#include "station/value.h"
#include "text/numbers.h"
#include "text/text.h"

// The settings of the station as they stand at the end of the visit.
namespace firstlight::reports {

using commissioning::Visit;

namespace {

std::string source_words(const std::string& source) {
    if (source == "public") return text::tr("public register");
    if (source == "extension") return text::tr("extension");
    return source == "by_hand" ? text::tr("confirmed by hand") : std::string();
}

Mark mark_of(const SettingProof& proof) {
    if (!proof.holds) return Mark::none;
    return *proof.holds ? Mark::passed : Mark::failed;
}

Row row_of(const SettingProof& proof, const TimeColumn& times) {
    Cell unit{station::unit_for_people(proof.unit)}, source{source_words(proof.source)}, at{times.text(proof.at)};
    unit.muted = source.muted = at.muted = true;
    LongValues values;
    auto expected = values.cell(text::tr("Expected"), proof.expected);
    auto read_back =
        proof.read_back.empty() ? text::tr("not read back") : values.cell(text::tr("Read back"), proof.read_back);
    return {{{text::tr(proof.label)},
             {std::move(expected)},
             {std::move(read_back), {}, mark_of(proof)},
             std::move(unit),
             std::move(source),
             std::move(at)},
            values.note()};
}

/// A heading for each device and each group in it.
void add_headings(Table& table, const Visit& visit, const SettingProof& proof, const SettingProof* before) {
    if (!before || before->device != proof.device)
        table.rows.push_back(
            {{{proof.device.empty() ? text::tr("Confirmed by hand") : device_title(visit, proof.device)}}, {}, 1});
    const bool same_group = before && before->device == proof.device && before->group == proof.group;
    if (!same_group && !proof.group.empty()) table.rows.push_back({{{group_title(proof.group)}}, {}, 2});
}

}  // namespace

Section settings_section(const Visit& visit) {
    Section section{"settings", text::tr("Settings"), {}};
    const auto proofs = settings_proof(visit);
    if (proofs.empty()) return section;
    section.blocks.emplace_back(Paragraph{
        text::tr("Every setting that was read or written, as it was read last. What was expected is what was written; "
                 "where nothing is expected the setting was only read."),
        true});
    std::vector<commissioning::Time> at;
    for (const auto& proof : proofs) at.push_back(proof.at);
    const TimeColumn times(at);
    Table table{{{text::tr("Setting"), false, 0.34},
                 {text::tr("Expected"), true, 0.2},
                 {text::tr("Read back"), true, 0.2},
                 {text::tr("Unit")},
                 {text::tr("Source")},
                 {times.title()}},
                {}};
    const SettingProof* before = nullptr;
    for (const auto& proof : proofs) {
        add_headings(table, visit, proof, before);
        table.rows.push_back(row_of(proof, times));
        before = &proof;
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

}  // namespace firstlight::reports
