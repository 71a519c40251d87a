#include "app/desktop/setting_entry.h"

#include "commissioning/setting_rules.h"
#include "station/errors.h"
#include "text/numbers.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

#include <wx/sizer.h>

namespace firstlight::app::desktop {

using ui::to_wx;
using ui::tr;
using ui::trf;

wxString present_words(const station::Reading& reading) {
    if (reading.quality == station::Quality::not_available) return reading.point->is_text() ? tr("empty") : tr("none");
    const bool is_ours = reading.good() && !reading.point->is_text();  // what people wrote is not translated
    return to_wx(is_ours ? text::shown_value(station::to_text(reading)) : station::to_text(reading));
}

SettingEntry::SettingEntry(wxWindow* parent, commissioning::PartOf<station::Point> part, const wxString& label,
                           std::vector<station::Choice> offered, station::Reading now, std::function<void()> changed)
    : part_(part), choices_(std::move(offered)), now_(std::move(now)) {
    if (point().choices.empty()) {
        text_ = new ui::TextField(parent, label, {}, setting_width, point().secret);
        text_->on_change(std::move(changed));
    } else {
        std::vector<wxString> choices;
        if (!now_.good()) choices.push_back(tr("Leave as it is"));
        first_choice_ = static_cast<int>(choices.size());
        for (const auto& choice : choices_) choices.push_back(tr(choice.label));
        choice_ = new ui::ChoiceField(parent, label, choices, {}, setting_width);
        choice_->on_change(std::move(changed));
    }
    show_present();
}

void SettingEntry::show_present() {
    if (text_ != nullptr) {
        const auto words = now_.good() && !point().secret ? station::to_text(point(), *now_.value) : std::string();
        text_->set_value(point().is_text() ? words : text::shown_value(words));
        return;
    }
    const auto present =
        std::ranges::find_if(choices_, [this](const auto& choice) { return now_.number() == double(choice.code); });
    const bool is_known = now_.good() && present != choices_.end();
    choice_->set_value(is_known ? static_cast<int>(present - choices_.begin()) + first_choice_ : first_choice_ - 1);
}

std::optional<station::Value> SettingEntry::wanted() const {
    std::optional<station::Value> value;
    if (choice_ != nullptr) {
        const int chosen = choice_->value() - first_choice_;
        if (chosen < 0 || chosen >= static_cast<int>(choices_.size())) return std::nullopt;
        value = static_cast<double>(choices_[static_cast<std::size_t>(chosen)].code);
    } else {
        const auto typed = point().is_text() ? text_->value() : text_->number_text();
        if (typed.empty()) return std::nullopt;
        value = station::parse_value(point(), typed);
    }
    if (now_.good() && now_.value == value) return std::nullopt;
    station::check_and_encode(point(), *value);
    return value;
}

std::optional<station::Value> SettingEntry::expected() const {
    try {
        if (auto value = wanted()) return value;
    } catch (const station::ValueNotAccepted&) {
        // The field says so itself; others go by what the station has.
    }
    return commissioning::value_beside(now_);
}

bool SettingEntry::has_changes() const {
    try {
        return wanted().has_value();
    } catch (const station::ValueNotAccepted&) {
        return true;
    }
}

void SettingEntry::type(const std::string& words) {
    if (text_ != nullptr) text_->set_value(words);
}

void SettingEntry::refresh(station::Reading now) {
    const bool typed = has_changes();
    now_ = std::move(now);
    if (!typed) show_present();
}

void SettingEntry::written() {
    if (point().readable() && !point().secret) return;
    if (text_ != nullptr)
        text_->set_value({});
    else
        choice_->set_value(0);
}

void SettingEntry::show_hint(const std::string& range, const std::optional<std::string>& closed) {
    wxString hint =
        point().readable() ? trf("Now: {}", ui::to_utf8(present_words(now_))) : tr("It cannot be read back.");
    if (!range.empty() && point().choices.empty()) hint += L" \u00B7 " + to_wx(text::shown_numbers(range));
    if (closed) hint += "\n" + to_wx(text::shown_numbers(*closed));
    field().set_hint(hint);
    is_closed_ = closed.has_value();
    open_or_close();
}

ui::Field& SettingEntry::field() {
    if (choice_) return *choice_;
    return *text_;
}

wxWindow& SettingEntry::control() {
    if (choice_) return choice_->control();
    return text_->control();
}

void SettingEntry::open_or_close() {
    // What was typed before stays reachable, with the reason beside it.
    control().Enable(!is_held_ && (!is_closed_ || has_changes()));
}

void SettingEntry::hold(bool working) {
    is_held_ = working;
    open_or_close();
}

void SettingEntry::show_trouble(const wxString& trouble) {
    field().set_error(trouble);
}

}  // namespace firstlight::app::desktop
