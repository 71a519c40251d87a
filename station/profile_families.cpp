#include "station/profile_reader.h"
#include "text/text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

/// Families out of files: what extends one is added to it, what there is several of at a unit is repeated.
namespace firstlight::station {
namespace {

[[noreturn]] void fail(const ProfileFile& file, std::size_t line, const std::string& reason) {
    throw formats::FileError(file.profile->file, line, reason);
}

ProfileFile* find_family(std::vector<ProfileFile>& files, const std::string& id) {
    const auto found =
        std::ranges::find_if(files, [&](const auto& file) { return file.extends.empty() && file.profile->id == id; });
    return found == files.end() ? nullptr : &*found;
}

/// Registers of the extension are its own: neither points nor reserved ranges of the family may lie there.
void check_place(const ProfileFile& extension, const Profile& family) {
    for (const Point& point : extension.profile->points) {
        const std::size_t line = extension.lines.at(point.name);
        const auto overlaps = [&](const auto& other) {
            return other.table == point.table && other.address < point.end() && point.address < other.end();
        };
        if (family.find(point.name)) fail(extension, line, text::trf("{} is given twice", point.name));
        if (std::ranges::any_of(family.points, overlaps) || std::ranges::any_of(family.reserved, overlaps))
            fail(extension, line, text::trf("point {} lies on registers of {}", point.name, family.id));
    }
}

template <typename Rows>
void append(Rows& to, const Rows& from) {
    to.insert(to.end(), from.begin(), from.end());
}

void add_to(Profile& family, const ProfileFile& extension) {
    const Profile& more = *extension.profile;
    const bool twice = (family.command_block && more.command_block) || (family.announcement && more.announcement);
    if (twice)
        fail(extension, extension.extends_line, text::trf("{} has a command block or announcement already", family.id));
    append(family.points, more.points);
    append(family.tables, more.tables);
    append(family.commands, more.commands);
    if (more.command_block) family.command_block = more.command_block;
    if (more.announcement) family.announcement = more.announcement;
    for (auto [own, added] : {std::pair(&family.model_point, &more.model_point),
                              {&family.serial_point, &more.serial_point},
                              {&family.firmware_point, &more.firmware_point}})
        if (own->empty()) *own = *added;
    sort_points(family);
}

void check_stride(const ProfileFile& file) {
    std::uint32_t first = 65536, end = 0;
    for (const Point& point : file.profile->points) {
        first = std::min<std::uint32_t>(first, point.address);
        end = std::max(end, point.end());
    }
    if (end - first > file.stride)
        fail(file, file.recognition_line,
             text::trf("instances are {} registers apart and take {}", file.stride, end - first));
    if (end + static_cast<std::uint32_t>(file.stride) * static_cast<std::uint32_t>(file.instances - 1) > 65536)
        fail(file, file.recognition_line, text::tr("reaches beyond register 65535"));
    if (!file.profile->tables.empty() || file.profile->command_block)
        fail(file, file.recognition_line, text::tr("what has instances has no tables and no commands"));
}

}  // namespace

std::vector<ExtensionFile> extend_families(std::vector<ProfileFile>& files) {
    std::vector<ExtensionFile> added;
    for (const ProfileFile& file : files) {
        check_overlaps(file);
        if (file.extends.empty()) continue;
        ProfileFile* family = find_family(files, file.extends);
        if (!family) fail(file, file.extends_line, text::trf("there is no profile \"{}\"", file.extends));
        check_place(file, *family->profile);
        add_to(*family->profile, file);
        added.push_back(
            {file.extends, file.profile->id, file.profile->version, file.profile->sha256, file.profile->file});
    }
    ProfileFile* plant = find_family(files, "plant");
    for (const ProfileFile& file : files) {
        const Profile& whole = file.extends.empty() ? *file.profile : *find_family(files, file.extends)->profile;
        check_references(file, whole, plant ? plant->profile.get() : nullptr);
    }
    return added;
}

std::vector<std::shared_ptr<const Profile>> instances_of(const ProfileFile& file) {
    if (file.instances == 1) return {file.profile};
    check_stride(file);
    std::vector<std::shared_ptr<const Profile>> profiles;
    for (int instance = 1; instance <= file.instances; ++instance) {
        auto profile = std::make_shared<Profile>(*file.profile);
        profile->id = fmt::format("{}_{}", profile->family, instance);
        profile->recognition.instance = instance;
        for (Point& point : profile->points)
            point.address = static_cast<std::uint16_t>(point.address + file.stride * (instance - 1));
        profiles.push_back(std::move(profile));
    }
    return profiles;
}

}  // namespace firstlight::station
