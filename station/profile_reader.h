#pragma once

#include "formats/strict_json.h"
#include "station/profile.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

/// Reading a profile file, seen only by station's sources: profile.h is what others use.
namespace firstlight::station {

/// A point that another row names; it must exist in the same profile or, for a bound or precondition, in the plant's.
struct PointReference {
    std::size_t line = 0;
    std::string point;
    std::string from;            ///< the row that names it
    std::vector<double> values;  ///< of a precondition: each must be a choice of the point when it has choices
    bool may_be_plants = false;
    bool must_be_readable = true;
};

struct ProfileFile {
    std::shared_ptr<Profile> profile;
    std::map<std::string, std::size_t> lines;  ///< of points, by name
    std::vector<std::size_t> reserved_lines;
    std::size_t recognition_line = 0;
    std::vector<PointReference> references;
};

/// Reads one document; each row is checked for itself. Throws formats::FileError.
ProfileFile read_profile(const formats::JsonDocument& document);

/// Checks rows against each other: overlaps, references. `plant` may be null. Throws formats::FileError.
void check_profile(const ProfileFile& file, const Profile* plant);

/// Throws formats::FileError when `user` gives a register or name of a shipped point less protection than it has.
void check_protection(const ProfileFile& user, const Profile& shipped);

}  // namespace firstlight::station
