#include "station/profile.h"
#include "station/profile_reader.h"
#include "text/text.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

using formats::FileError;

[[noreturn]] void fail(const ProfileFile& file, std::size_t line, const std::string& reason) {
    throw FileError(file.profile->file, line, reason);
}

/// Registers, the versions in which they mean this, and where that stands.
struct Claim {
    Table table;
    std::uint32_t begin, end;
    ProtocolVersion since;
    std::optional<ProtocolVersion> until;
    std::string what;
    std::size_t line;
};

bool at_one_time(const Claim& a, const Claim& b) {
    return (!a.until || b.since < *a.until) && (!b.until || a.since < *b.until);
}

void check_reference(const ProfileFile& file, const PointReference& reference, const Profile& own,
                     const Profile* plant) {
    const Point* point = own.find(reference.point);
    if (!point && reference.may_be_plants && plant) point = plant->find(reference.point);
    if (!point)
        fail(file, reference.line,
             text::trf("{} names point {}, which does not exist", reference.from, reference.point));
    if (reference.must_be_readable && !point->readable())
        fail(file, reference.line,
             text::trf("{} names point {}, which cannot be read", reference.from, reference.point));
    for (const double value : reference.values)
        if (!point->choices.empty()
            && std::none_of(point->choices.begin(), point->choices.end(), [&](auto& c) { return c.code == value; }))
            fail(file, reference.line, text::trf("{} is not a choice of point {}", value, reference.point));
}

/// Paths of the profiles in a folder, in the order of their names.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".json") files.push_back(it->path());
    if (error) throw FileError(folder, 0, text::trf("the folder cannot be read: {}", error.message()));
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<ProfileFile> read_folder(const std::filesystem::path& folder) {
    std::vector<ProfileFile> files;
    for (const auto& path : files_of(folder)) {
        auto file = read_profile(formats::JsonDocument::load(path));
        for (const auto& other : files)
            if (other.profile->id == file.profile->id)
                throw FileError(path, 1,
                                text::trf("profile {} is already in {}", file.profile->id,
                                          other.profile->file.filename().string()));
        files.push_back(std::move(file));
    }
    return files;
}

std::shared_ptr<const Profile> checked_alone(const formats::JsonDocument& document) {
    const auto file = read_profile(document);
    check_overlaps(file);
    // What an extension names may stand in the family it extends.
    if (file.extends.empty()) check_references(file, *file.profile, nullptr);
    return file.profile;
}

/// The family whose units have the file's registers.
const std::string& family_of(const ProfileFile& file) {
    return file.extends.empty() ? file.profile->id : file.extends;
}

bool may_share_a_unit(const ProfileFile& user, const ProfileFile& shipped) {
    return family_of(user) == family_of(shipped) || user.profile->recognition.rides_on == family_of(shipped);
}

}  // namespace

void check_overlaps(const ProfileFile& file) {
    const Profile& profile = *file.profile;
    std::vector<Claim> claims;
    for (const auto& point : profile.points)
        claims.push_back({point.table, point.address, point.end(), point.since, point.until, "point " + point.name,
                          file.lines.at(point.name)});
    for (std::size_t i = 0; i < profile.reserved.size(); ++i) {
        const auto& range = profile.reserved[i];
        claims.push_back({range.table, range.address, range.end(), range.since, range.until,
                          text::trf("the reserved range {}", range.address), file.reserved_lines[i]});
    }
    std::sort(claims.begin(), claims.end(),
              [](const Claim& a, const Claim& b) { return std::tie(a.table, a.begin) < std::tie(b.table, b.begin); });
    for (std::size_t i = 0; i < claims.size(); ++i)
        for (std::size_t j = i + 1; j < claims.size(); ++j) {
            const Claim &a = claims[i], &b = claims[j];
            if (b.table != a.table || b.begin >= a.end) break;
            if (!at_one_time(a, b)) continue;
            const Claim& later = a.line < b.line ? b : a;
            const Claim& earlier = a.line < b.line ? a : b;
            fail(file, later.line, text::trf("{} overlaps {} (line {})", later.what, earlier.what, earlier.line));
        }
}

void check_references(const ProfileFile& file, const Profile& whole, const Profile* plant) {
    for (const auto& reference : file.references) check_reference(file, reference, whole, plant);
    for (const auto& name : {file.profile->model_point, file.profile->serial_point, file.profile->firmware_point})
        if (!name.empty() && !whole.at(name).is_text())
            fail(file, file.lines.at(name), text::trf("point {} identifies the device and must be text", name));
}

void check_protection(const ProfileFile& user, const ProfileFile& shipped) {
    if (!may_share_a_unit(user, shipped)) return;
    for (const auto& theirs : shipped.profile->points)
        for (const auto& point : user.profile->points) {
            const bool same_registers =
                point.table == theirs.table && point.address < theirs.end() && theirs.address < point.end();
            const bool same = same_registers || (family_of(user) == family_of(shipped) && point.name == theirs.name);
            if (same && point.writable() && point.risk < theirs.risk)
                fail(user, user.lines.at(point.name),
                     text::trf("point {} lowers the risk class of the shipped point {}", point.name, theirs.name));
            if (same && theirs.secret && !point.secret)
                fail(user, user.lines.at(point.name),
                     text::trf("point {} shows the shipped secret {}", point.name, theirs.name));
        }
}

std::shared_ptr<const Profile> load_profile(const std::filesystem::path& path) {
    return checked_alone(formats::JsonDocument::load(path));
}

std::shared_ptr<const Profile> parse_profile(std::string_view text, const std::filesystem::path& name) {
    return checked_alone(formats::JsonDocument::parse(text, name));
}

ProfileSet ProfileSet::load(const std::filesystem::path& shipped, const std::filesystem::path& user) {
    auto files = read_folder(shipped);
    if (files.empty()) throw FileError(shipped, 0, text::tr("holds no profiles"));
    ProfileSet set;
    std::error_code ignored;
    if (!user.empty() && std::filesystem::exists(user, ignored))
        for (auto& file : read_folder(user)) {
            for (const auto& other : files) check_protection(file, other);
            set.from_user_.push_back(file.profile->id);
            const auto replaced = std::find_if(
                files.begin(), files.end(), [&](const auto& other) { return other.profile->id == file.profile->id; });
            if (replaced == files.end())
                files.push_back(std::move(file));
            else
                *replaced = std::move(file);
        }
    set.extensions_ = extend_families(files);
    for (const auto& file : files)
        if (file.extends.empty())
            for (auto& profile : instances_of(file)) set.profiles_.push_back(std::move(profile));
    for (const auto& file : files) {
        const auto& carrier = file.profile->recognition.rides_on;
        if (!carrier.empty() && (carrier == file.profile->id || !set.find(carrier)))
            fail(file, file.recognition_line, text::trf("rides on profile {}, which does not exist", carrier));
    }
    std::sort(set.profiles_.begin(), set.profiles_.end(), [](const auto& a, const auto& b) {
        return std::tie(a->recognition.order, a->family, a->recognition.instance)
               < std::tie(b->recognition.order, b->family, b->recognition.instance);
    });
    return set;
}

}  // namespace firstlight::station
