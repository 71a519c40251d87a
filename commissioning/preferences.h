#pragma once

#include "commissioning/visit.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What the person at this laptop chose once for all visits.
namespace firstlight::commissioning {

enum class Appearance { follow_system, light, dark };
enum class TemperatureUnit { celsius, fahrenheit };

struct Preferences {
    std::string language = "system";  ///< "en", "de" ... or what the system speaks
    Appearance appearance = Appearance::follow_system;
    TemperatureUnit temperature = TemperatureUnit::celsius;
    std::string currency = "EUR";  ///< ISO 4217, of prices whose station does not tell its own
    Person installer;              ///< stands in every new visit
    std::filesystem::path logo;    ///< PNG for reports, or empty
    bool letter_paper = false;
    double seconds_between_requests = 1;  ///< pace, 0 to 10; the maker's rule is 1
    double seconds_to_second_look = 60;   ///< after the last write everything written is read again, 0 to 3600
    bool notify_long_work = true;         ///< a system notification when work of minutes ends
    bool notify_lost_link = true;
    bool log_frames = false;                    ///< every frame, in words, into the log
    std::vector<std::string> recent_endpoints;  ///< newest first, at most ten
    bool operator==(const Preferences&) const = default;
};

/// The defaults when there is no file. Throws formats::FileError with the line of the mistake.
Preferences load_preferences(const std::filesystem::path& file);
/// Replaces the file whole. Throws std::system_error.
void save_preferences(const Preferences& preferences, const std::filesystem::path& file);
/// Three capital letters, as ISO 4217 writes currencies; whether there is such a currency is not asked.
bool is_currency(std::string_view code);
/// Puts the endpoint in front of the recent ones.
void remember_endpoint(Preferences& preferences, const std::string& endpoint);

}  // namespace firstlight::commissioning
