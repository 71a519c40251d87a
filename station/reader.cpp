#include "station/applicability.h"
#include "station/session.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

using formats::ExceptionCode;
using transport::LinkFailure;

/// How likely a point is the one that made a block be refused: optional ones first, then the newest.
auto doubt(const Point& point) {
    return std::tuple(point.optional, !point.models.empty(), point.since);
}

ReadBlock block_of(std::vector<const Point*> points) {
    ReadBlock block;
    block.table = points.front()->table;
    block.address = points.front()->address;
    std::uint32_t end = 0;
    for (const Point* point : points) end = std::max(end, point->end());
    block.count = static_cast<std::uint16_t>(end - block.address);
    block.points = std::move(points);
    return block;
}

std::vector<const Device*> devices_of(const std::vector<Wanted>& wanted) {
    std::vector<const Device*> result;
    for (const Wanted& one : wanted) {
        if (std::ranges::find(result, one.device) == result.end()) result.push_back(one.device);
    }
    return result;
}

/// Reads what is wanted of one unit; lives as long as read_unit runs.
class UnitReader {
  public:
    UnitReader(Session& session, std::uint8_t unit, std::vector<Wanted>& wanted,
               std::optional<transport::LinkFault> stopped)
        : session_(session), unit_(unit), wanted_(wanted), stopped_(std::move(stopped)) {}

    awaitable<std::optional<transport::LinkFault>> run() {
        std::vector<const Point*> points;
        for (Wanted& one : wanted_) {
            if (one.reading) continue;
            if (!applies(*one.point, *one.device)) {
                one.reading = not_asked(*one.point, *one.device);
            } else if (auto why = ruled_out(session_, *one.device, *one.point)) {
                one.reading = without_value(*one.point, Quality::not_applicable, *why);
            } else if (one.point->readable()) {
                points.push_back(one.point);
            } else {
                one.reading = without_value(*one.point, Quality::not_read, text::tr("can only be written"));
            }
        }
        rules_ = rules_of_unit(devices_of(wanted_), points);
        for (const auto& [unit, point] : session_.avoided) {
            if (unit == unit_ && std::ranges::find(points, point) == points.end()) forbid(rules_, *point);
        }
        std::vector<ReadBlock> blocks = plan_reads(points, rules_, session_.cost());
        std::ranges::partition(blocks, [&](const ReadBlock& block) { return tells_about_others(block); });
        for (ReadBlock& block : blocks) co_await read(std::move(block));
        for (Wanted& one : wanted_) {
            if (!one.reading)
                one.reading = without_value(*one.point, Quality::not_read, text::tr("not part of any read"));
        }
        co_return std::move(stopped_);
    }

  private:
    static Reading without_value(const Point& point, Quality quality, std::string why) {
        Reading reading;
        reading.point = &point;
        reading.quality = quality;
        reading.why = std::move(why);
        return reading;
    }

    /// Counts come first: what they rule out need not be searched for in a block that is refused.
    bool tells_about_others(const ReadBlock& block) const {
        return std::ranges::any_of(block.points, [&](const Point* point) {
            return std::ranges::any_of(wanted_, [&](const Wanted& one) {
                return one.point->valid_if == point->name && one.device->profile->find(point->name) == point;
            });
        });
    }

    Wanted& entry(const Point* point) {
        return *std::ranges::find_if(wanted_, [&](const Wanted& one) { return one.point == point; });
    }

    void settle(const ReadBlock& block, Quality quality, const std::string& why) {
        for (const Point* point : block.points) entry(point).reading = without_value(*point, quality, why);
    }

    /// True when the block was answered with registers or needs no answer any more.
    awaitable<bool> ask_only(const ReadBlock& block) {
        if (stopped_) {
            settle(block, Quality::not_read,
                   text::trf("not asked, because a read failed before: {}", words_of(*stopped_)));
            co_return true;
        }
        BlockOptions options;
        options.must_exist = std::ranges::any_of(block.points, [](const Point* point) { return !point->optional; });
        options.secret = std::ranges::any_of(block.points, [](const Point* point) { return point->secret; });
        BlockAnswer answer;
        try {
            answer = co_await ask_block(session_, unit_, block.table, block.address, block.count, options);
        } catch (const transport::LinkError& error) {
            answer = error.fault();
        }
        if (const auto* words = std::get_if<formats::Words>(&answer)) {
            keep_readings(session_, unit_, block, *words);
            for (const Point* point : block.points) entry(point).reading = session_.latest.at({unit_, point});
            garbled_before_ = false;
            co_return true;
        }
        if (const auto* fault = std::get_if<transport::LinkFault>(&answer)) {
            settle(block, Quality::not_read, words_of(*fault));
            const bool garbled = fault->kind == LinkFailure::garbled || fault->kind == LinkFailure::wrong_answer;
            if (!garbled || garbled_before_) stopped_ = *fault;
            garbled_before_ = garbled;
            co_return true;
        }
        const auto code = std::get<ExceptionCode>(answer);
        const bool splits = code == ExceptionCode::illegal_data_address
                            || (code == ExceptionCode::illegal_data_value && block.points.size() > 1);
        if (!splits) settle(block, Quality::not_read, text::trf("the device answered {}", words_of(code)));
        co_return !splits;
    }

    /// True when an answer in between has ruled the point out; it has its reading then.
    bool is_ruled_out(const Point* point) {
        Wanted& one = entry(point);
        const auto why = ruled_out(session_, *one.device, *point);
        if (why) one.reading = without_value(*point, Quality::not_applicable, *why);
        return why.has_value();
    }

    awaitable<void> read(ReadBlock block) {
        const auto out = std::ranges::count_if(block.points, [&](const Point* point) { return is_ruled_out(point); });
        if (static_cast<std::size_t>(out) == block.points.size()) co_return;
        const bool settled = co_await ask_only(block);
        if (!settled) co_await split(std::move(block));
    }

    awaitable<void> split(ReadBlock block) {
        if (block.points.size() == 1) {
            refuse(block.points.front());
            co_return;
        }
        std::vector<const Point*> absent;
        std::erase_if(block.points, [&](const Point* point) {
            const bool out = is_ruled_out(point);
            if (out) absent.push_back(point);
            return out;
        });
        for (const Point* point : absent) session_.avoided.emplace(unit_, point);
        if (!absent.empty()) {
            co_await read_apart(block.points, absent);
            co_return;
        }
        const auto newest = doubt(**std::ranges::max_element(
            block.points, [](const Point* a, const Point* b) { return doubt(*a) < doubt(*b); }));
        std::vector<const Point*> suspects, sound;
        for (const Point* point : block.points) (doubt(*point) == newest ? suspects : sound).push_back(point);
        if (sound.empty()) {
            co_await halve(std::move(block));
            co_return;
        }
        co_await read_apart(sound, suspects);
        const std::vector<const Point*> none;
        co_await read_apart(suspects, none);
    }

    /// Reads `points` without touching `others`.
    awaitable<void> read_apart(const std::vector<const Point*>& points, const std::vector<const Point*>& others) {
        ReadRules rules = rules_;
        for (const Point* point : others) forbid(rules, *point);
        std::vector<ReadBlock> blocks = plan_reads(points, rules, session_.cost());
        for (ReadBlock& block : blocks) co_await read(std::move(block));
    }

    /// All points are equally likely. When both halves are refused and so are the first, the middle and the last point
    /// alone, the whole block is taken as absent: a set comes or lacks as a whole (facts: behaviour.md section 9).
    awaitable<void> halve(ReadBlock block) {
        const auto middle = block.points.begin() + static_cast<std::ptrdiff_t>(block.points.size() / 2);
        ReadBlock left = block_of({block.points.begin(), middle});
        ReadBlock right = block_of({middle, block.points.end()});
        const bool left_settled = co_await ask_only(left);
        const bool right_settled = co_await ask_only(right);
        if (left_settled || right_settled || block.points.size() <= 6) {
            if (!left_settled) co_await split(std::move(left));
            if (!right_settled) co_await split(std::move(right));
            co_return;
        }
        bool any = false;
        for (const Point* scout : {block.points.front(), *middle, block.points.back()}) {
            ReadBlock alone = block_of({scout});
            co_await read(std::move(alone));
            any = any || entry(scout).reading->quality != Quality::unsupported;
        }
        std::erase_if(block.points, [&](const Point* point) { return entry(point).reading.has_value(); });
        if (any) {
            ReadBlock remaining = block_of(std::move(block.points));
            co_await halve(std::move(remaining));
        } else {
            for (const Point* point : block.points) refuse(point);
        }
    }

    void refuse(const Point* point) {
        Wanted& one = entry(point);
        one.device->unsupported.insert(point->name);
        one.reading = not_asked(*point, *one.device);
    }

    Session& session_;
    std::uint8_t unit_;
    std::vector<Wanted>& wanted_;
    ReadRules rules_;
    std::optional<transport::LinkFault> stopped_;
    bool garbled_before_ = false;
};

}  // namespace

void keep_readings(Session& session, std::uint8_t unit, const ReadBlock& block, const formats::Words& words) {
    const auto now = std::chrono::system_clock::now();
    for (const Point* point : block.points) {
        const formats::WordView raw = formats::WordView(words).subspan(point->address - block.address, point->count);
        session.latest[{unit, point}] = decode(*point, raw, now);
    }
}

ReadRules rules_of_unit(const std::vector<const Device*>& devices, const std::vector<const Point*>& wanted) {
    ReadRules rules;
    std::set<std::pair<Table, std::uint16_t>> readable, refused;
    const auto put = [](auto& set, const auto& row) {
        for (std::uint32_t at = row.address; at < row.end(); ++at) {
            set.emplace(row.table, static_cast<std::uint16_t>(at));
        }
    };
    for (const Device* device : devices) {
        ReadRules own = rules_of(*device->profile, newest_version(*device));
        rules.max_registers = std::min(rules.max_registers, own.max_registers);
        rules.forbidden.merge(own.forbidden);
        for (const Point& point : device->profile->points) {
            if (point.readable() && applies(point, *device)) put(readable, point);
            // What only some models have is not read by the way: a refusal costs more requests than the gap saves.
            const bool is_doubtful = point.optional && !point.models.empty();
            if (is_doubtful || device->unsupported.contains(point.name)) put(refused, point);
        }
    }
    // What one family leaves as a gap may be registers of the family that rides on it.
    std::erase_if(rules.forbidden, [&](const auto& one) { return readable.contains(one); });
    rules.forbidden.merge(refused);
    for (const Point* point : wanted) allow(rules, *point);
    return rules;
}

void forbid(ReadRules& rules, const Point& point) {
    for (std::uint32_t at = point.address; at < point.end(); ++at) {
        rules.forbidden.emplace(point.table, static_cast<std::uint16_t>(at));
    }
}

void allow(ReadRules& rules, const Point& point) {
    for (std::uint32_t at = point.address; at < point.end(); ++at) {
        rules.forbidden.erase({point.table, static_cast<std::uint16_t>(at)});
    }
}

void apply_validity(const Session& session, const Device& device, Reading& reading) {
    if (reading.quality == Quality::unsupported || reading.quality == Quality::not_applicable) return;
    if (auto why = ruled_out(session, device, *reading.point)) {
        reading.quality = Quality::not_applicable;
        reading.value.reset();
        reading.why = *why;
    }
}

awaitable<std::optional<transport::LinkFault>> read_unit(Session& session, std::uint8_t unit,
                                                         std::vector<Wanted>& wanted,
                                                         std::optional<transport::LinkFault> stopped) {
    UnitReader reader(session, unit, wanted, std::move(stopped));
    co_return co_await reader.run();
}

}  // namespace firstlight::station
