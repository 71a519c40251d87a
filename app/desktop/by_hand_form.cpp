#include "app/desktop/setting_form.h"
#include "reports/report_text.h"
#include "text/numbers.h"
#include "text/text.h"
#include "ui/words.h"

#include <utility>

namespace firstlight::app::desktop {

using commissioning::ManualConfirmation;
using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

ByHandForm::ByHandForm(wxWindow* parent, ui::Workspace& workspace, Found found, const commissioning::SettingPage& page)
    : Page(parent, to_wx(page.name)),
      workspace_(workspace),
      found_(std::move(found)),
      id_("setting_" + page.id),
      name_(page.name) {
    error_ = new ui::ErrorBanner(body());
    content().Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    ui::add_paragraph(body(), content(), to_wx(page.why), ui::Type::body, Hue::muted);
    if (!page.warning.empty()) ui::add_paragraph(body(), content(), to_wx(page.warning), ui::Type::body, Hue::warning);
    ui::add_paragraph(body(), content(),
                      tr("This station does not offer it over Modbus. Set it in the maker's app and confirm here what "
                         "you have set."));
    answer_ = new ui::TextField(body(), tr("What was set"), tr("It stands in the report as confirmed by hand."));
    answer_->on_change([this] { answer_->set_error({}); });
    content().Add(answer_, 0, wxBOTTOM, px(*this, ui::space::between));
    confirm_ = new wxButton(body(), wxID_ANY, tr("Confirm"));
    confirm_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { confirm(); });
    content().Add(confirm_, 0, wxBOTTOM, px(*this, ui::space::between));
    said_ = ui::add_paragraph(body(), content(), {}, ui::Type::body, Hue::good);
    if (!workspace_.visit().empty()) read();
}

bool ByHandForm::has_changes() const {
    return !answer_->value().empty() && confirm_->IsEnabled();
}

void ByHandForm::read() {
    job_ = workspace_.bridge().start_beside<std::vector<ManualConfirmation>>(
        [&store = workspace_.store(), id = workspace_.visit()] { return store.load(id).confirmations; },
        [this](const std::vector<ManualConfirmation>& confirmations) { show(confirmations); },
        [this](const std::exception_ptr& error) { error_->show(error); });
}

void ByHandForm::show(const std::vector<ManualConfirmation>& confirmations) {
    for (const auto& one : confirmations) {
        if (one.id != id_) continue;
        said_->SetLabel(wxControl::EscapeMnemonics(L"\u2713 "
                                                   + trf("Confirmed by hand in visit {}: {}, {}.", workspace_.visit(),
                                                         one.answer, text::shown_time(reports::printed_time(one.at)))));
        said_->Wrap(px(*this, 720));
    }
    lay_out();
}

void ByHandForm::confirm() {
    const auto said = answer_->value();
    answer_->set_error(said.empty() ? tr("Say what you have set.") : wxString());
    if (said.empty() || job_.running()) return;
    confirm_->Disable();
    const auto& installer = workspace_.preferences().installer;
    ManualConfirmation confirmation{id_, name_, said, installer.name, std::chrono::system_clock::now()};
    commissioning::KeepingVisit keeping{workspace_.visit(), "commissioning", "firstlight " FIRSTLIGHT_VERSION,
                                        installer};
    job_ = workspace_.bridge().start_beside<std::string>(
        [&store = workspace_.store(), found = found_, keeping, confirmation] {
            const auto visit = commissioning::open_visit(store, keeping, *found);
            store.save_confirmation(visit, confirmation);
            return visit;
        },
        [this](const std::string& visit) {
            answer_->set_value({});
            confirm_->Enable();
            if (workspace_.visit() != visit) workspace_.open_visit(visit);
            workspace_.visit_changed();
            read();
        },
        [this](const std::exception_ptr& error) {
            confirm_->Enable();
            error_->show(error);
            lay_out();
        });
}

}  // namespace firstlight::app::desktop
