#include "app/desktop/second_look.h"

#include "commissioning/sign_off.h"
#include "text/numbers.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

namespace firstlight::app::desktop {

using ui::Hue;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

transport::awaitable<commissioning::Visit> look_again(std::shared_ptr<station::LiveStation> live, Found found,
                                                      std::string visit, transport::Runtime& runtime,
                                                      const station::ProfileSet& profiles,
                                                      commissioning::VisitStore& store) {
    const auto hold = co_await hold_same(live, found);
    const commissioning::RuleSet no_rules;
    commissioning::CommissionContext context{
        runtime, hold.link, profiles, store, no_rules, "firstlight " FIRSTLIGHT_VERSION, found};
    co_return co_await commissioning::look_before_sign_off(context, std::move(visit));
}

}  // namespace

SecondLook::SecondLook(ui::Workspace& workspace, Found found, Tell tell)
    : workspace_(workspace), found_(std::move(found)), tell_(std::move(tell)) {
    timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { look(); });
}

void SecondLook::after(const WrittenSettings& written) {
    const bool is_awaited = std::ranges::any_of(written.outcomes, [](const auto& outcome) {
        return outcome.change && outcome.change->result == station::WriteResult::proven
               && commissioning::is_often_taken_back(outcome.write);
    });
    if (!is_awaited) return;
    visit_ = written.visit;
    const auto seconds = workspace_.preferences().seconds_to_second_look;
    timer_.StartOnce(std::max(1, static_cast<int>(1000 * seconds)));
    tell_(trf("The export limit is read again in {:.0f} s, because others take it back.", seconds), Hue::muted);
}

void SecondLook::look() {
    job_ = workspace_.bridge().start<commissioning::Visit>(
        [live = workspace_.connection().live(), found = found_, visit = visit_,
         &runtime = workspace_.bridge().runtime(), &profiles = workspace_.profiles(),
         &store = workspace_.store()] { return look_again(live, found, visit, runtime, profiles, store); },
        [this](const commissioning::Visit& visit) {
            wxString words;
            for (const auto& sentence : commissioning::taken_back(visit))
                words += (words.empty() ? "" : "\n") + to_wx(text::shown_numbers(sentence));
            if (words.empty())
                tell_(L"\u2713 " + tr("Read again: the export limit holds."), Hue::good);
            else
                tell_(words, Hue::fault);
            workspace_.visit_changed();
        },
        [this](const std::exception_ptr&) {
            tell_(tr("The export limit could not be read again. It is read once more when the visit is signed off."),
                  Hue::warning);
        });
}

}  // namespace firstlight::app::desktop
