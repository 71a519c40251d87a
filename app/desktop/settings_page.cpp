#include "app/desktop/settings_page.h"

#include "text/numbers.h"
#include "ui/appearance.h"
#include "ui/words.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <wx/filedlg.h>
#include <wx/intl.h>
#include <wx/wrapsizer.h>

namespace firstlight::app::desktop {

using commissioning::Preferences;
using ui::ChoiceField;
using ui::px;
using ui::TextField;
using ui::to_wx;
using ui::tr;

namespace {

/// Each language in its own words.
wxString language_words(const std::string& code) {
    if (code == "system") return tr("As the system");
    const auto* language = wxLocale::FindLanguageInfo(to_wx(code));
    return language ? language->DescriptionNative : to_wx(code);
}

/// The field's number from 0 to `most`; else nothing, and the field says so.
std::optional<double> number_in(TextField& field, int most) {
    double value = 0;
    const bool sound = to_wx(field.number_text()).ToCDouble(&value) && value >= 0 && value <= most;
    field.set_error(sound ? wxString() : ui::trf("Give a number from 0 to {}.", most));
    return sound ? std::optional(value) : std::nullopt;
}

template <class F>
F* add(wxSizer& column, F* field) {
    column.Add(field, 0, wxBOTTOM, px(*field, ui::space::between));
    return field;
}

}  // namespace

SettingsPage::SettingsPage(wxWindow* parent, ui::Workspace& workspace, std::function<bool()> restyle)
    : Page(parent, tr("Settings")), workspace_(workspace), restyle_(std::move(restyle)) {
    ui::make_primary(*add_action(tr("Save settings"), [this] { save(); }));
    error_ = new ui::ErrorBanner(body());
    content().Add(error_, 0, wxEXPAND);
    auto* columns = new wxWrapSizer(wxHORIZONTAL, 0);
    for (const auto add : {&SettingsPage::add_company, &SettingsPage::add_looks, &SettingsPage::add_work}) {
        auto* column = new wxBoxSizer(wxVERTICAL);
        (this->*add)(*column);
        columns->Add(column, 0, wxRIGHT, px(*this, ui::space::margin));
    }
    content().Add(columns, 0, wxEXPAND);
}

void SettingsPage::add_company(wxSizer& column) {
    const auto& person = workspace_.preferences().installer;
    ui::add_section(body(), column, tr("You and your company"));
    const auto text = [&](const wxString& label, const std::string& value, const wxString& hint = {}) {
        auto* field = add(column, new TextField(body(), label, hint, 320));
        field->set_value(value);
        return field;
    };
    name_ = text(tr("Name"), person.name, tr("Stands in every new visit and its report."));
    company_ = text(tr("Company"), person.company);
    phone_ = text(tr("Telephone"), person.phone);
    email_ = text(tr("E-mail"), person.email);
    licence_ = text(tr("Licence or registration number"), person.licence);
    logo_ = text(tr("Logo for reports"), ui::to_utf8(workspace_.preferences().logo));
    auto* choose = new wxButton(body(), wxID_ANY, tr("Choose a logo"));
    choose->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { choose_logo(); });
    column.Add(choose, 0, wxBOTTOM, px(*this, ui::space::between));
}

/// The dialog is made when it is asked for: GTK's costs as much as the rest of the page.
void SettingsPage::choose_logo() {
    wxFileDialog dialog(this, tr("Choose a logo"), {}, {}, tr("PNG pictures") + " (*.png)|*.png",
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() == wxID_OK) logo_->set_value(ui::to_utf8(dialog.GetPath()));
}

void SettingsPage::add_looks(wxSizer& column) {
    const auto& now = workspace_.preferences();
    ui::add_section(body(), column, tr("Looks and units"));
    const auto choice = [&](const wxString& label, const std::vector<wxString>& choices, int value) {
        auto* field = add(column, new ChoiceField(body(), label, choices, {}, 320));
        field->set_value(value);
        return field;
    };
    languages_ = text::languages_in(workspace_.folders().locale);
    languages_.insert(languages_.begin(), "system");
    std::vector<wxString> names;
    for (const auto& code : languages_) names.push_back(language_words(code));
    language_ = choice(tr("Language"), names, 0);
    if (const auto found = std::ranges::find(languages_, now.language); found != languages_.end())
        language_->set_value(static_cast<int>(found - languages_.begin()));
    appearance_ =
        choice(tr("Light or dark"), {tr("As the system"), tr("Light"), tr("Dark")}, static_cast<int>(now.appearance));
    temperature_ = choice(tr("Temperatures"), {tr("Degrees Celsius"), tr("Degrees Fahrenheit")},
                          static_cast<int>(now.temperature));
    currency_ =
        add(column,
            new TextField(body(), tr("Currency"),
                          tr("Three letters, such as EUR: of prices when the station does not tell its own."), 320));
    currency_->set_value(now.currency);
    paper_ = choice(tr("Paper of reports"), {"A4", "Letter"}, now.letter_paper ? 1 : 0);
}

void SettingsPage::add_work(wxSizer& column) {
    const auto& now = workspace_.preferences();
    ui::add_section(body(), column, tr("Work"));
    pace_ =
        add(column, new TextField(body(), tr("Seconds between two requests"),
                                  tr("0 to 10. The maker's rule is 1; a faster pace is noted in the report."), 320));
    pace_->set_value(text::number(now.seconds_between_requests));
    second_look_ = add(column, new TextField(body(), tr("Seconds until settings are read again"),
                                             tr("0 to 3600, counted from the last write: another controller may take a "
                                                "setting back."),
                                             320));
    second_look_->set_value(text::number(now.seconds_to_second_look));
    const auto box = [&](const wxString& label, bool value) {
        auto* made = new wxCheckBox(body(), wxID_ANY, label);
        made->SetValue(value);
        column.Add(made, 0, wxBOTTOM, px(*this, ui::space::inside));
        return made;
    };
    long_work_ = box(tr("Tell me when long work ends"), now.notify_long_work);
    lost_link_ = box(tr("Tell me when the station is lost"), now.notify_lost_link);
    frames_ = box(tr("Log every message of the station"), now.log_frames);
    ui::add_paragraph(body(), column,
                      tr("Visits and settings lie in:") + "\n" + to_wx(ui::to_utf8(workspace_.folders().user)),
                      ui::Type::hint, ui::Hue::muted, 320);
}

void SettingsPage::save() {
    Preferences changed = workspace_.preferences();
    const auto pace = number_in(*pace_, 10), second_look = number_in(*second_look_, 3600);
    const bool sound = commissioning::is_currency(currency_->value());
    currency_->set_error(sound ? wxString() : tr("Write three capital letters, such as EUR."));
    if (!pace || !second_look || !sound) return set_state(tr("Not saved: see the field marked below."));
    const auto before = changed;
    changed.language = languages_.at(static_cast<std::size_t>(language_->value()));
    changed.appearance = static_cast<commissioning::Appearance>(appearance_->value());
    changed.temperature = static_cast<commissioning::TemperatureUnit>(temperature_->value());
    changed.currency = currency_->value();
    changed.letter_paper = paper_->value() == 1;
    changed.seconds_between_requests = *pace;
    changed.seconds_to_second_look = *second_look;
    changed.notify_long_work = long_work_->GetValue();
    changed.notify_lost_link = lost_link_->GetValue();
    changed.log_frames = frames_->GetValue();
    changed.logo = std::filesystem::u8path(logo_->value());
    changed.installer = {name_->value(),  company_->value(), changed.installer.role,
                         phone_->value(), email_->value(),   licence_->value()};
    const bool new_look = changed.appearance != before.appearance || changed.language != before.language;
    workspace_.set_preferences(
        std::move(changed), [this, new_look] { saved(new_look); },
        [this](const std::exception_ptr& error) { error_->show(error); });
}

void SettingsPage::saved(bool new_look) {
    error_->clear();
    const bool shown = !new_look || restyle_();
    set_state(L"✓ " + (shown ? tr("Saved") : tr("Saved. The new look comes with the next start: work is going on.")));
}

}  // namespace firstlight::app::desktop
