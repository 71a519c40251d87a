#include "transport/unit_scan.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace firstlight::transport {

using formats::ByteView;

namespace {

constexpr int most_rounds = 16;
constexpr int clear_after = 2;
constexpr Milliseconds plain_window{85};
constexpr std::uint8_t likely_units[] = {1, 2, 3, 4, 5, 6, 10, 11, 126, 247};

Clock::duration characters(double count, const SerialSettings& settings) {
    const std::chrono::duration<double> time(count * bits_per_character(settings) / settings.baud);
    return std::chrono::duration_cast<Clock::duration>(time);
}

/// Neighbours in the list are asked far from each other, so that their answers do not meet.
std::vector<std::uint8_t> spread(const std::vector<std::uint8_t>& units, std::size_t step) {
    while (step > 1 && std::gcd(step, units.size()) != 1) --step;
    std::vector<std::uint8_t> order;
    for (std::size_t i = 0, at = 0; i < units.size(); ++i, at = (at + step) % units.size()) order.push_back(units[at]);
    return order;
}

}  // namespace

UnitScan::UnitScan(ScanOptions options, const SerialSettings& settings)
    : options_(std::move(options)),
      probe_(formats::encode_request(options_.probe)),
      question_(characters(static_cast<double>(probe_.size() + 3), settings)),
      silence_(settings.baud > 19200 ? std::chrono::microseconds(1750) : characters(3.5, settings)),
      quiet_(std::max<Clock::duration>(silence_, Milliseconds(8))),
      window_(options_.window) {
    if (options_.units.empty()) {
        options_.units.resize(247);
        std::iota(options_.units.begin(), options_.units.end(), std::uint8_t{1});
    }
    begin_round(options_.units);
    for (const auto unit : likely_units)
        if (std::find(options_.units.begin(), options_.units.end(), unit) != options_.units.end())
            waiting_.push_back(unit);
}

void UnitScan::begin_round(std::vector<std::uint8_t> units) {
    const auto order = spread(units, round_ % 2 == 0 ? units.size() * 5 / 13 + 1 : units.size() * 7 / 11 + 1);
    waiting_.assign(order.begin(), order.end());
    history_.clear();
    asked_in_round_ = 0;
    spent_ += (question_ + window_) * static_cast<long>(units.size());
}

std::vector<std::uint8_t> UnitScan::not_found() const {
    std::vector<std::uint8_t> units;
    for (const auto unit : options_.units)
        if (!found_.contains(unit)) units.push_back(unit);
    return units;
}

/// Each question that passed undisturbed clears its unit a little.
void UnitScan::clear_suspects() {
    for (const auto& asked : history_)
        if (const auto suspect = suspects_.find(asked.unit); suspect != suspects_.end() && !asked.disturbed)
            --suspect->second;
    std::erase_if(suspects_,
                  [this](const auto& suspect) { return suspect.second <= 0 || found_.contains(suspect.first); });
}

/// Repeated rounds may be shorter on a fast line: with windows of twenty questions one answer in ten meets a question.
bool UnitScan::affordable(std::size_t questions) {
    const auto window = std::min<Clock::duration>(options_.window, question_ * 20);
    const auto limit = (question_ + plain_window) * static_cast<long>(options_.units.size());
    if (spent_ + (question_ + window) * static_cast<long>(questions) > limit) return false;
    window_ = window;
    return true;
}

bool UnitScan::next_round() {
    clear_suspects();
    auto again = not_found();
    const bool nobody_yet = round_ == 0 && found_.empty();
    if (!(late_or_garbled_ || nobody_yet) || again.empty() || ++round_ >= most_rounds) return false;
    if (!affordable(again.size())) {
        window_ = options_.window;
        std::erase_if(again, [this](std::uint8_t unit) { return !suspects_.contains(unit); });
        if (again.empty()) return false;
    }
    begin_round(std::move(again));
    return true;
}

/// Windows are irregular: an answer time that met a question once shall not meet one again in the next round.
Clock::duration UnitScan::window_now() {
    rhythm_ = rhythm_ * 1103515245U + 12345U;
    return window_ + window_ * (static_cast<long>((rhythm_ >> 16) % 61) - 30) / 90;
}

UnitScan::Step UnitScan::next(Clock::time_point now) {
    if (!buffer_.empty()) {
        if (now < last_heard_ + quiet_) return {Step::Kind::wait, {}, last_heard_ + quiet_};
        judge_rest();
    }
    if (now < window_ends_) return {Step::Kind::wait, {}, window_ends_};
    if (now < last_heard_ + silence_) return {Step::Kind::wait, {}, last_heard_ + silence_};
    while (!waiting_.empty()) {
        const auto unit = waiting_.front();
        waiting_.pop_front();
        ++asked_in_round_;
        if (found_.contains(unit)) continue;
        current_ = unit;
        last_sent_ = formats::encode_rtu(unit, probe_);
        return {Step::Kind::send, last_sent_, {}};
    }
    if (found_.size() == options_.units.size()) return {};
    if (now < drain_ends_) return {Step::Kind::wait, {}, drain_ends_};
    return next_round() ? next(now) : Step{};
}

void UnitScan::sent(Clock::time_point now) {
    if (!current_) return;
    history_.push_back({*current_, now, false});
    window_ends_ = now + window_now();
    drain_ends_ = now + options_.slowest;
}

void UnitScan::heard(Clock::time_point now, ByteView bytes) {
    if (bytes.empty()) return;
    if (buffer_.empty()) burst_began_ = now;
    last_heard_ = now;
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    strip_echo();
    take_answers();
}

void UnitScan::strip_echo() {
    if (last_sent_.empty() || buffer_.size() < last_sent_.size()) return;
    if (!std::equal(last_sent_.begin(), last_sent_.end(), buffer_.begin())) return;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(last_sent_.size()));
    last_sent_.clear();
}

/// Answers of any unit that was asked, wherever they lie in what was heard.
void UnitScan::take_answers() {
    const auto function = probe_.front();
    for (std::size_t at = 0; at + formats::min_rtu_frame_size <= buffer_.size(); ++at) {
        if ((buffer_[at + 1] & 0x7F) != function) continue;
        const auto rest = ByteView(buffer_).subspan(at);
        const auto size = formats::expected_rtu_response_size(rest);
        if (!size || *size > rest.size()) continue;
        const auto frame = formats::decode_rtu(rest.first(*size));
        if (!frame) continue;
        credit(frame->unit, frame->pdu);
        buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at + *size));
        burst_began_ = last_heard_;
        at = static_cast<std::size_t>(-1);
    }
}

void UnitScan::credit(std::uint8_t unit, const formats::Bytes& pdu) {
    const auto asked = std::find_if(history_.rbegin(), history_.rend(), [&](const Asked& a) { return a.unit == unit; });
    if (asked == history_.rend()) {
        ++foreign_frames_;
        return;
    }
    const bool late = current_ != unit;
    late_or_garbled_ = late_or_garbled_ || late;
    if (!late) window_ends_ = last_heard_;
    try {
        found_.try_emplace(unit,
                           UnitFound{unit, burst_began_ - asked->at, formats::decode_response(pdu, options_.probe)});
    } catch (const formats::FormatError&) {
        ++foreign_frames_;
    }
}

/// What is left when the line has fallen quiet is no answer: the units asked lately may have spoken at once.
void UnitScan::judge_rest() {
    foreign_frames_ += formats::find_rtu_frame(buffer_).has_value();
    buffer_.clear();
    late_or_garbled_ = true;
    for (auto& asked : history_) {
        if (asked.at + options_.slowest + quiet_ < burst_began_) continue;
        asked.disturbed = true;
        suspects_[asked.unit] = clear_after;
    }
}

std::vector<UnitFound> UnitScan::found() const {
    std::vector<UnitFound> result;
    for (const auto& [unit, answer] : found_) result.push_back(answer);
    return result;
}

ScanProgress UnitScan::progress() const {
    ScanProgress progress;
    progress.total = static_cast<int>(options_.units.size());
    progress.asked = round_ == 0 ? std::min(static_cast<int>(asked_in_round_), progress.total) : progress.total;
    for (const auto& [unit, answer] : found_) progress.found.push_back(unit);
    progress.left = (question_ + window_) * static_cast<long>(waiting_.size()) + options_.slowest;
    return progress;
}

}  // namespace firstlight::transport
