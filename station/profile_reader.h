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
    std::shared_ptr<Profile> profile;  ///< of a file that extends a family: only what it adds
    std::string extends;               ///< id of the family it adds to; empty: a family of its own
    std::size_t extends_line = 0;
    int instances = 1;                         ///< how many share a unit id
    std::uint16_t stride = 0;                  ///< registers between two instances
    std::map<std::string, std::size_t> lines;  ///< of points, by name
    std::vector<std::size_t> reserved_lines;
    std::size_t recognition_line = 0;
    std::vector<PointReference> references;
};

/// Reads one document; each row is checked for itself. Throws formats::FileError.
ProfileFile read_profile(const formats::JsonDocument& document);

/// By table and address.
void sort_points(Profile& profile);

/// Checks that no two rows stand on the same registers in one version. Throws formats::FileError.
void check_overlaps(const ProfileFile& file);
/// Checks that the points a file names exist in `whole`, the family with all that extends it, or in the plant where
/// that is allowed. Throws formats::FileError.
void check_references(const ProfileFile& file, const Profile& whole, const Profile* plant);

/// Throws formats::FileError when `user` gives a register or name of a shipped point less protection than it has.
void check_protection(const ProfileFile& user, const ProfileFile& shipped);

/// Checks every file against the others and adds what extends a family to that family's profile. Throws
/// formats::FileError.
std::vector<ExtensionFile> extend_families(std::vector<ProfileFile>& files);

/// The file's profile, or one for each of its instances with registers `stride` apart. Throws formats::FileError.
std::vector<std::shared_ptr<const Profile>> instances_of(const ProfileFile& file);

}  // namespace firstlight::station
