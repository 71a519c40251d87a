#include "ui/table.h"
#include "ui/words.h"
#include "wizards/connect/work.h"

namespace firstlight::wizards {

using commissioning::ConnectPage;
using ui::Hue;
using ui::px;
using ui::tr;

namespace {

/// Which simulated house.
class DemoStep : public Step {
  public:
    explicit DemoStep(ConnectPointer work)
        : Step("demo", tr("Demo station"), tr("Which house do you want to try?"),
               tr("It runs inside this program; no real device is touched.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        auto* table =
            new ui::Table(page, tr("Demo stations"), {{tr("House"), 240}, {tr("What it shows"), 480, false, true}});
        table->SetMinSize(wxSize(px(*page, 640), px(*page, 380)));
        std::vector<ui::Row> rows;
        for (const auto& demo : work_->actions.demos)
            rows.push_back({ui::to_utf8(demo.file), {{demo.name, {}, {}}, {demo.description, Hue::muted, {}}}});
        table->set_rows(std::move(rows));
        table->on_select([this](const std::string& file) {
            work_->plan.scenario = file;
            changed();
        });
        table->on_activate([this](const std::string&) { work_->go_on(); });
        column.Add(table, 1, wxEXPAND);
        if (work_->actions.demos.empty()) return;
        work_->plan.scenario = ui::to_utf8(work_->actions.demos.front().file);
        table->select(work_->plan.scenario);
    }

    bool needed() const override { return work_->needed(ConnectPage::demo); }
    wxString why_not_next() const override { return work_->why_not_next(ConnectPage::demo); }

  private:
    ConnectPointer work_;
};

}  // namespace

std::unique_ptr<Step> demo_step(ConnectPointer work) {
    return std::make_unique<DemoStep>(std::move(work));
}

}  // namespace firstlight::wizards
