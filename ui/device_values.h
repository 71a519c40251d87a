#pragma once

#include "commissioning/preferences.h"
#include "station/device.h"
#include "station/value.h"
#include "ui/words.h"

#include <chrono>
#include <set>
#include <string>

/// How values, ages and devices read in windows.
namespace firstlight::ui {

/// The value without unit, or what stands in its place ("not read").
wxString value_words(const station::Reading* reading, commissioning::TemperatureUnit temperature = {});
wxString unit_words(const station::Point& point, commissioning::TemperatureUnit temperature = {});
/// A value of the record ("231.4 V") as people of the language read it.
wxString said(const std::string& value);
/// A check's row in full, where the table's columns are too narrow for it.
wxString measured_words(const std::string& measured, const std::string& expected);
/// What a check speaks of ("inverter 1 L2").
wxString subject_words(const std::string& subject);
/// "4.21 kW", without sign.
wxString kilowatt_words(double power);
/// Empty below five seconds, then "12 s", "3 min", "2 h".
wxString age_words(std::chrono::system_clock::time_point at);
/// "Inverter 2", "AC charger 3", "Plant".
wxString device_words(const station::Device& device);
/// With its serial number when the station has several of its kind: "Inverter 2, CMU123A45AA002".
wxString told_apart(const station::Device& device, const station::Discovery& discovery);

/// Alarm points of a device that its firmware may have.
std::set<std::string> alarm_points(const station::Device& device);

}  // namespace firstlight::ui
