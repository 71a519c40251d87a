#include "commissioning/checks.h"
#include "commissioning/plan_lines.h"
#include "station/station.h"
#include "ui/device_values.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/words.h"
#include "wizards/commission/work.h"

namespace firstlight::wizards {

using ui::Hue;
using ui::px;
using ui::tr;

namespace {

/// Everything that will be written, before anything is: name, now, new.
class ReviewStep : public Step {
  public:
    explicit ReviewStep(WorkPointer work)
        : Step("review", tr("Review"), tr("What will be written?"),
               tr("Each value is written once, read back and kept in the record. Then all checks run.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        table_ = new ui::Table(
            page, tr("Settings to write"),
            {{tr("Device"), 120}, {tr("Setting"), 300, false, true}, {tr("Now"), 160, true}, {tr("New"), 160, true}});
        table_->SetMinSize(wxSize(px(*page, 640), px(*page, 200)));
        column.Add(table_, 1, wxEXPAND | wxBOTTOM, px(*page, ui::space::between));
        nothing_ = ui::add_paragraph(page, column, tr("Nothing will be written: only the checks run."));
        checks_ = ui::add_paragraph(page, column, {}, ui::Type::body, Hue::muted, 860);
    }

    void entered() override {
        found_ = work_->discovery();
        const auto lines = commissioning::lines_of(work_->plan, found_.get());
        std::vector<ui::Row> rows;
        for (const auto& line : lines) rows.push_back(row_of(line, rows.size()));
        nothing_->Show(rows.empty());
        table_->Show(!rows.empty());
        table_->set_rows(std::move(rows));
        wxString names;
        for (const auto& check : commissioning::all_checks())
            names += (names.empty() ? "" : ", ") + ui::to_wx(text::tr(check.title));
        checks_->SetLabel(tr("Checks:") + " " + names + ".");
        checks_->Wrap(px(*checks_, 860));
    }

    wxString next_label() const override {
        const auto& plan = work_->plan;
        const auto count = static_cast<long long>(plan.settings.size() + plan.tables.size() + plan.commands.size());
        if (count == 0) return tr("Run the checks");
        return ui::to_wx(text::tr_n("Write the setting and check", "Write the settings and check", count));
    }

    /// What was reviewed is what is carried out: a run from before does not stand for it.
    void commit(std::function<void()> go_on) override {
        work_->done.reset();
        go_on();
    }

    wxString why_not_next() const override {
        if (work_->running) return tr("A run is still going on: go to its page.");
        return work_->connected() ? wxString() : tr("The station is not connected.");
    }

  private:
    ui::Row row_of(const commissioning::PlanLine& line, std::size_t place) const {
        const auto* now = line.device && line.is_point
                              ? work_->workspace.connection().reading(line.device->name(), line.name)
                              : nullptr;
        const bool is_risky = line.risk >= station::RiskClass::disruptive;
        auto wanted = ui::said(line.wanted);
        wanted.Replace("\n", "; ");
        return {std::to_string(place),
                {{line.device ? ui::device_words(*line.device) : ui::to_wx(line.device_name), {}, {}},
                 {ui::to_wx(line.label), is_risky ? std::optional(Hue::warning) : std::nullopt, {}},
                 {now ? ui::said(station::to_text(*now)) : tr("read before writing"), Hue::muted, {}},
                 {wanted, {}, {}}}};
    }

    std::shared_ptr<const station::Discovery> found_;
    WorkPointer work_;
    ui::Table* table_ = nullptr;
    wxStaticText *nothing_ = nullptr, *checks_ = nullptr;
};

}  // namespace

std::unique_ptr<Step> review_step(WorkPointer work) {
    return std::make_unique<ReviewStep>(std::move(work));
}

}  // namespace firstlight::wizards
