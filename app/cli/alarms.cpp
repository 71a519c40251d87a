#include "app/cli/alarms.h"

#include "app/cli/table.h"
#include "station/device.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

std::string_view to_words(station::Severity severity) {
    switch (severity) {
        case station::Severity::information:
            return text::marked("information");
        case station::Severity::warning:
            return text::marked("warning");
        case station::Severity::critical:
            return text::marked("critical");
    }
    return "";
}

std::string title(const station::Bit& bit) {
    return bit.code.empty() ? text::tr(bit.name) : text::trf("{} (alarm {})", text::tr(bit.name), bit.code);
}

}  // namespace

std::vector<ActiveAlarm> active_alarms(const station::Snapshot& snapshot) {
    std::vector<ActiveAlarm> alarms;
    const auto collect = [&alarms](const station::DeviceSnapshot& device) {
        for (const auto& reading : device.readings) {
            if (reading.point->bits.empty() || !reading.number()) continue;
            for (const auto* bit : station::set_bits(*reading.point, *reading.number())) {
                const auto told = std::any_of(alarms.begin(), alarms.end(), [&](const auto& other) {
                    return device.device.profile->id == "plant" && other.bit->name == bit->name;
                });
                if (bit->alarm && !told) alarms.push_back({device.device.name(), reading.point, bit});
            }
        }
    };
    for (const auto& device : snapshot.devices)
        if (device.device.profile->id != "plant") collect(device);
    for (const auto* plant : snapshot.of("plant")) collect(*plant);
    return alarms;
}

Json to_json(const ActiveAlarm& alarm) {
    return Json{{"device", alarm.device},
                {"point", alarm.word->name},
                {"name", alarm.bit->name},
                {"code", alarm.bit->code},
                {"severity", to_words(alarm.bit->severity)},
                {"cause", alarm.bit->cause},
                {"next_step", alarm.bit->next_step}};
}

std::string to_text(const ActiveAlarm& alarm) {
    std::string text = fmt::format("{}: {}, {}\n", station::name_for_people(alarm.device), title(*alarm.bit),
                                   text::tr(to_words(alarm.bit->severity)));
    if (!alarm.bit->cause.empty()) text += wrapped(text::trf("Likely: {}", text::tr(alarm.bit->cause)), 100, "    ");
    if (!alarm.bit->next_step.empty())
        text += wrapped(text::trf("Next: {}", text::tr(alarm.bit->next_step)), 100, "    ");
    return text;
}

}  // namespace firstlight::app::cli
