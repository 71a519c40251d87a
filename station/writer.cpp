#include "station/applicability.h"
#include "station/consent.h"
#include "station/preconditions.h"
#include "station/session.h"
#include "station/write_request.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::station {
namespace {

using Reason = ValueNotAccepted::Reason;
using std::chrono::milliseconds;

/// Devices settle: how long after the answer a value may take to read back as written.
constexpr milliseconds settle_steps[] = {milliseconds(0), milliseconds(300), milliseconds(700), milliseconds(1500)};
/// An effect (a contactor, a state machine) is watched this often, a second apart.
constexpr int effect_looks = 5;

formats::Request write_request(const Point& point, const formats::Words& words) {
    if (words.size() == 1) return formats::WriteSingleRegister{point.address, words.front()};
    return formats::WriteMultipleRegisters{point.address, words};
}

/// One write from the checks to the proof; lives as long as write_and_confirm runs.
class Writer {
  public:
    Writer(Session& session, Device& device, const Point& point, Value value, ChangeJournal& journal)
        : session_(session), device_(device), point_(point), value_(std::move(value)), journal_(journal) {}

    awaitable<Change> run(Consent consent) {
        check_before_the_wire();
        wanted_ = check_and_encode(point_, value_);
        demand_consent(device_, point_, consent);
        co_await read_what_matters();
        check_against_the_station();
        if (const std::string doubt = co_await identity_doubt(session_); !doubt.empty())
            refuse(Reason::precondition, doubt);
        describe_change();
        const std::int64_t id = co_await journal_.before(change_);
        if (point_.readable() && before_.raw == wanted_) {
            change_.result = WriteResult::unchanged;
            change_.after = change_.before;
        } else {
            co_await send();
        }
        co_await journal_.after(id, change_);
        co_return std::move(change_);
    }

  private:
    /// Without unit: that stands beside it in the change.
    std::string text(const Value& value) const {
        return point_.secret ? text::marked("a secret value") : to_text(point_, value);
    }
    std::string text(const Reading& reading) const {
        if (point_.secret && !reading.raw.empty()) return "set";
        return reading.good() ? to_text(point_, *reading.value) : to_text(reading);
    }

    [[noreturn]] void refuse(Reason reason, std::string detail) const {
        throw ValueNotAccepted(reason, point_.name, text(value_), std::move(detail));
    }

    LocatedPoint<Device> look_up(const std::string& name) const { return locate(name, device_, session_.discovery); }

    std::optional<double> number_of(const std::string& name) const {
        const auto [device, point] = look_up(name);
        if (!point) return std::nullopt;
        const auto found = session_.latest.find({device->unit, point});
        return found == session_.latest.end() ? std::nullopt : found->second.number();
    }

    void check_before_the_wire() const {
        if (!point_.writable()) refuse(Reason::not_writable, text::tr("this point can only be read"));
        if (!applies(point_, device_)) refuse(Reason::unsupported, not_asked(point_, device_).why);
    }

    /// The old value, and what bounds and preconditions refer to, in as few reads as the plan allows.
    awaitable<void> read_what_matters() {
        const std::vector<std::string> range_names = range_references(point_);
        std::vector<std::string> names = range_names;
        for (const Precondition& condition : point_.preconditions) {
            if (still_demanded(condition, device_)) names.push_back(condition.point);
        }
        if (!point_.effect.empty() && !point_.readable()) names.push_back(point_.effect);
        std::map<std::uint8_t, std::vector<Wanted>> by_unit;
        if (point_.readable()) by_unit[device_.unit].push_back({&device_, &point_, {}});
        for (const std::string& name : names) {
            const auto [device, point] = look_up(name);
            if (!point || point == &point_) continue;
            auto& list = by_unit[device->unit];
            const Point* other = point;
            if (std::ranges::none_of(list, [&](const Wanted& one) { return one.point == other; })) {
                list.push_back({device, point, {}});
            }
        }
        for (const std::string& name : names) {
            // What a setting is measured by is read now or not known.
            const auto [device, point] = look_up(name);
            if (point) session_.latest.erase({device->unit, point});
        }
        for (auto& [unit, wanted] : by_unit) {
            const std::optional<transport::LinkFault> fault = co_await read_unit(session_, unit, wanted, std::nullopt);
            if (fault) throw transport::LinkError(session_.link.endpoint(), *fault);
            for (Wanted& one : wanted) {
                const bool bounds = std::ranges::find(range_names, one.point->name) != range_names.end();
                if (one.point != &point_ && bounds && one.reading->quality == Quality::not_read) {
                    unread_bound_ = text::trf("{} bounds it and could not be read: {}", text::tr(one.point->label),
                                              one.reading->why);
                }
                if (one.point == &point_) before_ = std::move(*one.reading);
            }
        }
    }

    void check_against_the_station() {
        if (point_.readable() && before_.quality == Quality::unsupported) {
            refuse(Reason::unsupported, text::tr("this firmware does not have the setting"));
        }
        if (point_.readable() && before_.quality == Quality::not_applicable) refuse(Reason::unsupported, before_.why);
        if (point_.readable() && before_.quality == Quality::not_read) {
            refuse(Reason::precondition, text::trf("the present value could not be read: {}", before_.why));
        }
        if (!unread_bound_.empty()) refuse(Reason::precondition, unread_bound_);
        const PointLookup lookup = [&](const std::string& name) { return number_of(name); };
        check_range(point_, value_, resolve_range(point_, lookup));
        for (const Precondition& condition : point_.preconditions) {
            if (const auto reason = why_not_now(condition, device_, session_.discovery, lookup))
                refuse(Reason::precondition, *reason);
        }
    }

    void describe_change() {
        change_.device = device_.name();
        change_.device_serial = device_.serial;
        change_.unit = device_.unit;
        change_.point = point_.name;
        change_.unit_of_measure = point_.epoch ? std::string() : point_.unit;
        change_.before = point_.readable() ? text(before_) : text::marked("cannot be read");
        change_.wanted = point_.secret ? text::marked("changed") : text(value_);
        change_.endpoint = to_string(session_.link.endpoint());
        change_.at = std::chrono::system_clock::now();
        change_.source = point_.of_extension ? "extension" : "public";
    }

    awaitable<void> send() {
        session_.fresh.clear();
        const Sent sent = co_await send_once(session_, device_.unit, write_request(point_, wanted_), point_.secret);
        change_.detail = sent.detail;
        if (sent.fate == Sent::Fate::not_sent) change_.result = WriteResult::not_sent;
        if (sent.fate == Sent::Fate::refused) change_.result = WriteResult::refused;
        if (change_.result) co_return;
        const bool lost = sent.fate == Sent::Fate::lost;
        if (point_.readable()) {
            co_await read_back(lost);
        } else {
            co_await watch_effect(lost);
        }
    }

    /// The point as the device has it now; a fault is a reading that was not read.
    awaitable<Reading> look(Device& device, const Point& point) {
        Reading reading;
        reading.point = &point;
        BlockOptions options;
        options.despite_back_off = true;
        options.secret = point.secret;
        try {
            BlockAnswer answer =
                co_await ask_block(session_, device.unit, point.table, point.address, point.count, options);
            if (const auto* words = std::get_if<formats::Words>(&answer)) {
                reading = decode(point, *words, std::chrono::system_clock::now());
                session_.latest[{device.unit, &point}] = reading;
            } else if (const auto* code = std::get_if<formats::ExceptionCode>(&answer)) {
                reading.why = words_of(*code);
            } else {
                reading.why = words_of(std::get<transport::LinkFault>(answer));
            }
        } catch (const transport::LinkError& error) {
            reading.why = error.what();
        }
        co_return reading;
    }

    void add_detail(const std::string& detail) { change_.detail += (change_.detail.empty() ? "" : "; ") + detail; }

    awaitable<void> read_back(bool lost) {
        Reading after;
        for (const milliseconds pause : settle_steps) {
            if (pause.count() > 0) co_await transport::sleep_for(pause);
            after = co_await look(device_, point_);
            if (after.raw == wanted_) break;
        }
        change_.after = text(after);
        if (after.raw == wanted_) {
            change_.result = WriteResult::proven;
            if (lost) change_.detail += "; " + text::tr("read back, the value is as wanted");
        } else if (after.raw.empty()) {
            change_.result = WriteResult::unknown;
            add_detail(text::trf("the value could not be read back: {}", after.why));
        } else {
            change_.result = WriteResult::not_stuck;
            const auto kept = point_.secret ? text::tr("another value") : text::shown_value(change_.after);
            add_detail(text::trf("the device has {}", kept));
        }
    }

    /// A point that can only be written is proven by what it does, where the profile says where that shows.
    awaitable<void> watch_effect(bool lost) {
        change_.after = text::marked("cannot be read");
        change_.result = lost ? WriteResult::unknown : WriteResult::sent;
        const auto [device, effect] = look_up(point_.effect);
        if (!effect) co_return;
        const auto before = session_.latest.find({device->unit, effect});
        const formats::Words raw_before = before == session_.latest.end() ? formats::Words{} : before->second.raw;
        const std::string text_before = raw_before.empty() ? text::marked("unknown") : to_text(before->second);
        for (int looked = 0; looked < effect_looks; ++looked) {
            if (looked > 0) co_await transport::sleep_for(std::chrono::seconds(1));
            const Reading now = co_await look(*device, *effect);
            if (now.raw.empty()) continue;
            change_.after = fmt::format("{}: {}", effect->label, to_text(now));
            if (raw_before.empty() || now.raw == raw_before) continue;
            change_.result = WriteResult::effect_seen;
            add_detail(text::trf("{} went from {} to {}", text::tr(effect->label), text::shown_value(text_before),
                                 text::shown_value(to_text(now))));
            co_return;
        }
    }

    Session& session_;
    Device& device_;
    const Point& point_;
    const Value value_;
    ChangeJournal& journal_;
    formats::Words wanted_;
    Reading before_;
    std::string unread_bound_;
    Change change_;
};

}  // namespace

awaitable<Change> write_and_confirm(Session& session, Device device, const Point& point, Value value, Consent consent,
                                    ChangeJournal& journal) {
    Device* own = own_device(session, device);
    Writer writer(session, own ? *own : device, point, std::move(value), journal);
    co_return co_await writer.run(std::move(consent));
}

}  // namespace firstlight::station
