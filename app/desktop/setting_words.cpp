#include "app/desktop/setting_words.h"

#include "reports/error_words.h"
#include "text/numbers.h"
#include "ui/device_values.h"
#include "ui/words.h"

namespace firstlight::app::desktop {

using commissioning::PlannedWrite;
using commissioning::WriteOutcome;
using ui::to_wx;
using ui::tr;

namespace {

wxString subject_of(const PlannedWrite& write) {
    return ui::device_words(*write.device) + ", " + tr(write.label());
}

wxString words_of(const WriteOutcome& outcome) {
    const auto what = subject_of(outcome.write) + ": ";
    if (!outcome.change)
        return L"\u25A0 " + what + to_wx(text::shown_numbers(reports::describe(outcome.error).explanation));
    auto words = what + tr(std::string(station::to_string(*outcome.change->result)));
    if (!outcome.done() && !outcome.change->detail.empty())
        words += ": " + to_wx(text::shown_numbers(outcome.change->detail));
    return (outcome.done() ? L"\u2713 " : L"\u25A0 ") + words;
}

}  // namespace

wxString write_words(const PlannedWrite& write) {
    const auto* one = std::get_if<commissioning::PointWrite>(&write.what);
    const auto wanted = one ? commissioning::with_unit(*one->point, write.wanted) : write.wanted;
    return subject_of(write) + ": " + to_wx(text::shown_value(wanted));
}

wxString command_words(const station::Command& command, const std::vector<station::Value>& arguments) {
    wxString words;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& argument = command.arguments[i];
        const auto value = argument.secret ? tr("a new secret value")
                                           : to_wx(text::shown_value(commissioning::with_unit(
                                                 argument, station::to_text(argument, arguments[i]))));
        words += (words.empty() ? ": " : ", ") + tr(argument.label) + " " + value;
    }
    return tr(command.label) + words;
}

std::string range_words(const station::Point& point, station::Range range) {
    constexpr double beyond_all_limits = 1e6;
    if (range.high && *range.high > beyond_all_limits) range.high.reset();
    return station::to_text(point, range);
}

std::pair<wxString, bool> outcome_words(const std::vector<WriteOutcome>& outcomes) {
    wxString words;
    bool all_done = true;
    for (const auto& outcome : outcomes) {
        all_done = all_done && outcome.done();
        if (!words.empty()) words += "\n";
        words += words_of(outcome);
    }
    return {words, all_done};
}

}  // namespace firstlight::app::desktop
