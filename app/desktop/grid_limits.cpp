#include "app/desktop/grid_limits.h"

#include "app/desktop/setting_entry.h"
#include "commissioning/check_runs.h"
#include "text/numbers.h"
#include "text/text.h"
#include "ui/page.h"
#include "ui/words.h"

#include <utility>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;

namespace {

station::Snapshot snapshot_of(const PageReadings& readings, const station::Discovery& found) {
    station::Snapshot snapshot;
    for (const auto& device : found.devices) {
        auto& kept = snapshot.devices.emplace_back();
        kept.device = device;
        for (const auto& [place, reading] : readings.points)
            if (place.first == device.name()) kept.readings.push_back(reading);
    }
    return snapshot;
}

/// "Overvoltage, stage 1": of the plant, as the page is.
std::string protection_of(const commissioning::CheckResult& result, const station::Discovery& found) {
    const auto* plant = found.find("plant");
    for (const auto& point : plant->profile->points)
        if (result.subject.ends_with(" " + point.label)) return text::tr(point.label);
    return result.subject;
}

}  // namespace

GridLimits::GridLimits(wxWindow* parent, ui::Workspace& workspace, Found found)
    : wxPanel(parent), workspace_(workspace), found_(std::move(found)) {
    SetSizer(new wxBoxSizer(wxVERTICAL));
    ui::add_section(this, *GetSizer(), tr("Trip limits"));
    std::vector<wxString> sets;
    for (const auto& set : workspace_.rule_sets()) sets.push_back(to_wx(text::tr(set.title)));
    rules_ = new ui::ChoiceField(this, tr("Compared with rule set"), sets);
    rules_->on_change([this] { compare(); });
    GetSizer()->Add(rules_, 0, wxBOTTOM, px(*this, ui::space::inside));
    table_ = new ui::Table(this, tr("Trip limits"),
                           {{tr("Protection"), 190},
                            {tr("Verdict"), 130},
                            {tr("Expected"), 150},
                            {tr("Station and grid"), 220, false, true}});
    table_->SetMinSize(wxSize(px(*this, 480), px(*this, 300)));
    GetSizer()->Add(table_, 0, wxEXPAND);
    find_rules();
}

void GridLimits::find_rules() {
    job_ = workspace_.bridge().start_beside<std::size_t>(
        [&store = workspace_.store(), visit = workspace_.visit(), &sets = workspace_.rule_sets()] {
            std::string asked, country;
            if (!visit.empty()) {
                const auto kept = store.load(visit);
                asked = kept.rule_set;
                country = kept.site.country;
            }
            return static_cast<std::size_t>(&commissioning::choose_rule_set(sets, asked, country) - sets.data());
        },
        [this](std::size_t set) {
            rules_->set_value(static_cast<int>(set));
            compare();
        },
        [this](const std::exception_ptr&) {
            rules_->set_error(tr("The rule set of the visit is not on this laptop. Choose one."));
        });
}

void GridLimits::show(const PageReadings& readings) {
    readings_ = readings;
    compare();
}

void GridLimits::compare() {
    if (rules_->value() < 0) return;
    rules_->set_error({});
    const auto& rules = workspace_.rule_sets().at(static_cast<std::size_t>(rules_->value()));
    const auto snapshot = snapshot_of(readings_, *found_);
    const transport::LinkStatistics none;
    const commissioning::CheckInput input{*found_, snapshot, none, rules, std::chrono::system_clock::now(), {}};
    std::vector<ui::Row> rows;
    std::string why;
    for (const auto& result : commissioning::check_grid_code(input)) {
        if (result.verdict == commissioning::Verdict::not_applicable) continue;
        const auto said = result.measured.empty() ? result.reason : result.measured;
        rows.push_back({result.subject,
                        {{to_wx(protection_of(result, *found_)), {}, {}},
                         {tr(std::string(commissioning::to_string(result.verdict))), ui::hue_of(result.verdict), {}},
                         {to_wx(text::shown_numbers(result.expected)), {}, {}},
                         {to_wx(text::shown_numbers(said)), Hue::muted, {}}}});
        if (result.verdict == commissioning::Verdict::fail) why = result.reason;
    }
    rules_->set_hint(rows.empty() ? tr("It names no trip limits. Choose the rule set of the country.") : to_wx(why));
    table_->set_rows(rows.empty() ? uncompared() : std::move(rows));
    if (on_layout_) on_layout_();
}

std::vector<ui::Row> GridLimits::uncompared() const {
    std::vector<ui::Row> rows;
    for (const auto& [place, reading] : readings_.points)
        if (reading.point && commissioning::is_trip_limit(*reading.point))
            rows.push_back({reading.point->name,
                            {{tr(reading.point->label), {}, {}},
                             {tr("not compared"), Hue::muted, {}},
                             {tr("not in this rule set"), Hue::muted, {}},
                             {present_words(reading), {}, {}}}});
    return rows;
}

}  // namespace firstlight::app::desktop
