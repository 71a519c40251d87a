#include "commissioning/diagnosis.h"
#include "commissioning/records.h"
#include "text/text.h"

#include <algorithm>

namespace firstlight::commissioning {

namespace {

using text::tr;
using text::trf;

constexpr const char* check_id = "diagnosis";

double milliseconds(transport::Clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

Verdict verdict_of(DeviceState state) {
    switch (state) {
        case DeviceState::seen:
            return Verdict::pass;
        case DeviceState::lossy:
        case DeviceState::slow:
        case DeviceState::not_powered:
        case DeviceState::unknown:
            return Verdict::warning;
        case DeviceState::silent:
        case DeviceState::no_plant:
        case DeviceState::duplicate:
        case DeviceState::shared_unit:
        case DeviceState::wrong_version:
        case DeviceState::other_device:
            return Verdict::fail;
    }
    return Verdict::not_tested;
}

CheckResult begin(const Diagnosis& diagnosis, std::string subject, std::string expected) {
    CheckResult result;
    result.id = check_id;
    result.title = tr("Station diagnosis");
    result.subject = std::move(subject);
    result.expected = std::move(expected);
    result.at = diagnosis.at;
    return result;
}

/// The sentences that are not empty, one after the other.
std::string joined(std::initializer_list<std::string> sentences) {
    std::string all;
    for (const auto& sentence : sentences)
        if (!sentence.empty()) all += (all.empty() ? "" : " ") + sentence;
    return all;
}

CheckResult result_of(const Diagnosis& diagnosis, const DiagnosedDevice& device) {
    auto result = begin(diagnosis, device.name, words_of(DeviceState::seen));
    result.measured = words_of(device.state);
    result.verdict = verdict_of(device.state);
    const auto advice = advice_for(device.state);
    result.reason = joined({device.detail, advice.cause, advice.next_step});
    return result;
}

CheckResult result_of(const Diagnosis& diagnosis, const ActiveAlarm& alarm) {
    auto result = begin(diagnosis, alarm.device + ", " + tr(alarm.name), tr("no alarm"));
    result.measured = alarm.code.empty() ? tr("alarm") : trf("alarm {}", alarm.code);
    result.verdict = alarm.severity == station::Severity::critical ? Verdict::fail : Verdict::warning;
    result.reason = joined({tr(alarm.cause), tr(alarm.next_step)});
    return result;
}

CheckResult result_of(const Diagnosis& diagnosis, const station::Finding& finding) {
    auto result = begin(diagnosis, tr("Noticed"), tr("nothing"));
    result.measured = tr("something to look at");
    result.verdict = Verdict::warning;
    result.reason = sentence_of(finding);
    return result;
}

CheckResult link_result(const Diagnosis& diagnosis) {
    const auto& link = diagnosis.link;
    auto result = begin(diagnosis, tr("Link"), tr("every answer comes"));
    const auto lost = link.silent + link.garbled;
    result.measured = lost == 0 ? tr("every answer came") : tr("answers were lost");
    result.verdict = lost == 0 ? Verdict::pass : Verdict::warning;
    result.reason = trf("{} asked, {} answered, {} silent, {} garbled, {} late.", link.asked, link.answered,
                        link.silent, link.garbled, link.late);
    if (link.answered > 0)
        result.reason +=
            " "
            + trf("{:.0f} ms on average, {:.0f} ms at most.",
                  milliseconds(link.total) / static_cast<double>(link.answered), milliseconds(link.slowest));
    return result;
}

CheckResult internet_result(const Diagnosis& diagnosis) {
    auto result = begin(diagnosis, tr("Internet"), tr("not needed"));
    result.measured = diagnosis.internet ? tr("this computer has a route") : tr("this computer has no route");
    result.verdict = Verdict::not_applicable;
    result.reason = tr("The work on the station needs no Internet.");
    return result;
}

}  // namespace

std::vector<ActiveAlarm> active_alarms(const station::Snapshot& snapshot) {
    std::vector<ActiveAlarm> alarms;
    const auto add = [&alarms](const station::DeviceSnapshot& read, const station::Reading& word) {
        for (const auto* bit : station::set_bits(*word.point, *word.number())) {
            const bool repeated = read.device.profile->id == "plant"
                                  && std::ranges::find(alarms, bit->name, &ActiveAlarm::name) != alarms.end();
            if (!bit->alarm || repeated) continue;
            alarms.push_back({read.device.name(), word.point->name, bit->name, bit->code, bit->severity, bit->cause,
                              bit->next_step});
        }
    };
    const auto collect = [&](const station::DeviceSnapshot& read) {
        for (const auto& reading : read.readings)
            if (!reading.point->bits.empty() && reading.number()) add(read, reading);
    };
    for (const auto& read : snapshot.devices)
        if (read.device.profile->id != "plant") collect(read);
    for (const auto* plant : snapshot.of("plant")) collect(*plant);
    return alarms;
}

std::string words_of(DeviceState state) {
    switch (state) {
        case DeviceState::seen:
            return tr("answers");
        case DeviceState::lossy:
            return tr("answers are lost");
        case DeviceState::slow:
            return tr("answers slowly");
        case DeviceState::silent:
            return tr("no answer");
        case DeviceState::not_powered:
            return tr("shut down");
        case DeviceState::duplicate:
            return tr("serial number twice");
        case DeviceState::shared_unit:
            return tr("address used twice");
        case DeviceState::wrong_version:
            return tr("older firmware");
        case DeviceState::other_device:
            return tr("another device");
        case DeviceState::unknown:
            return tr("unknown device");
        case DeviceState::no_plant:
            return tr("no plant here");
    }
    return {};
}

std::string words_of(station::Severity severity) {
    switch (severity) {
        case station::Severity::information:
            return tr("information");
        case station::Severity::warning:
            return tr("warning");
        case station::Severity::critical:
            return tr("critical");
    }
    return {};
}

Advice advice_for(DeviceState state) {
    switch (state) {
        case DeviceState::seen:
            return {};
        case DeviceState::lossy:
            return {tr("The cable is long, badly terminated or disturbed, or the station's network is weak."),
                    tr("Check plugs, termination and bias, or move nearer to the access point, and diagnose again.")};
        case DeviceState::slow:
            return {tr("It is busy, starting, or held up by a device that it waits for itself."),
                    tr("Wait two minutes and diagnose again. If it stays, switch the device off and on.")};
        case DeviceState::silent:
            return {tr("It has no power, its cable is off, or it has another address."),
                    tr("Check its breaker and its lamp, then its cable, then its address in the maker's app.")};
        case DeviceState::not_powered:
            return {tr("It was stopped, or its power sources are off."),
                    tr("Check its DC switch and breakers, then start it in the maker's app or with the plant.")};
        case DeviceState::duplicate:
            return {tr("One device is reached twice, or an address was copied to a second one."),
                    tr("Give each device an address of its own in the maker's app.")};
        case DeviceState::shared_unit:
            return {tr("Two devices answer at once, or the line is disturbed."),
                    tr("Switch one of them off and diagnose again, then give each an address of its own.")};
        case DeviceState::wrong_version:
            return {tr("It was not updated with the others, or it was exchanged."),
                    tr("Bring the devices of one kind to the same firmware in the maker's app.")};
        case DeviceState::other_device:
            return {tr("The device was exchanged, or this is another station."),
                    tr("Compare the serial number with the type plate, and note the exchange in the visit.")};
        case DeviceState::unknown:
            return {tr("It is a meter or third-party device, or its firmware is newer than the device profiles."),
                    tr("Look what is wired to this address. Newer profiles may know it.")};
        case DeviceState::no_plant:
            return {tr("Another inverter serves the plant, or its answers were lost on a disturbed line."),
                    tr("Connect to the inverter whose Modbus server is switched on. Mend a disturbed line first.")};
    }
    return {};
}

std::vector<CheckResult> results_of(const Diagnosis& diagnosis) {
    std::vector<CheckResult> results;
    for (const auto& device : diagnosis.devices) results.push_back(result_of(diagnosis, device));
    for (const auto& alarm : diagnosis.alarms) results.push_back(result_of(diagnosis, alarm));
    for (const auto& finding : other_findings(diagnosis)) results.push_back(result_of(diagnosis, finding));
    results.push_back(link_result(diagnosis));
    results.push_back(internet_result(diagnosis));
    return results;
}

std::vector<CheckResult> last_diagnosis(const Visit& visit) {
    std::vector<CheckResult> results;
    for (const auto& check : visit.checks)
        if (check.id == check_id) results.push_back(check);
    return results;
}

std::vector<std::string> changes_between(const std::vector<CheckResult>& before, const std::vector<CheckResult>& now) {
    std::vector<std::string> changes;
    if (before.empty()) return changes;
    for (const auto& result : now) {
        const auto old = std::ranges::find(before, result.subject, &CheckResult::subject);
        if (old == before.end())
            changes.push_back(trf("{}: {}, new since then.", result.subject, result.measured));
        else if (old->measured != result.measured)
            changes.push_back(trf("{}: {}, before: {}.", result.subject, result.measured, old->measured));
    }
    for (const auto& old : before)
        if (std::ranges::find(now, old.subject, &CheckResult::subject) == now.end())
            changes.push_back(trf("{}: {} before, no more.", old.subject, old.measured));
    return changes;
}

}  // namespace firstlight::commissioning
