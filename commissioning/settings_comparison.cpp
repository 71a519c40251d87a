#include "commissioning/settings_comparison.h"

#include "commissioning/restore_rules.h"
#include "station/cell_text.h"
#include "station/errors.h"
#include "text/text.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

using station::Point;
using station::RowTable;

/// However it was typed: "20", "20.0" and "20.0 %" are the same.
std::string plain(const Point* point, const std::string& value) {
    if (!point) return value;
    try {
        return station::cell_text(*point, station::parse_cell(*point, value));
    } catch (const station::ValueNotAccepted&) {
        return value;
    }
}

Cells plain(const RowTable& table, const Cells& cells) {
    Cells result;
    for (const auto& [name, value] : cells)
        if (!value.empty()) result.emplace(name, plain(table.find(name), value));
    return result;
}

std::string with_unit(const KeptSetting& kept) {
    return kept.unit.empty() ? kept.value : fmt::format("{} {}", kept.value, kept.unit);
}

std::string unread_words(const UnreadSetting* unread) {
    return unread ? fmt::format("({})", unread->why) : std::string();
}

/// The differences between two devices that belong together.
class DeviceComparison {
  public:
    DeviceComparison(const DeviceSettings& wanted, const DeviceSettings& present, const RestoreRules& rules,
                     bool of_template, std::vector<KeptDifference>& differences)
        : wanted_(wanted), present_(present), rules_(rules), of_template_(of_template), differences_(differences) {}

    void run() const {
        for (const auto& kept : wanted_.settings) compare_setting(kept);
        for (const auto& kept : present_.settings)
            if (!wanted_.find(kept.point) && !of_template_) add_missing(kept.point, kept.label, with_unit(kept));
        for (const auto& kept : wanted_.tables) compare_table(kept);
        for (const auto& kept : present_.tables)
            if (!wanted_.find_table(kept.table) && !of_template_)
                add_missing(kept.table, kept.label, rows_text(kept.rows.size()));
    }

  private:
    static std::string rows_text(std::size_t count) {
        return text::trf_n("{} row", "{} rows", static_cast<long long>(count));
    }

    void compare_setting(const KeptSetting& kept) const {
        const auto* now = present_.find(kept.point);
        const auto* profile = rules_.profile_of(present_);
        const auto* point = profile ? profile->find(kept.point) : nullptr;
        if (now && plain(point, now->value) == plain(point, kept.value)) return;
        differences_.push_back({present_.name,
                                kept.point,
                                kept.label,
                                {},
                                with_unit(kept),
                                now ? with_unit(*now) : unread_words(present_.find_unread(kept.point)),
                                rules_.why_not(kept, present_),
                                kept.value,
                                {}});
    }

    /// The station has it, the file does not.
    void add_missing(const std::string& name, const std::string& label, std::string present) const {
        differences_.push_back({present_.name,
                                name,
                                label,
                                {},
                                unread_words(wanted_.find_unread(name)),
                                std::move(present),
                                text::tr("the file does not have it"),
                                {},
                                {}});
    }

    void compare_table(const KeptTable& kept) const {
        const auto* now = present_.find_table(kept.table);
        const auto* profile = rules_.profile_of(present_);
        const auto* table = profile ? profile->find_table(kept.table) : nullptr;
        if (!now || !table) {
            differences_.push_back({present_.name,
                                    kept.table,
                                    kept.label,
                                    {},
                                    rows_text(kept.rows.size()),
                                    unread_words(present_.find_unread(kept.table)),
                                    rules_.why_not(kept.table, present_),
                                    {},
                                    {}});
            return;
        }
        compare_rows(*table, kept, *now);
    }

    void compare_rows(const RowTable& table, const KeptTable& kept, const KeptTable& now) const {
        std::vector<std::string> names;
        std::map<std::string, Cells> wanted, present;
        const auto take = [&](const KeptTable& from, std::map<std::string, Cells>& rows) {
            for (std::size_t i = 0; i < from.rows.size(); ++i) {
                const auto name = row_name(table, from.rows[i], i + 1);
                if (std::ranges::find(names, name) == names.end()) names.push_back(name);
                rows[name] = plain(table, from.rows[i]);
            }
        };
        take(kept, wanted);
        take(now, present);
        for (const auto& name : names) {
            if (wanted[name] == present[name]) continue;
            differences_.push_back({present_.name,
                                    table.name,
                                    table.label,
                                    name,
                                    to_text(wanted[name]),
                                    to_text(present[name]),
                                    rules_.why_not(table, wanted[name], present[name]),
                                    {},
                                    wanted[name]});
        }
    }

    const DeviceSettings& wanted_;
    const DeviceSettings& present_;
    const RestoreRules& rules_;
    bool of_template_;
    std::vector<KeptDifference>& differences_;
};

/// Pairs the devices of two lists by one rule after the other; what was paired is out.
class Pairing {
  public:
    Pairing(const StationSettings& wanted, const StationSettings& present) {
        for (const auto& device : wanted.devices) wanted_.push_back(&device);
        for (const auto& device : present.devices) present_.push_back(&device);
    }

    std::vector<DevicePair> run() {
        pair([](const auto& a, const auto& b) { return !a.serial.empty() && a.serial == b.serial; });
        pair([](const auto& a, const auto& b) { return a.name == b.name && a.profile == b.profile; });
        pair([this](const auto& a, const auto& b) {
            return a.profile == b.profile && left_of(wanted_, a.profile) == 1 && left_of(present_, a.profile) == 1;
        });
        for (const auto* device : wanted_) pairs_.emplace_back(device, nullptr);
        for (const auto* device : present_) pairs_.emplace_back(nullptr, device);
        return std::move(pairs_);
    }

  private:
    using Devices = std::vector<const DeviceSettings*>;

    static std::ptrdiff_t left_of(const Devices& devices, const std::string& profile) {
        return std::ranges::count(devices, profile, [](const auto* device) { return device->profile; });
    }

    template <class Same>
    void pair(const Same& same) {
        const Devices all = wanted_;
        for (const auto* device : all) {
            const auto found = std::ranges::find_if(present_, [&](const auto* other) { return same(*device, *other); });
            if (found == present_.end()) continue;
            pairs_.emplace_back(device, *found);
            present_.erase(found);
            std::erase(wanted_, device);
        }
    }

    Devices wanted_, present_;
    std::vector<DevicePair> pairs_;
};

/// A device that only one side has. Those without settings of their own are no difference.
void add_alone(const DevicePair& pair, bool of_template, std::vector<KeptDifference>& differences) {
    const auto* device = pair.first ? pair.first : pair.second;
    const bool empty = device->settings.empty() && device->tables.empty();
    if (empty || (pair.second && of_template)) return;
    const auto is_there = text::tr("is there");
    differences.push_back(
        {device->name,
         {},
         {},
         {},
         pair.first ? is_there : "",
         pair.second ? is_there : "",
         pair.first ? text::tr("the station does not have this device") : text::tr("the file does not have it"),
         {},
         {}});
}

}  // namespace

std::string row_name(const RowTable& table, const Cells& cells, std::size_t place) {
    if (table.key.empty()) return std::to_string(place);
    std::vector<std::string> values;
    for (const auto& column : table.key) {
        const auto found = cells.find(column);
        values.push_back(found == cells.end() ? std::string() : plain(table.find(column), found->second));
    }
    return fmt::format("{}", fmt::join(values, " "));
}

std::vector<DevicePair> pairs_of(const StationSettings& wanted, const StationSettings& present) {
    auto pairs = Pairing(wanted, present).run();
    // Both lists stand still in memory: the order of their devices is that of the addresses; what only one has follows.
    std::ranges::sort(pairs, [](const DevicePair& a, const DevicePair& b) {
        if (!a.first || !b.first) return a.first || (!b.first && a.second < b.second);
        return a.first < b.first;
    });
    return pairs;
}

std::vector<KeptDifference> compare(const StationSettings& wanted, const StationSettings& present,
                                    const station::ProfileSet& profiles) {
    std::vector<KeptDifference> differences;
    const RestoreRules rules(wanted, present, profiles);
    for (const auto& pair : pairs_of(wanted, present)) {
        if (pair.first && pair.second)
            DeviceComparison(*pair.first, *pair.second, rules, wanted.is_template(), differences).run();
        else
            add_alone(pair, wanted.is_template(), differences);
    }
    rules.demand_preconditions(differences);
    return differences;
}

}  // namespace firstlight::commissioning
