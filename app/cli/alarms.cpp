#include "app/cli/alarms.h"

#include "app/cli/table.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

using text::tr;
using text::trf;

/// The same in every language.
std::string_view key_of(station::Severity severity) {
    switch (severity) {
        case station::Severity::information:
            return "information";
        case station::Severity::warning:
            return "warning";
        case station::Severity::critical:
            return "critical";
    }
    return "";
}

std::string title(const commissioning::ActiveAlarm& alarm) {
    return alarm.code.empty() ? tr(alarm.name) : trf("{} (alarm {})", tr(alarm.name), alarm.code);
}

}  // namespace

Json to_json(const commissioning::ActiveAlarm& alarm) {
    return Json{{"device", alarm.device},
                {"point", alarm.point},
                {"name", alarm.name},
                {"code", alarm.code},
                {"severity", key_of(alarm.severity)},
                {"cause", alarm.cause},
                {"next_step", alarm.next_step}};
}

std::string to_text(const commissioning::ActiveAlarm& alarm) {
    auto text = fmt::format("{}: {}, {}\n", station::name_for_people(alarm.device), title(alarm),
                            commissioning::words_of(alarm.severity));
    if (!alarm.cause.empty()) text += wrapped(trf("Likely: {}", tr(alarm.cause)), 100, "    ");
    if (!alarm.next_step.empty()) text += wrapped(trf("Next: {}", tr(alarm.next_step)), 100, "    ");
    return text;
}

}  // namespace firstlight::app::cli
