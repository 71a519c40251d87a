#include "commissioning/checks.h"
#include "ui/device_values.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/words.h"
#include "wizards/commission/work.h"

#include <algorithm>
#include <set>

namespace firstlight::wizards {

using commissioning::CheckResult;
using ui::Hue;
using ui::px;
using ui::tr;

namespace {

/// What a page shows: checks, and the groups of points that they rest on.
struct LiveChecks {
    std::set<std::string> checks;
    std::set<std::string> plant_groups, inverter_groups;
    bool only_with_inverter = true;
};

/// Values as they are now, judged as the report will judge them. Nothing is written.
class LiveCheckStep : public Step {
  public:
    LiveCheckStep(std::string id, wxString name, wxString title, wxString why, LiveChecks shown, WorkPointer work)
        : Step(std::move(id), std::move(name), std::move(title), std::move(why)),
          shown_(std::move(shown)),
          work_(std::move(work)) {}

    bool needed() const override { return work_->look_first && (!work_->discovery() || work_->has("inverter")); }

    void make(wxWindow* page, wxBoxSizer& column) override {
        table_ = new ui::Table(page, name(),
                               {{tr("Check"), 160},
                                {tr("Of"), 190},
                                {tr("Measured"), 200, false, true},
                                {tr("Expected"), 180},
                                {tr("Verdict"), 110}});
        table_->SetMinSize(wxSize(px(*page, 640), px(*page, 260)));
        column.Add(table_, 1, wxEXPAND | wxBOTTOM, px(*page, ui::space::between));
        reason_ = ui::add_paragraph(page, column, {}, ui::Type::body, Hue::text);
        table_->on_select([this](const std::string&) { explain(); });
    }

    void entered() override {
        subscription_ = work_->workspace.connection().observe([this] { refresh(); });
        watch();
        refresh();
    }

    void left() override {
        subscription_.reset();
        watches_.clear();
    }

  private:
    void watch() {
        watches_.clear();
        seen_ = work_->discovery();
        if (!seen_) return;
        for (const auto& device : seen_->devices) {
            const auto& groups = device.profile->id == "plant"      ? shown_.plant_groups
                                 : device.profile->id == "inverter" ? shown_.inverter_groups
                                                                    : none_;
            std::set<std::string> names;
            for (const auto& point : device.profile->points)
                if (groups.contains(point.group) && point.readable()) names.insert(point.name);
            if (!names.empty()) watches_.push_back(work_->workspace.connection().watch(device.name(), names));
        }
    }

    void refresh() {
        if (work_->discovery() != seen_) watch();
        results_.clear();
        if (seen_) {
            const auto snapshot = work_->workspace.connection().snapshot();
            const transport::LinkStatistics statistics;
            const commissioning::CheckInput input{*seen_,         snapshot,       statistics,
                                                  work_->rules(), snapshot.ended, work_->plan.expected_serials};
            for (const auto& check : commissioning::all_checks())
                if (shown_.checks.contains(check.id))
                    for (auto& result : check.run(input)) results_.push_back(std::move(result));
        }
        std::vector<ui::Row> rows;
        for (const auto& result : results_)
            rows.push_back(
                {result.id + "/" + result.subject,
                 {{ui::to_wx(text::tr(result.title)), {}, {}},
                  {ui::subject_words(result.subject), Hue::muted, {}},
                  {ui::said(result.measured), {}, {}},
                  {ui::said(result.expected), Hue::muted, {}},
                  {ui::to_wx(text::tr(commissioning::to_string(result.verdict))), ui::hue_of(result.verdict), {}}}});
        table_->set_rows(std::move(rows));
        explain();
    }

    /// The chosen row's reason, else that of the first that did not pass.
    void explain() {
        const auto chosen = table_->selected();
        auto found = std::ranges::find_if(
            results_, [&](const CheckResult& result) { return chosen == result.id + "/" + result.subject; });
        if (found == results_.end())
            found = std::ranges::find_if(results_, [](const CheckResult& result) {
                return result.verdict != commissioning::Verdict::pass && !result.reason.empty();
            });
        wxString words;
        if (found != results_.end()) {
            if (!found->subject.empty()) words = ui::subject_words(found->subject) + ": ";
            words += ui::measured_words(found->measured, found->expected);
            if (!found->reason.empty()) words += "\n" + ui::to_wx(found->reason);
        }
        if (words == explained_) return;
        explained_ = words;
        reason_->SetLabel(words);
        reason_->Wrap(px(*reason_, 800));
        reason_->GetParent()->Layout();
    }

    LiveChecks shown_;
    WorkPointer work_;
    const std::set<std::string> none_;
    ui::Table* table_ = nullptr;
    wxStaticText* reason_ = nullptr;
    wxString explained_;
    std::vector<CheckResult> results_;
    std::shared_ptr<const station::Discovery> seen_;
    std::vector<ui::Connection::Watch> watches_;
    ui::Connection::Subscription subscription_;
};

}  // namespace

std::unique_ptr<Step> grid_step(WorkPointer work) {
    return std::make_unique<LiveCheckStep>(
        "grid", tr("Grid"), tr("Is the grid sound, and are the phases even?"),
        tr("Values as the inverters measure them now. The report will judge them the same way."),
        LiveChecks{{"grid_voltage", "grid_frequency", "phase_balance"}, {"grid", "state"}, {"grid", "rating", "state"}},
        std::move(work));
}

std::unique_ptr<Step> pv_step(WorkPointer work) {
    return std::make_unique<LiveCheckStep>(
        "pv", tr("PV strings"), tr("Does every string deliver?"),
        tr("At night there is nothing to see: the report then says not tested, with the reason."),
        LiveChecks{{"pv_strings", "insulation"}, {"pv", "state"}, {"pv", "state", "alarms"}}, std::move(work));
}

std::unique_ptr<Step> battery_step(WorkPointer work) {
    return std::make_unique<LiveCheckStep>(
        "battery", tr("Battery"), tr("Is the battery well?"),
        tr("State of charge and health, cell voltages and temperatures as they are now."),
        LiveChecks{{"battery"}, {"battery", "rating"}, {"battery", "rating", "state"}}, std::move(work));
}

std::unique_ptr<Step> meter_step(WorkPointer work) {
    return std::make_unique<LiveCheckStep>(
        "meter", tr("Meter"), tr("Does the grid sensor count the right way?"),
        tr("Switch on something large, such as a kettle: the house's power must rise, and grid import with it or "
           "battery "
           "discharge."),
        LiveChecks{
            {"meter"}, {"grid", "state", "output", "pv", "battery", "loads"}, {"output", "battery", "pv", "grid"}},
        std::move(work));
}

}  // namespace firstlight::wizards
