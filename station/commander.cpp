#include "station/applicability.h"
#include "station/consent.h"
#include "station/preconditions.h"
#include "station/table_access.h"
#include "station/write_request.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::station {
namespace {

using Reason = ValueNotAccepted::Reason;

/// What the status point of a command block says (docs/commissioning_extension.md).
enum class CommandStatus { none = 0, running = 1, done = 2, refused = 3, failed = 4 };

/// A command that runs is looked at this often, a second apart.
constexpr int most_looks = 30;

/// "command number 7; ..." begins with it in every language.
std::optional<std::uint16_t> number_in(const std::string& detail) {
    const auto begin = detail.find_first_of("0123456789");
    std::uint16_t number = 0;
    if (begin == std::string::npos) return std::nullopt;
    const auto [end, error] = std::from_chars(detail.data() + begin, detail.data() + detail.size(), number);
    return error == std::errc() ? std::optional(number) : std::nullopt;
}

class Commander {
  public:
    Commander(Session& session, Device& device, const Command& command, std::vector<Value> arguments = {})
        : session_(session),
          device_(device),
          command_(command),
          block_(*device.profile->command_block),
          arguments_(std::move(arguments)) {}

    awaitable<Change> run(Consent consent, ChangeJournal& journal) {
        if (!applies(command_, device_)) refuse(Reason::unsupported, why_not_applicable(command_.since, device_));
        formats::Words words = encode_arguments();
        demand_consent(device_, command_.name, command_.risk, consent);
        co_await check_preconditions();
        const auto last = co_await read_status();
        if (!last.sequence)
            refuse(Reason::precondition, text::trf("the last command's state could not be read: {}", last.why));
        if (const std::string doubt = co_await identity_doubt(session_); !doubt.empty())
            refuse(Reason::precondition, doubt);
        sequence_ = static_cast<std::uint16_t>(*last.sequence % 65535 + 1);
        change_ = begun_change(session_, device_, command_.name);
        change_.wanted = arguments_text();
        change_.detail = fmt::format("{} {}", text::tr("command number"), sequence_);
        const std::int64_t id = co_await journal.before(change_);
        words.insert(words.begin(), command_.code);
        words.push_back(sequence_);
        session_.fresh.clear();
        const Sent sent = co_await send_once(session_, device_.unit,
                                             formats::WriteMultipleRegisters{block_.request, std::move(words)}, false);
        add_detail(sent.detail);
        if (sent.fate == Sent::Fate::not_sent) change_.result = WriteResult::not_sent;
        if (sent.fate == Sent::Fate::refused) change_.result = WriteResult::refused;
        if (!change_.result) co_await follow();
        co_await journal.after(id, change_);
        co_return std::move(change_);
    }

    /// Follows a command that was given earlier, by the number in its row of the journal.
    awaitable<Change> look_up(Change given) {
        change_ = std::move(given);
        const auto number = number_in(change_.detail);
        if (!number) {
            change_.result = WriteResult::unknown;
            co_return std::move(change_);
        }
        sequence_ = *number;
        change_.result.reset();
        co_await follow();
        co_return std::move(change_);
    }

  private:
    struct Status {
        std::optional<int> sequence;
        CommandStatus status = CommandStatus::none;
        std::string result, why;
    };

    [[noreturn]] void refuse(Reason reason, std::string detail) const {
        throw ValueNotAccepted(reason, command_.name, arguments_text(), std::move(detail));
    }

    formats::Words encode_arguments() const {
        if (arguments_.size() != command_.arguments.size())
            refuse(Reason::not_a_value, text::trf("{} arguments are wanted", command_.arguments.size()));
        formats::Words words(block_.arguments, 0);
        for (std::size_t i = 0; i < arguments_.size(); ++i)
            std::ranges::copy(check_and_encode(command_.arguments[i], arguments_[i]),
                              words.begin() + command_.arguments[i].address);
        return words;
    }

    std::string arguments_text() const { return to_text(command_, arguments_); }

    awaitable<void> check_preconditions() {
        std::map<std::string, Reading> now;
        for (const Precondition& condition : command_.preconditions) {
            const auto [device, point] = locate(condition.point, device_, session_.discovery);
            if (!point || !still_demanded(condition, device_)) continue;
            std::vector<std::string> names{condition.point};
            now.merge(co_await read_by_name(session_, *device, std::move(names)));
        }
        const PointLookup numbers = [&](const std::string& name) {
            const auto found = now.find(name);
            return found == now.end() ? std::nullopt : found->second.number();
        };
        for (const Precondition& condition : command_.preconditions)
            if (const auto reason = why_not_now(condition, device_, session_.discovery, numbers))
                refuse(Reason::precondition, *reason);
    }

    awaitable<Status> read_status() {
        Status status;
        try {
            std::vector<std::string> names{block_.sequence, block_.status, block_.result};
            const auto readings = co_await read_by_name(session_, device_, std::move(names));
            const Reading& sequence = readings.at(block_.sequence);
            if (sequence.number()) status.sequence = static_cast<int>(*sequence.number());
            status.why = to_text(sequence);
            status.status =
                static_cast<CommandStatus>(static_cast<int>(readings.at(block_.status).number().value_or(0)));
            status.result = to_text(readings.at(block_.result));
        } catch (const transport::LinkError& error) {
            status.why = error.what();
        }
        co_return status;
    }

    /// The device says itself whether it took the command; a lost answer changes nothing.
    awaitable<void> follow() {
        for (int looks = 0; looks < most_looks; ++looks) {
            if (looks > 0) co_await transport::sleep_for(std::chrono::seconds(1));
            const Status now = co_await read_status();
            if (!now.sequence) {
                change_.result = WriteResult::unknown;
                add_detail(text::trf("what became of it could not be read: {}", now.why));
                co_return;
            }
            if (*now.sequence != sequence_) {
                conclude_by_other(*now.sequence);
                co_return;
            }
            change_.after = now.result;
            if (now.status == CommandStatus::running) continue;
            conclude(now);
            co_return;
        }
        change_.result = WriteResult::sent;
        add_detail(text::tr("the device is still busy with it"));
    }

    /// The last command is another one: ours never arrived, or was followed by one whose giver is not known.
    void conclude_by_other(int last) {
        const bool stands_before_ours = last % 65535 + 1 == sequence_;
        change_.result = stands_before_ours ? WriteResult::not_stuck : WriteResult::unknown;
        add_detail(stands_before_ours ? text::tr("the device did not take the command")
                                      : text::tr("another command came after it, so its outcome is not known"));
    }

    void conclude(const Status& now) {
        if (now.status == CommandStatus::done) {
            change_.result = WriteResult::effect_seen;
            return;
        }
        change_.result = now.status == CommandStatus::refused ? WriteResult::refused : WriteResult::not_stuck;
        add_detail(text::trf("the device says: {}", text::shown_value(now.result)));
    }

    void add_detail(const std::string& detail) {
        if (!detail.empty()) change_.detail += (change_.detail.empty() ? "" : "; ") + detail;
    }

    Session& session_;
    Device& device_;
    const Command& command_;
    const CommandBlock& block_;
    const std::vector<Value> arguments_;
    std::uint16_t sequence_ = 0;
    Change change_;
};

}  // namespace

awaitable<Change> give_command(Session& session, Device device, const Command& command, std::vector<Value> arguments,
                               Consent consent, ChangeJournal& journal) {
    Device* own = own_device(session, device);
    Commander commander(session, own ? *own : device, command, std::move(arguments));
    co_return co_await commander.run(std::move(consent), journal);
}

awaitable<Change> look_up_command(Session& session, Device device, const Command& command, Change given) {
    Device* own = own_device(session, device);
    Commander commander(session, own ? *own : device, command);
    co_return co_await commander.look_up(std::move(given));
}

}  // namespace firstlight::station
