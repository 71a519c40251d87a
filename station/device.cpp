#include "station/device.h"

#include "station/applicability.h"
#include "station/station.h"
#include "text/text.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

/// That begin names of families.
constexpr std::array<std::string_view, 4> abbreviations{"ac", "dc", "pid", "pss"};

std::string plain(std::string_view name) {
    std::string result(name);
    for (char& letter : result) {
        letter =
            letter == '_' || letter == '-' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return result;
}

const Point* identity_point(const Device& device, const std::string& name) {
    const Point* point = name.empty() ? nullptr : device.profile->find(name);
    return point && belongs_to(*point, device) ? point : nullptr;
}

}  // namespace

std::string Device::name() const {
    const std::string family = profile ? plain(profile->family) : "device";
    if (!profile) return fmt::format("{} {}", family, unit);
    const Recognition& how = profile->recognition;
    if (how.instance > 0) return fmt::format("{} {}.{}", family, unit, how.instance);
    const bool only_one = how.units.size() == 1 || how.rides_on == "plant";
    return only_one ? family : fmt::format("{} {}", family, unit);
}

const Point* Device::serial_point() const {
    return identity_point(*this, profile->serial_point);
}

const Point* Device::firmware_point() const {
    return identity_point(*this, profile->firmware_point);
}

namespace {

/// Behind the family: " 3 L1", " 1 state of charge", " Overvoltage, stage 2".
std::string what_of_it(std::string_view rest) {
    const auto words = rest.find_first_not_of(" 0123456789");
    if (words == std::string_view::npos) return std::string(rest);
    return std::string(rest.substr(0, words)) + text::tr(rest.substr(words));
}

}  // namespace

std::string name_for_people(std::string_view name) {
    // The longest beginning that the catalogue knows: "ac charger" of "ac charger 3 L1".
    for (auto end = name.size(); end != 0 && end != std::string_view::npos; end = name.find_last_of(" :", end - 1)) {
        const auto family = name.substr(0, end);
        if (auto words = text::tr(family); words != family) return words + what_of_it(name.substr(end));
    }
    // Not translated: English, in which abbreviations are written large.
    std::string words(name);
    const auto first = name.substr(0, name.find(' '));
    if (std::ranges::find(abbreviations, first) != abbreviations.end())
        std::ranges::transform(first, words.begin(), [](unsigned char c) { return std::toupper(c); });
    return words;
}

const Device* Discovery::find(std::string_view name) const {
    const auto found =
        std::ranges::find_if(devices, [&](const Device& device) { return plain(device.name()) == plain(name); });
    return found == devices.end() ? nullptr : &*found;
}

std::vector<const Device*> Discovery::of(std::string_view family) const {
    std::vector<const Device*> result;
    for (const Device& device : devices) {
        if (device.profile->family == family) result.push_back(&device);
    }
    return result;
}

const Reading* DeviceSnapshot::find(std::string_view point) const {
    const auto found = std::ranges::find_if(readings, [&](const Reading& r) { return r.point->name == point; });
    return found == readings.end() ? nullptr : &*found;
}

std::optional<double> DeviceSnapshot::number(std::string_view point) const {
    const Reading* reading = find(point);
    return reading ? reading->number() : std::nullopt;
}

const DeviceSnapshot* Snapshot::find(std::string_view device_name) const {
    const auto found = std::ranges::find_if(
        devices, [&](const DeviceSnapshot& snapshot) { return plain(snapshot.device.name()) == plain(device_name); });
    return found == devices.end() ? nullptr : &*found;
}

std::vector<const DeviceSnapshot*> Snapshot::of(std::string_view family) const {
    std::vector<const DeviceSnapshot*> result;
    for (const DeviceSnapshot& snapshot : devices) {
        if (snapshot.device.profile->family == family) result.push_back(&snapshot);
    }
    return result;
}

}  // namespace firstlight::station
