#include "station/findings.h"

#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

using Seconds = std::chrono::duration<double>;

void add(Discovery& discovery, FindingKind kind, std::uint8_t unit, std::string detail) {
    discovery.findings.push_back({kind, unit, std::move(detail)});
}

bool has_device(const Discovery& discovery, std::uint8_t unit) {
    return std::ranges::any_of(discovery.devices, [&](const Device& device) { return device.unit == unit; });
}

void find_duplicates(Discovery& discovery) {
    std::map<std::string, const Device*> first;
    for (const Device& device : discovery.devices) {
        if (device.serial.empty()) continue;
        const auto [found, fresh] = first.emplace(device.serial, &device);
        if (fresh || found->second->unit == device.unit) continue;
        add(discovery, FindingKind::duplicate_serial, device.unit,
            text::trf("{} and {} both say serial {}: one device seen twice, or a copied address",
                      name_for_people(found->second->name()), name_for_people(device.name()), device.serial));
    }
}

void find_silent(Discovery& discovery, const Noticed& noticed) {
    for (const std::uint8_t unit : noticed.expected) {
        if (has_device(discovery, unit)) continue;
        const bool silent = std::ranges::find(noticed.silent, unit) != noticed.silent.end();
        add(discovery, FindingKind::silent_unit, unit,
            silent
                ? text::trf("unit {0} was expected and does not answer. Check that it has power and that its address "
                            "is {0}.",
                            unit)
                : text::trf("unit {0} was expected and answers as no known device. Check that it has power and that "
                            "its address is {0}.",
                            unit));
    }
}

/// Mean answer time of a unit, in seconds.
std::optional<double> mean_time(const transport::LinkStatistics& statistics, std::uint8_t unit) {
    const auto found = statistics.units.find(unit);
    if (found == statistics.units.end() || found->second.answered == 0) return std::nullopt;
    return Seconds(found->second.total).count() / static_cast<double>(found->second.answered);
}

void find_slow(Discovery& discovery, const Noticed& noticed, const transport::LinkStatistics& statistics) {
    constexpr double worth_telling = 0.3, by_far = 3;
    std::map<std::uint8_t, double> means;
    for (const Device& device : discovery.devices) {
        if (const auto mean = mean_time(statistics, device.unit)) means[device.unit] = *mean;
    }
    std::vector<double> sorted;
    for (const auto& [unit, mean] : means) sorted.push_back(mean);
    std::ranges::sort(sorted);
    for (const auto& [unit, mean] : means) {
        const double typical = sorted[(sorted.size() - 1) / 2];
        const bool slower = sorted.size() > 1 && mean > worth_telling && mean > by_far * typical;
        if (!slower && !noticed.slow.contains(unit)) continue;
        add(discovery, FindingKind::slow_unit, unit,
            text::trf("unit {} takes {:.1f} s to answer, the others {:.1f} s", unit, mean, typical));
    }
}

/// Nobody is at a unit that mostly says nothing: what came is noise, or another unit's late answer.
bool is_noise(const transport::LinkStatistics& statistics, std::uint8_t unit) {
    const auto found = statistics.units.find(unit);
    return found != statistics.units.end() && found->second.answered == 0 && found->second.silent > 0;
}

void find_unknown(Discovery& discovery, const Noticed& noticed, const transport::LinkStatistics& statistics) {
    for (const std::uint8_t unit : noticed.unknown) {
        const auto strange = noticed.strange.find(unit);
        // Some stations refuse for units they do not have; where absent units are silent, a refusal is a device.
        if (strange == noticed.strange.end() && noticed.silent.empty()) continue;
        add(discovery, FindingKind::unknown_device, unit,
            strange == noticed.strange.end()
                ? text::trf("unit {} answers Modbus but fits no profile", unit)
                : text::trf("unit {} answers Modbus but fits no profile: {}", unit, strange->second));
    }
    for (const std::uint8_t unit : noticed.garbled) {
        if (!has_device(discovery, unit) && is_noise(statistics, unit)) continue;
        add(discovery, FindingKind::shared_unit, unit,
            text::trf("answers of unit {} come garbled: two devices may share this address, or the line is disturbed",
                      unit));
    }
}

void find_missing_plant(Discovery& discovery, const Noticed& noticed) {
    // Garbled answers are told already: something is there.
    if (noticed.garbled.contains(discovery.asked_units.front())) return;
    const bool plant = std::ranges::any_of(
        discovery.devices, [](const Device& device) { return !device.profile->recognition.units.empty(); });
    // A charger that is alone tells a serial number through the extension; it stands behind no plant.
    const bool identified = std::ranges::any_of(discovery.devices, [](const Device& device) {
        return device.serial_point() != nullptr && !device.profile->announcement;
    });
    if (plant || !identified) return;
    add(discovery, FindingKind::no_plant, discovery.asked_units.front(),
        text::trf("devices answer, but the plant at unit {} does not: this inverter is not the one that serves the "
                  "plant. Connect to the inverter whose Modbus server is switched on.",
                  discovery.asked_units.front()));
}

}  // namespace

Finding stalling_unit(std::uint8_t unit) {
    return {
        FindingKind::slow_unit, unit,
        text::trf("after unit {} was asked, the whole station stopped answering for a time. An AC charger with a bad "
                  "network does that: check its Wi-Fi or cable, then look again with all unit ids given.",
                  unit)};
}

void add_findings(Discovery& discovery, const Noticed& noticed, const transport::LinkStatistics& statistics) {
    find_duplicates(discovery);
    find_silent(discovery, noticed);
    find_slow(discovery, noticed, statistics);
    find_unknown(discovery, noticed, statistics);
    find_missing_plant(discovery, noticed);
}

std::string anchor_serial(const Discovery& discovery) {
    const Device* anchor = nullptr;
    for (const Device& device : discovery.devices) {
        if (device.serial.empty()) continue;
        const auto rank = [](const Device& one) { return std::pair(one.profile->recognition.order, one.unit); };
        if (!anchor || rank(device) < rank(*anchor)) anchor = &device;
    }
    return anchor ? anchor->serial : std::string{};
}

}  // namespace firstlight::station
