#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where a charger can be sent over OCPP 1.6J: the platforms that the program knows and those of the company.
namespace firstlight::commissioning {

struct OcppPlatform {
    std::string name;
    std::string url;  ///< "ws://<server>:8887/": what stands in angle brackets is still to be typed
    std::string source;
};

struct OcppPlatforms {
    std::vector<OcppPlatform> known;
    std::string trouble;  ///< why a file of them could not be used, for people; empty: nothing
};
/// The same as load_ocpp_platforms, but a mistake in a list that only saves typing stops nothing: it is told where the
/// list is used, and the shipped ones stay.
OcppPlatforms usable_ocpp_platforms(const std::filesystem::path& shipped, const std::filesystem::path& user);

/// `shipped`, and after them those of `user` when there is such a file; one of the same name takes the place of the
/// shipped one. Throws formats::FileError with the line of the mistake.
std::vector<OcppPlatform> load_ocpp_platforms(const std::filesystem::path& shipped, const std::filesystem::path& user);

/// Why a charger cannot be sent there, with what to do; nothing when it can. A password in an address is refused: the
/// journal would keep it.
std::optional<std::string> trouble_of_ocpp_url(std::string_view url);

}  // namespace firstlight::commissioning
