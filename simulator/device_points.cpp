#include "simulator/register_bank.h"
#include "station/value.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace firstlight::simulator {
namespace {

using station::Point;
using station::PointType;

bool is_signed(const Point& point) {
    return point.type == PointType::s16 || point.type == PointType::s32;
}

std::uint64_t mask(const Point& point) {
    return point.count >= 4 ? std::numeric_limits<std::uint64_t>::max() : (std::uint64_t{1} << 16 * point.count) - 1;
}

bool in_firmware(const Point& point, const Unit& device) {
    if (point.of_extension) return device.extension && station::exists_in(point, device.extension);
    return station::exists_in(point, device.version);
}

bool has_model(const Point& point, const std::vector<std::string>& models) {
    if (point.models.empty()) return true;
    return std::any_of(models.begin(), models.end(),
                       [&](const auto& model) { return station::model_matches(point, model); });
}

}  // namespace

std::uint64_t raw_number(const Point& point, double value) {
    const double scaled = std::round(value * point.gain * point.sign);
    const auto steps = static_cast<double>(mask(point));
    const double low = is_signed(point) ? -(steps + 1) / 2 : 0;
    const double high = is_signed(point) ? (steps - 1) / 2 : steps;
    if (!(scaled > low)) return static_cast<std::uint64_t>(static_cast<std::int64_t>(low)) & mask(point);
    if (scaled >= high) return is_signed(point) ? mask(point) / 2 : mask(point);
    if (scaled < 0) return static_cast<std::uint64_t>(static_cast<std::int64_t>(scaled)) & mask(point);
    return static_cast<std::uint64_t>(scaled);
}

double number_of(const Point& point, std::uint64_t raw) {
    double number = static_cast<double>(raw);
    if (is_signed(point) && raw > mask(point) / 2) number -= static_cast<double>(mask(point)) + 1;
    return point.sign * number / point.gain;
}

DevicePoints::DevicePoints(const station::Profile& profile, const Unit& device, const std::vector<std::string>& models,
                           formats::Words& words, const DevicePoints* plant)
    : profile_(&profile), device_(&device), words_(words), plant_(plant) {
    for (const auto& point : profile.points) {
        Entry entry{&point};
        entry.available =
            in_firmware(point, device) && has_model(point, models) && !device.missing_points.contains(point.name);
        by_name_.emplace(point.name, entries_.size());
        entries_.push_back(entry);
    }
}

bool DevicePoints::preconditions_hold(const Entry& entry) const {
    return std::all_of(entry.point->preconditions.begin(), entry.point->preconditions.end(), [&](const auto& needed) {
        if (needed.until && device_->version >= *needed.until) return true;
        const auto now = look_up(needed.point);
        return now && std::find(needed.values.begin(), needed.values.end(), *now) != needed.values.end();
    });
}

bool DevicePoints::preconditions_hold(std::string_view point) const {
    const auto* entry = find(point);
    return entry && preconditions_hold(*entry);
}

const DevicePoints::Entry* DevicePoints::find(std::string_view point) const {
    const auto found = by_name_.find(point);
    return found == by_name_.end() ? nullptr : &entries_[found->second];
}

/// Nothing when the firmware lacks the point.
DevicePoints::Entry* DevicePoints::find_to_set(std::string_view point) {
    const auto found = by_name_.find(point);
    if (found != by_name_.end()) return entries_[found->second].available ? &entries_[found->second] : nullptr;
    if (std::find(unknown_names_.begin(), unknown_names_.end(), point) == unknown_names_.end())
        unknown_names_.emplace_back(point);
    return nullptr;
}

void DevicePoints::store(const Point& point, std::uint64_t raw) {
    for (std::size_t i = 0; i < point.count; ++i)
        words_[point.address + point.count - 1 - i] = static_cast<std::uint16_t>(i < 4 ? raw >> 16 * i : 0);
}

bool DevicePoints::is_absent(const Entry& entry) const {
    if (entry.point->valid_if.empty()) return false;
    const auto count = number(entry.point->valid_if);
    return count && *count < entry.point->valid_if_at_least;
}

void DevicePoints::set(std::string_view point, double value) {
    const auto* entry = find_to_set(point);
    if (!entry || entry->pinned) return;
    const bool empty_row = is_absent(*entry) && !entry->point->no_value.empty();
    store(*entry->point, empty_row ? entry->point->no_value.front() : raw_number(*entry->point, value));
}

void DevicePoints::set_special(std::string_view point) {
    const auto* entry = find_to_set(point);
    if (entry && !entry->pinned && entry->point->special) store(*entry->point, entry->point->special->first);
}

/// Two characters in a register, the first one high; NUL padded.
void DevicePoints::set_text(std::string_view point, const std::string& text) {
    const auto* entry = find_to_set(point);
    if (!entry) return;
    const auto at = [&](std::size_t index) {
        return index < text.size() ? static_cast<std::uint8_t>(text[index]) : std::uint8_t{0};
    };
    for (std::size_t i = 0; i < entry->point->count; ++i)
        words_[entry->point->address + i] = static_cast<std::uint16_t>(at(2 * i) << 8 | at(2 * i + 1));
}

void DevicePoints::pin(std::string_view point, double value) {
    auto* entry = find_to_set(point);
    if (!entry) return;
    store(*entry->point, raw_number(*entry->point, value));
    entry->pinned = true;
}

std::optional<double> DevicePoints::number(std::string_view point) const {
    const auto* entry = find(point);
    if (!entry || !entry->available || entry->point->is_text()) return std::nullopt;
    const auto raw =
        station::raw_integer(formats::WordView(words_).subspan(entry->point->address, entry->point->count));
    if (entry->point->special && entry->point->special->first == raw) return std::nullopt;
    return number_of(*entry->point, raw);
}

std::optional<double> DevicePoints::look_up(std::string_view point) const {
    if (find(point)) return number(point);
    return plant_ ? plant_->number(point) : std::nullopt;
}

bool DevicePoints::has(std::string_view point) const {
    const auto* entry = find(point);
    return entry && entry->available;
}

}  // namespace firstlight::simulator
