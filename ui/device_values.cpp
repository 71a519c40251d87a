#include "ui/device_values.h"

#include "station/station.h"
#include "text/numbers.h"

#include <cmath>

namespace firstlight::ui {

namespace {

bool in_fahrenheit(const station::Point& point, commissioning::TemperatureUnit temperature) {
    return point.unit == "degC" && temperature == commissioning::TemperatureUnit::fahrenheit;
}

}  // namespace

wxString value_words(const station::Reading* reading, commissioning::TemperatureUnit temperature) {
    if (reading == nullptr) return tr("not read yet");
    if (!reading->good()) return to_wx(text::tr(station::to_string(reading->quality)));
    if (const auto number = reading->number(); number && in_fahrenheit(*reading->point, temperature))
        return to_wx(text::number(*number * 9 / 5 + 32, 1));
    return said(station::to_text(*reading->point, *reading->value));
}

wxString unit_words(const station::Point& point, commissioning::TemperatureUnit temperature) {
    if (in_fahrenheit(point, temperature)) return wxString(L"°F");
    return to_wx(station::unit_for_people(point.epoch ? std::string() : point.unit));
}

wxString said(const std::string& value) {
    return to_wx(text::shown_value(value));
}

wxString measured_words(const std::string& measured, const std::string& expected) {
    return trf("Measured: {}. Expected: {}.", text::shown_value(measured), text::shown_value(expected));
}

wxString subject_words(const std::string& subject) {
    return to_wx(station::name_for_people(subject));
}

wxString kilowatt_words(double power) {
    return to_wx(text::number(std::abs(power), 2) + " kW");
}

wxString age_words(std::chrono::system_clock::time_point at) {
    if (at == std::chrono::system_clock::time_point()) return {};
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now() - at).count();
    if (age < 5) return {};
    if (age < 120) return trf("{} s", age);
    if (age < 7200) return trf("{} min", age / 60);
    return trf("{} h", age / 3600);
}

wxString device_words(const station::Device& device) {
    // The name is the family and what tells its devices apart: "battery module 1.2".
    return tr(device.profile->label) + to_wx(device.name().substr(device.profile->family.size()));
}

wxString told_apart(const station::Device& device, const station::Discovery& discovery) {
    const bool alone = discovery.of(device.profile->family).size() < 2;
    return alone || device.serial.empty() ? device_words(device) : device_words(device) + ", " + to_wx(device.serial);
}

std::set<std::string> alarm_points(const station::Device& device) {
    std::set<std::string> names;
    for (const auto& point : device.profile->points)
        if (point.group == "alarms" && !point.bits.empty() && station::applies(point, device)) names.insert(point.name);
    return names;
}

}  // namespace firstlight::ui
