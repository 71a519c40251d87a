#include "ui/device_values.h"
#include "ui/page.h"
#include "ui/table.h"
#include "ui/words.h"
#include "wizards/commission/work.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace firstlight::wizards {

using commissioning::CheckResult;
using commissioning::Verdict;
using ui::Hue;
using ui::px;
using ui::tr;

namespace {

constexpr std::array most_urgent_first{Verdict::fail, Verdict::warning, Verdict::not_tested, Verdict::pass,
                                       Verdict::not_applicable};

/// What the checks found: what failed first.
class ResultStep : public Step {
  public:
    explicit ResultStep(WorkPointer work)
        : Step("results", tr("Results"), tr("What did the checks find?"),
               tr("Choose a row to read why, and what to do next. Mend what failed and run again, or go on.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        sentence_ = ui::add_paragraph(page, column, {}, ui::Type::strong);
        table_ = new ui::Table(page, tr("Results"),
                               {{tr("Verdict"), 110},
                                {tr("Check"), 160},
                                {tr("Of"), 190},
                                {tr("Measured"), 200, false, true},
                                {tr("Expected"), 180}});
        table_->SetMinSize(wxSize(px(*page, 640), px(*page, 240)));
        table_->on_select([this](const std::string& key) { explain(key); });
        column.Add(table_, 1, wxEXPAND | wxBOTTOM, px(*page, ui::space::between));
        reason_ = ui::add_paragraph(page, column, {});
    }

    void entered() override {
        if (!work_->done) return;
        results_.clear();
        for (const auto verdict : most_urgent_first)
            std::ranges::copy_if(work_->done->checks, std::back_inserter(results_),
                                 [&](const CheckResult& result) { return result.verdict == verdict; });
        const auto summary = commissioning::summarise(*work_->done);
        sentence_->SetLabel(ui::to_wx(summary.sentence));
        sentence_->SetForegroundColour(ui::colour(ui::hue_of(summary.verdict)));
        std::vector<ui::Row> rows;
        for (std::size_t i = 0; i < results_.size(); ++i) {
            const auto& result = results_[i];
            rows.push_back(
                {std::to_string(i),
                 {{ui::to_wx(text::tr(commissioning::to_string(result.verdict))), ui::hue_of(result.verdict), {}},
                  {ui::to_wx(text::tr(result.title)), {}, {}},
                  {ui::subject_words(result.subject), Hue::muted, {}},
                  {ui::said(result.measured), {}, {}},
                  {ui::said(result.expected), Hue::muted, {}}}});
        }
        table_->set_rows(std::move(rows));
        if (!results_.empty()) table_->select("0");
        explain("0");
    }

    wxString why_not_next() const override {
        return work_->done ? wxString() : tr("Nothing was checked yet: go back one page.");
    }

  private:
    void explain(const std::string& key) {
        const auto index = static_cast<std::size_t>(std::stoul(key));
        wxString words;
        if (index < results_.size()) {
            const auto& result = results_[index];
            words = ui::measured_words(result.measured, result.expected);
            for (const auto& more : {result.reason, result.rule})
                if (!more.empty()) words += "\n" + ui::to_wx(more);
        }
        reason_->SetLabel(words);
        reason_->Wrap(px(*reason_, 860));
        reason_->GetParent()->Layout();
    }

    WorkPointer work_;
    wxStaticText *sentence_ = nullptr, *reason_ = nullptr;
    ui::Table* table_ = nullptr;
    std::vector<CheckResult> results_;
};

}  // namespace

std::unique_ptr<Step> result_step(WorkPointer work) {
    return std::make_unique<ResultStep>(std::move(work));
}

}  // namespace firstlight::wizards
