#pragma once

#include "formats/modbus.h"
#include "transport/endpoint.h"
#include "transport/errors.h"
#include "transport/runtime.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace firstlight::transport {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

/// How fast a station may be asked. The maker's rule is one request per second (facts: behaviour.md section 4).
struct Pace {
    Clock::duration interval{
        std::chrono::seconds(1)};  ///< between the starts of two requests; 0: as fast as it answers
    bool operator==(const Pace&) const = default;
};

/// What a link counted, per unit and in all. Goes to the report's communication-quality check.
struct UnitStatistics {
    std::uint64_t asked = 0;
    std::uint64_t answered = 0;  ///< exceptions count as answers
    std::uint64_t exceptions = 0;
    std::uint64_t silent = 0;
    std::uint64_t garbled = 0;  ///< CRC or framing wrong, or not an answer to the question
    std::uint64_t late = 0;     ///< sound answers that came after their time-out, or twice
    Clock::duration fastest{};
    Clock::duration slowest{};
    Clock::duration total{};  ///< sum over answered, for the mean
};

struct LinkStatistics {
    UnitStatistics all;
    std::map<std::uint8_t, UnitStatistics> units;
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
    std::uint64_t stray_bytes = 0;  ///< bytes outside any sound frame
    std::uint64_t reconnects = 0;
    bool echo_seen = false;  ///< the adapter repeats what it sends
};

/// The counts of both together.
UnitStatistics& operator+=(UnitStatistics& sum, const UnitStatistics& more);
/// What was counted after `before`. Fastest and slowest cannot be taken apart: they stay those of the whole time.
LinkStatistics counted_since(const LinkStatistics& before, LinkStatistics now);

/// The answer, the device's refusal (an Exception inside Response), or what went wrong on the way.
using Answer = std::variant<formats::Response, LinkFault>;

struct AskOptions {
    /// Longest wait for the answer; not set: what the link has learnt about this unit.
    std::optional<Milliseconds> timeout;
    /// How often a *read* is repeated after silence or garble. Writes are never repeated.
    int read_retries = 1;
    /// Ask even when the unit is backed off.
    bool despite_back_off = false;
    /// The words of a secret are shown in the trace by their length only.
    bool secret = false;
};

/// Carries Modbus to the devices behind one entry point. One transaction at a time (TCP: as many as `depth` says),
/// in the order asked; matches answers to requests, drops late ones, keeps the pace, leaves silent units alone for a
/// while and counts everything. All calls on the I/O thread.
class Link {
  public:
    virtual ~Link() = default;

    virtual const Endpoint& endpoint() const = 0;
    /// Never throws for what happened on the wire; that is in the answer. A read opens a cut connection again; a write
    /// fails with `closed` and sends nothing, because another station may be at the address by now.
    virtual awaitable<Answer> ask(std::uint8_t unit, formats::Request request, AskOptions options = {}) = 0;
    /// Sends to unit 0; nobody answers.
    virtual awaitable<void> broadcast(formats::Request request) = 0;
    /// After a cut: closes and opens again. Throws LinkError.
    virtual awaitable<void> reopen() = 0;
    virtual awaitable<void> close() = 0;

    virtual const LinkStatistics& statistics() const = 0;
    virtual Pace pace() const = 0;
    virtual void set_pace(Pace pace) = 0;
    /// Longest wait for an answer before anything was learnt about the unit. 1000 ms unless the profile says more.
    virtual void set_default_timeout(std::optional<std::uint8_t> unit, Milliseconds timeout) = 0;

    /// Throws LinkError or DeviceRefused instead of handing them back.
    awaitable<formats::Response> transact(std::uint8_t unit, formats::Request request, AskOptions options = {});
    awaitable<formats::Words> read_registers(std::uint8_t unit, formats::Function function, std::uint16_t address,
                                             std::uint16_t count, AskOptions options = {});
};

struct LinkOptions {
    Pace pace;
    Milliseconds connect_timeout{4000};
    Milliseconds answer_timeout{1000};
    int pipeline_depth = 1;                      ///< TCP only; 1 unless the device was seen to allow more
    std::optional<std::filesystem::path> trace;  ///< every frame, in words, is appended to this file
    bool low_latency = true;                     ///< serial: ask the driver for its low-latency mode
};

/// Opens rtu:, tcp: and rtutcp: endpoints (a listen: endpoint: see listener.h). Throws LinkError.
awaitable<std::unique_ptr<Link>> open_link(Endpoint endpoint, LinkOptions options = {});

}  // namespace firstlight::transport
