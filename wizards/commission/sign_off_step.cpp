#include "commissioning/next_visit.h"
#include "commissioning/sign_off.h"
#include "ui/error_banner.h"
#include "ui/field.h"
#include "ui/page.h"
#include "ui/words.h"
#include "wizards/commission/work.h"

#include <algorithm>
#include <chrono>

#include <wx/checkbox.h>

namespace firstlight::wizards {

using commissioning::SignOff;
using ui::px;
using ui::TextField;
using ui::tr;
using ui::trf;

namespace {

constexpr std::size_t most_lines = 4;

/// The person's word: a remark, a name, and whether the visit is closed.
class SignOffStep : public Step {
  public:
    explicit SignOffStep(WorkPointer work)
        : Step("sign_off", tr("Sign-off"), tr("Is the work done?"),
               tr("A closed visit can be opened again; what stands in its record stays.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        error_ = new ui::ErrorBanner(page);
        column.Add(error_, 0, wxEXPAND);
        summary_ = ui::add_paragraph(page, column, {}, ui::Type::strong);
        next_visit_ = ui::add_paragraph(page, column, {});
        column.AddSpacer(px(*page, ui::space::inside));
        const auto text = [&](const wxString& label, const wxString& hint, int width) {
            auto* field = new TextField(page, label, hint, width);
            field->on_change([this] { changed(); });
            column.Add(field, 0, wxBOTTOM, px(*page, ui::space::between));
            return field;
        };
        by_ = text(tr("Signed by"), {}, 320);
        remark_ = text(tr("Remark"), tr("What the next person should know. May be empty."), 640);
        despite_ = text(tr("Why it is closed although a check failed"), tr("Stands in the report."), 640);
        close_ = new wxCheckBox(page, wxID_ANY, tr("Close the visit"));
        close_->SetValue(true);
        close_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { changed(); });
        column.Add(close_);
    }

    void entered() override {
        if (!work_->done) return;
        const auto summary = commissioning::summarise(*work_->done);
        summary_->SetLabel(ui::to_wx(summary.sentence));
        summary_->SetForegroundColour(ui::colour(ui::hue_of(summary.verdict)));
        next_visit_->SetLabel(next_visit_needs());
        next_visit_->Wrap(px(*next_visit_, 860));
        if (by_->value().empty() && !work_->plan.people.empty()) by_->set_value(work_->plan.people.front().name);
        const auto failed = summary.counts.find(commissioning::Verdict::fail);
        despite_->Show(failed != summary.counts.end() && failed->second > 0);
        despite_->GetParent()->Layout();
    }

    wxString why_not_next() const override {
        if (!work_->done) return tr("Nothing was checked yet.");
        return ui::to_wx(commissioning::why_not_closed(*work_->done, said()));
    }

    void commit(std::function<void()> go_on) override {
        job_ = work_->workspace.bridge().start_beside<commissioning::Visit>(
            [&store = work_->workspace.store(), visit = work_->visit, said = said()] {
                return commissioning::sign_off_visit(store, visit, said);
            },
            [this, go_on](commissioning::Visit visit) {
                work_->done = std::move(visit);
                error_->clear();
                work_->workspace.visit_changed();
                go_on();
            },
            [this](const std::exception_ptr& error) { error_->show(error); });
    }

  private:
    /// What stays to do once this is signed.
    wxString next_visit_needs() const {
        auto ended = *work_->done;
        ended.closed = std::chrono::system_clock::now();
        const auto lines = commissioning::stop_here(ended).next;
        if (lines.empty()) return {};
        auto words = tr("The next visit needs");
        for (std::size_t i = 0; i < std::min(lines.size(), most_lines); ++i) words += L"\n• " + ui::to_wx(lines[i]);
        if (lines.size() > most_lines) words += "\n" + trf("and {} more", lines.size() - most_lines);
        return words;
    }

    SignOff said() const { return {by_->value(), remark_->value(), despite_->value(), close_->GetValue()}; }

    WorkPointer work_;
    ui::ErrorBanner* error_ = nullptr;
    wxStaticText *summary_ = nullptr, *next_visit_ = nullptr;
    TextField *by_ = nullptr, *remark_ = nullptr, *despite_ = nullptr;
    wxCheckBox* close_ = nullptr;
    ui::Job job_;
};

}  // namespace

std::unique_ptr<Step> sign_off_step(WorkPointer work) {
    return std::make_unique<SignOffStep>(std::move(work));
}

}  // namespace firstlight::wizards
