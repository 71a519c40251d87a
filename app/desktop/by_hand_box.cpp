#include "app/desktop/by_hand_box.h"

#include "commissioning/preparation.h"
#include "reports/report_text.h"
#include "text/numbers.h"
#include "text/text.h"
#include "ui/page.h"
#include "ui/words.h"

#include <utility>

#include <wx/filedlg.h>

namespace firstlight::app::desktop {

using commissioning::ManualConfirmation;
using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

wxString words_of_photo() {
    return tr("Add a photo or scan") + L"\u2026";
}

}  // namespace

ByHandBox::ByHandBox(wxWindow* parent, ui::Workspace& workspace, Found found, Question question)
    : wxPanel(parent), workspace_(workspace), found_(std::move(found)), question_(std::move(question)) {
    auto* column = new wxBoxSizer(wxVERTICAL);
    error_ = new ui::ErrorBanner(this);
    column->Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    if (!question_.answers.empty()) {
        std::vector<wxString> labels{tr("Not looked at")};
        for (const auto& one : question_.answers) labels.push_back(one.label);
        choice_ = new ui::ChoiceField(this, question_.label, labels, question_.hint);
        choice_->set_value(0);
        choice_->on_change([this] { choice_->set_error({}); });
        column->Add(choice_, 0, wxBOTTOM, px(*this, ui::space::between));
    }
    words_ = choice_ ? new ui::TextField(this, tr("Note")) : new ui::TextField(this, question_.label, question_.hint);
    words_->on_change([this] { words_->set_error({}); });
    column->Add(words_, 0, wxBOTTOM, px(*this, ui::space::between));
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    confirm_ = new wxButton(this, wxID_ANY, tr("Confirm"));
    confirm_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { confirm(); });
    buttons->Add(confirm_);
    photo_button_ = new wxButton(this, wxID_ANY, words_of_photo());
    photo_button_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { choose_photo(); });
    buttons->Add(photo_button_, 0, wxLEFT, px(*this, ui::space::inside));
    column->Add(buttons, 0, wxBOTTOM, px(*this, ui::space::between));
    trouble_ = ui::add_paragraph(this, *column, {}, ui::Type::body, Hue::fault);
    trouble_->Hide();
    said_ = ui::add_paragraph(this, *column, {}, ui::Type::body, Hue::good);
    SetSizer(column);
    if (!workspace_.visit().empty()) read();
}

bool ByHandBox::has_changes() const {
    return confirm_->IsEnabled() && (!words_->value().empty() || !photo_.empty() || (choice_ && choice_->value() != 0));
}

void ByHandBox::read() {
    job_ = workspace_.bridge().start_beside<std::vector<ManualConfirmation>>(
        [&store = workspace_.store(), id = workspace_.visit()] { return store.load(id).confirmations; },
        [this](const std::vector<ManualConfirmation>& confirmations) { show(confirmations); },
        [this](const std::exception_ptr& error) { fail(error); });
}

void ByHandBox::show(const std::vector<ManualConfirmation>& confirmations) {
    for (const auto& one : confirmations) {
        if (one.id != question_.id) continue;
        auto words = trf("Confirmed by hand in visit {}: {}, {}.", workspace_.visit(), one.answer,
                         text::shown_time(reports::printed_time(one.at)));
        if (!one.photo.empty()) words += " " + trf("Photo or scan: {}.", one.photo);
        said_->SetLabel(wxControl::EscapeMnemonics(L"\u2713 " + words));
        said_->Wrap(px(*this, 720));
    }
    if (on_layout_) on_layout_();
}

void ByHandBox::choose_photo() {
    wxFileDialog dialog(this, tr("Add a photo or scan"), {}, {}, "*.jpg;*.jpeg;*.png;*.pdf",
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) return;
    add_photo(std::filesystem::u8path(ui::to_utf8(dialog.GetPath())));
}

void ByHandBox::add_photo(const std::filesystem::path& file) {
    photo_ = file;
    photo_button_->SetLabel(wxControl::EscapeMnemonics(to_wx(ui::to_utf8(file.filename()))));
    if (on_layout_) on_layout_();
}

std::string ByHandBox::answer() const {
    const auto words = words_->value();
    if (!choice_) return words;
    if (choice_->value() <= 0) return {};
    const auto& chosen = question_.answers[static_cast<std::size_t>(choice_->value()) - 1].words;
    return words.empty() ? chosen : chosen + ": " + words;
}

void ByHandBox::confirm() {
    const auto said = answer();
    const auto trouble = said.empty() ? tr("Say what you have set or seen.") : wxString();
    if (choice_)
        choice_->set_error(trouble);
    else
        words_->set_error(trouble);
    const bool has_note = !words_->value().empty();
    const bool is_proven = !question_.with_proof || (has_note && !photo_.empty());
    trouble_->SetLabel(is_proven ? wxString() : tr("Add a note and a photo: the report shows both."));
    trouble_->Show(!is_proven);
    if (on_layout_) on_layout_();
    if (said.empty() || !is_proven || job_.running()) return;
    confirm_->Disable();
    const auto keeping = keeping_visit(workspace_);
    ManualConfirmation confirmation{
        question_.id,       question_.title, said, keeping.installer.name, std::chrono::system_clock::now(),
        ui::to_utf8(photo_)};
    job_ = workspace_.bridge().start_beside<std::string>(
        [&store = workspace_.store(), drafts = workspace_.places().drafts, found = found_, keeping, confirmation] {
            const auto visit = commissioning::open_visit(store, keeping, *found);
            store.save_confirmation(visit, commissioning::with_photo_kept(confirmation, drafts, visit));
            return visit;
        },
        [this](const std::string& visit) {
            words_->set_value({});
            if (choice_) choice_->set_value(0);
            photo_.clear();
            photo_button_->SetLabel(words_of_photo());
            confirm_->Enable();
            go_on_in(workspace_, visit);
            read();
        },
        [this](const std::exception_ptr& error) {
            confirm_->Enable();
            fail(error);
        });
}

void ByHandBox::fail(const std::exception_ptr& error) {
    error_->show(error);
    if (on_layout_) on_layout_();
}

}  // namespace firstlight::app::desktop
