#include "station/profile_reader.h"

#include "formats/sha256.h"
#include "station/profile_fields.h"
#include "station/profile_points.h"
#include "station/profile_shapes.h"
#include "text/text.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

ReservedRange read_reserved(const JsonNode& node) {
    node.allow_only({"table", "address", "count", "since", "until", "source", "note"});
    ReservedRange range;
    range.table = read_table(node.at("table"));
    range.address = read_register(node.at("address"));
    range.count = static_cast<std::uint16_t>(node.at("count").integer(1, 65536 - range.address));
    range.since = read_version(node.at("since"));
    if (const auto until = node.find("until")) range.until = read_version(*until);
    return range;
}

Limits read_limits(const JsonNode& node) {
    node.allow_only({"read_registers", "write_registers", "requests_per_second", "answer_timeout_ms"});
    Limits limits;
    limits.read_registers = static_cast<std::uint16_t>(node.at("read_registers").integer(1, 125));
    limits.write_registers = static_cast<std::uint16_t>(node.at("write_registers").integer(1, 123));
    limits.requests_per_second_times_1000 = static_cast<int>(node.at("requests_per_second").number(0.001, 1000) * 1000);
    limits.answer_timeout_ms = static_cast<int>(node.at("answer_timeout_ms").integer(1, 60000));
    return limits;
}

/// Which points tell what a device is.
void read_identity(const JsonNode& root, ProfileFile& file) {
    Profile& profile = *file.profile;
    const auto identity = root.find("identity");
    if (!identity) return;
    identity->allow_only({"model", "serial", "firmware"});
    for (const auto& [key, name] :
         {std::pair("model", &profile.model_point), std::pair("serial", &profile.serial_point),
          std::pair("firmware", &profile.firmware_point)}) {
        const auto node = identity->find(key);
        if (!node) continue;
        file.references.push_back({node->line(), node->text(), "identity", {}, false, true});
        *name = node->text();
    }
}

/// Fills what is said about the family as a whole; references go to the points it names.
void read_family(const JsonNode& root, ProfileFile& file) {
    Profile& profile = *file.profile;
    const auto refer = [&](const JsonNode& node, std::string from) {
        file.references.push_back({node.line(), node.text(), std::move(from), {}, false, true});
        return node.text();
    };
    const auto recognition = root.at("recognition");
    recognition.allow_only({"probe", "units", "rides_on", "order", "extension", "instances"});
    file.recognition_line = recognition.line();
    profile.recognition.probe = refer(recognition.at("probe"), "recognition");
    profile.recognition.rides_on = recognition.text_or("rides_on", "");
    profile.recognition.order = static_cast<int>(recognition.at("order").integer(0, 1000));
    if (const auto units = recognition.find("units"))
        for (const auto& unit : units->items())
            profile.recognition.units.push_back(static_cast<std::uint8_t>(unit.integer(1, 247)));

    profile.recognition.needs_extension = recognition.boolean_or("extension", false);
    if (const auto instances = recognition.find("instances")) {
        instances->allow_only({"count", "stride"});
        file.instances = static_cast<int>(instances->at("count").integer(2, 64));
        file.stride = static_cast<std::uint16_t>(instances->at("stride").integer(1, 10'000));
    }

    if (const auto probes = root.find("version_probes"))
        for (const auto& node : probes->items()) {
            node.allow_only({"version", "point", "without"});
            VersionProbe probe{read_version(node.at("version")), refer(node.at("point"), "version probe"), {}};
            if (const auto without = node.find("without")) probe.without = refer(*without, "version probe");
            if (!profile.version_probes.empty() && !(probe.version < profile.version_probes.back().version))
                node.fail(text::tr("version probes stand newest first"));
            profile.version_probes.push_back(std::move(probe));
        }
}

Announcement read_announcement(const JsonNode& node, ProfileFile& file) {
    node.allow_only({"point", "is", "version"});
    for (const auto* key : {"point", "version"})
        file.references.push_back({node.at(key).line(), node.at(key).text(), "announcement", {}, false, true});
    return {node.at("point").text(), read_words(node.at("is")), node.at("version").text()};
}

/// The file says what a family is, or what the commissioning extension adds to one.
void read_head(const JsonNode& root, ProfileFile& file) {
    const auto extends = root.find("extends");
    if (!extends) {
        file.profile->limits = read_limits(root.at("limits"));
        read_family(root, file);
        return;
    }
    for (const auto* key : {"recognition", "limits", "version_probes", "reserved"})
        if (const auto node = root.find(key)) node->fail(text::trf("\"{}\" belongs to the family it extends", key));
    file.extends = read_name(*extends);
    file.extends_line = extends->line();
    if (const auto announcement = root.find("announces"))
        file.profile->announcement = read_announcement(*announcement, file);
}

}  // namespace

void sort_points(Profile& profile) {
    std::sort(profile.points.begin(), profile.points.end(), [](const Point& a, const Point& b) {
        return std::tie(a.table, a.address, a.since, a.name) < std::tie(b.table, b.address, b.since, b.name);
    });
}

ProfileFile read_profile(const formats::JsonDocument& document) {
    const auto root = document.root();
    root.allow_only({"profile", "format", "label", "version", "source", "recognition", "limits", "identity",
                     "version_probes", "bit_tables", "choice_tables", "reserved", "points", "extends", "announces",
                     "tables", "commands", "command_block"});
    ProfileFile file;
    file.profile = std::make_shared<Profile>();
    Profile& profile = *file.profile;
    root.at("format").integer(1, 1);
    profile.id = profile.family = read_name(root.at("profile"));
    profile.label = read_words(root.at("label"));
    profile.version = read_words(root.at("version"));
    profile.source = read_words(root.at("source"));
    profile.file = document.file();
    profile.sha256 = formats::sha256_hex(document.source());
    read_head(root, file);
    read_identity(root, file);

    const auto shared = read_shared_tables(root);
    const bool of_extension = !file.extends.empty() || profile.recognition.needs_extension;
    const PointRules rules{shared, file.references, of_extension};
    if (const auto ranges = root.find("reserved"))
        for (const auto& node : ranges->items()) {
            profile.reserved.push_back(read_reserved(node));
            file.reserved_lines.push_back(node.line());
        }
    for (const auto& node : root.at("points").items()) {
        Point point = read_point(node, rules);
        if (point.count > profile.limits.read_registers) node.fail(text::tr("longer than one read may be"));
        if (const auto [known, added] = file.lines.emplace(point.name, node.line()); !added)
            node.fail(text::trf("point {} is given twice (first in line {})", point.name, known->second));
        profile.points.push_back(std::move(point));
    }
    sort_points(profile);
    read_shapes(root, rules, file);
    return file;
}

}  // namespace firstlight::station
