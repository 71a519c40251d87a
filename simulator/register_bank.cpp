#include "simulator/register_bank.h"

#include "station/value.h"

#include <algorithm>
#include <utility>

namespace firstlight::simulator {
namespace {

using formats::ExceptionCode;

constexpr std::size_t all_registers = 65536;
constexpr std::uint16_t write_only_word = 0xFFFE;  ///< seen on a running inverter (facts: behaviour.md section 8)

/// The nearest value that the range lets through.
double hold_in(const station::Range& range, double value, double slack) {
    if (range.low && value < *range.low - slack) return *range.low;
    if (range.high && value > *range.high + slack) return *range.high;
    const bool in_gap =
        range.gap_low && range.gap_high && value > *range.gap_low + slack && value < *range.gap_high - slack;
    return in_gap ? *range.gap_high : value;
}

}  // namespace

RegisterBank::RegisterBank(const Manners& manners)
    : manners_(manners), kinds_(all_registers, Kind::none), words_(all_registers, 0) {}

DevicePoints& RegisterBank::add(const station::Profile& profile, const Unit& device,
                                const std::vector<std::string>& models, const DevicePoints* plant) {
    for (const auto& range : profile.reserved)
        if (station::exists_in(range, device.version))
            std::replace(kinds_.begin() + range.address, kinds_.begin() + range.end(), Kind::none, Kind::reserved);
    auto& points = devices_.emplace_back(profile, device, models, words_, plant);
    for (std::size_t i = 0; i < points.entries().size(); ++i) {
        const auto& entry = points.entries()[i];
        if (!entry.available) continue;
        std::fill_n(kinds_.begin() + entry.point->address, entry.point->count,
                    entry.point->readable() ? Kind::readable : Kind::write_only);
        by_address_[entry.point->address] = {&points, i};
    }
    return points;
}

std::variant<formats::Words, ExceptionCode> RegisterBank::read(std::uint16_t address, std::uint16_t count) const {
    if (std::size_t{address} + count > all_registers) return ExceptionCode::illegal_data_address;
    const auto first = kinds_.begin() + address, last = first + count;
    const bool only_reserved = std::all_of(first, last, [](Kind kind) { return kind == Kind::reserved; });
    if (only_reserved || std::find(first, last, Kind::none) != last) return ExceptionCode::illegal_data_address;
    formats::Words words(words_.begin() + address, words_.begin() + address + count);
    for (std::size_t i = 0; i < count; ++i) {
        if (first[static_cast<std::ptrdiff_t>(i)] != Kind::write_only) continue;
        if (manners_.write_only_reads_fail) return ExceptionCode::illegal_data_address;
        words[i] = write_only_word;
    }
    return words;
}

std::variant<std::vector<WrittenPoint>, ExceptionCode> RegisterBank::write(std::uint16_t address,
                                                                           formats::WordView words, bool single) {
    std::vector<std::pair<Place, formats::Words>> accepted;
    for (std::size_t at = 0; at < words.size();) {
        const auto found = by_address_.find(static_cast<std::uint16_t>(address + at));
        if (found == by_address_.end()) return ExceptionCode::illegal_data_address;
        const auto& entry = found->second.device->entries()[found->second.entry];
        const auto& point = *entry.point;
        const bool whole = words.size() - at >= point.count;
        const bool by_this_function = point.readable() || single || point.count > 1;
        const bool allowed = point.writable() && by_this_function && whole;
        if (!allowed || !found->second.device->preconditions_hold(entry)) return ExceptionCode::illegal_data_address;
        auto taken = accept(*found->second.device, point, words.subspan(at, point.count));
        if (const auto* refused = std::get_if<ExceptionCode>(&taken)) return *refused;
        accepted.emplace_back(found->second, std::get<formats::Words>(std::move(taken)));
        at += point.count;
    }
    std::vector<WrittenPoint> written;
    for (const auto& [place, taken] : accepted) {
        const auto& entry = place.device->entries()[place.entry];
        if (entry.point->is_text()) {
            std::copy(taken.begin(), taken.end(), words_.begin() + entry.point->address);
            written.push_back({&place.device->device(), entry.point, {}});
            continue;
        }
        const auto raw = station::raw_integer(taken);
        std::optional<double> value = number_of(*entry.point, raw);
        if (entry.point->special && entry.point->special->first == raw) value.reset();
        if (!entry.pinned) place.device->store(*entry.point, raw);
        written.push_back({&place.device->device(), entry.point, value});
    }
    return written;
}

/// Ranges and choices, as the scenario's firmware takes them.
std::variant<formats::Words, ExceptionCode> RegisterBank::accept(const DevicePoints& device,
                                                                 const station::Point& point,
                                                                 formats::WordView words) const {
    formats::Words taken(words.begin(), words.end());
    const auto raw = station::raw_integer(words);
    const bool special = point.special && point.special->first == raw;
    if (manners_.out_of_range == OutOfRange::accept || point.is_text() || special) return taken;
    const double value = number_of(point, raw);
    if (!point.choices.empty() && !station::find_choice(point, value)) return ExceptionCode::illegal_data_value;
    const auto range = station::resolve_range(point, [&](const std::string& name) { return device.look_up(name); });
    const double held = hold_in(range, value, 1e-6 / point.gain);
    if (held == value) return taken;
    if (manners_.out_of_range == OutOfRange::refuse) return ExceptionCode::illegal_data_value;
    const auto clamped = raw_number(point, held);
    for (std::size_t i = 0; i < taken.size(); ++i)
        taken[taken.size() - 1 - i] = static_cast<std::uint16_t>(clamped >> 16 * i);
    return taken;
}

}  // namespace firstlight::simulator
