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

    /// While the station is there, what was set is read once more before anybody signs for it.
    void commit(std::function<void()> go_on) override {
        if (!work_->connected()) return sign(std::move(go_on));
        auto& workspace = work_->workspace;
        std::function<ui::awaitable<commissioning::Visit>()> look =
            [live = workspace.connection().live(), discovery = work_->discovery(), visit = work_->visit,
             &runtime = workspace.bridge().runtime(), &profiles = workspace.profiles(), &store = workspace.store(),
             &rules = work_->rules()] { return look_again(live, discovery, visit, runtime, profiles, store, rules); };
        // Without an answer the record says when each setting was seen last.
        job_ = workspace.bridge().start<commissioning::Visit>(
            std::move(look), [this, go_on](commissioning::Visit visit) { looked(std::move(visit), go_on); },
            [this, go_on](const std::exception_ptr&) { sign(go_on); });
    }

  private:
    static ui::awaitable<commissioning::Visit> look_again(std::shared_ptr<station::LiveStation> live,
                                                          std::shared_ptr<const station::Discovery> discovery,
                                                          std::string visit, transport::Runtime& runtime,
                                                          const station::ProfileSet& profiles,
                                                          commissioning::VisitStore& store,
                                                          const commissioning::RuleSet& rules) {
        const auto hold = co_await live->hold();
        commissioning::CommissionContext context{
            runtime, hold.link, profiles, store, rules, "firstlight " FIRSTLIGHT_VERSION, discovery};
        co_return co_await commissioning::look_before_sign_off(context, std::move(visit));
    }

    /// A setting that fell back meanwhile is told before the visit is closed over it.
    void looked(commissioning::Visit visit, const std::function<void()>& go_on) {
        work_->done = std::move(visit);
        if (why_not_next().empty()) return sign(go_on);
        entered();
        changed();
    }

    void sign(std::function<void()> go_on) {
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
