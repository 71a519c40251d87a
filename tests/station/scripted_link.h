#pragma once

#include "transport/link.h"

#include <functional>
#include <map>
#include <set>

/// A link in memory that answers from plain register maps, for tests of what stands above links. It shares no code with
/// the codec or the profiles, and keeps its own time: `elapsed` is what the conversation would have taken.
namespace firstlight::tests {

struct ScriptedUnit {
    std::map<std::uint16_t, std::uint16_t> registers;
    std::set<std::uint16_t> reserved;    ///< may be crossed by a read, not read alone
    std::set<std::uint16_t> write_only;  ///< accepted in writes, refused in reads
    std::set<formats::Function> refused_functions;
    std::optional<formats::ExceptionCode> refuses_all;
    bool silent = false;
    bool stalls = false;  ///< silent, and nobody else answers before the stall is over
    std::chrono::milliseconds stall_time = std::chrono::seconds(4);
    transport::Milliseconds takes{20};
    /// Called before a write is done: a refusal, or nothing.
    std::function<std::optional<formats::ExceptionCode>(std::uint16_t address, const formats::Words& words)> on_write;
    /// Called after a write was done.
    std::function<void(std::uint16_t address)> after_write;

    void put(std::uint16_t address, const formats::Words& words);
};

struct Asked {
    std::uint8_t unit = 0;
    formats::Request request;
};

class ScriptedLink : public transport::Link {
  public:
    std::map<std::uint8_t, ScriptedUnit> units;
    std::optional<formats::ExceptionCode> absent_units_answer;  ///< nothing: they are silent
    /// Called with the number (from 1) of each transaction: a fault instead of the answer. The device has done what was
    /// asked when `done` is left true.
    std::function<std::optional<transport::LinkFault>(std::size_t number, const Asked& asked, bool& done)> disturb;
    bool reopens = true;
    int reopened = 0;
    std::vector<Asked> log;
    transport::Clock::duration elapsed{};

    std::size_t requests_to(std::uint8_t unit) const;
    std::size_t writes() const;

    const transport::Endpoint& endpoint() const override { return endpoint_; }
    transport::awaitable<transport::Answer> ask(std::uint8_t unit, formats::Request request,
                                                transport::AskOptions options) override;
    transport::awaitable<void> broadcast(formats::Request request) override;
    transport::awaitable<void> reopen() override;
    transport::awaitable<void> close() override;
    const transport::LinkStatistics& statistics() const override { return statistics_; }
    transport::Pace pace() const override { return pace_; }
    void set_pace(transport::Pace pace) override { pace_ = pace; }
    void set_default_timeout(std::optional<std::uint8_t> unit, transport::Milliseconds timeout) override;

  private:
    transport::Answer answer(std::uint8_t unit, const formats::Request& request, transport::Milliseconds patience);
    formats::Response respond(ScriptedUnit& unit, const formats::Request& request);
    formats::Response read(const ScriptedUnit& unit, const formats::ReadRegisters& request) const;
    formats::Response write(ScriptedUnit& unit, formats::Function function, std::uint16_t address,
                            const formats::Words& words);

    transport::Endpoint endpoint_ = transport::TcpEndpoint{"station", 502};
    transport::LinkStatistics statistics_;
    transport::Pace pace_;
    std::map<std::uint8_t, transport::Milliseconds> timeouts_;
    transport::Clock::duration stalled_until_{};
};

}  // namespace firstlight::tests
