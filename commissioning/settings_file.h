#pragma once

#include "commissioning/cells.h"
#include "commissioning/visit.h"

#include <filesystem>
#include <string>
#include <vector>

/// All settings of a station at one moment, or those a company wants everywhere, as a file. docs/settings_files.md.
namespace firstlight::commissioning {

struct KeptSetting {
    std::string point, label;
    std::string value;   ///< as a person types it: "20.0", "self_consumption", "none"
    std::string unit;    ///< for people; empty for choices and text
    std::string source;  ///< "public" or "extension"
    Time at{};           ///< to the second
};

struct KeptTable {
    std::string table, label;
    std::vector<Cells> rows;  ///< columns that can be given, secrets left out; beside a secret also what shows of it
    Time at{};
};

/// A setting or table of the device that could not be read.
struct UnreadSetting {
    std::string name, why;
};

struct DeviceSettings {
    std::string name;     ///< Device::name()
    std::string profile;  ///< Profile::id
    std::string model, serial, firmware;
    std::string version;  ///< of the Modbus protocol, or empty
    std::vector<KeptSetting> settings;
    std::vector<KeptTable> tables;
    std::vector<UnreadSetting> unread;

    const KeptSetting* find(std::string_view point) const;
    const KeptTable* find_table(std::string_view table) const;
    const UnreadSetting* find_unread(std::string_view setting) const;
};

struct StationSettings {
    std::string name;     ///< of a template; empty: these are one station's
    Time taken{};         ///< to the second
    std::string station;  ///< anchor serial; empty in a template
    std::string program;
    std::vector<DeviceSettings> devices;

    bool is_template() const { return !name.empty(); }
};

/// Throws formats::FileError with the line of the mistake.
StationSettings load_settings(const std::filesystem::path& file);
/// As load_settings reads it. Throws std::system_error.
void save_settings(const StationSettings& settings, const std::filesystem::path& file);

}  // namespace firstlight::commissioning
