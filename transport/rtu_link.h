#pragma once

#include "transport/byte_stream.h"
#include "transport/paced_link.h"

#include <functional>

namespace firstlight::transport {

/// How an RTU line behaves in time.
struct RtuTiming {
    Clock::duration character{};  ///< one character on the wire; 0 behind a device server
    Clock::duration silence{};    ///< 3.5 characters; 1.75 ms above 19200 baud (Modbus serial line specification)
    Clock::duration gap{};        ///< longest pause inside an answer that is still believed, adapter latency included
};
RtuTiming timing_of(const SerialSettings& settings);

/// Modbus RTU on a serial line, or through a serial device server. Frames end by their expected length first, by
/// silence second; the 3.5-character silence before each request is kept.
class RtuLink final : public PacedLink {
  public:
    using Open = std::function<awaitable<std::unique_ptr<ByteStream>>()>;

    RtuLink(Endpoint endpoint, const LinkOptions& options, RtuTiming timing, Open open);

    /// Throws LinkError.
    awaitable<void> reopen() override;
    awaitable<void> close() override;

  protected:
    bool is_open() const override { return stream_ && !stream_->failure(); }
    awaitable<Answer> exchange(std::uint8_t unit, const formats::Request& request, Milliseconds timeout) override;
    awaitable<void> send_only(const formats::Request& request) override;

  private:
    enum class Echo { unknown, absent, present };
    struct Debt {
        Clock::time_point since;
        formats::Request request;
    };

    awaitable<std::optional<LinkFault>> ensure_open();
    awaitable<void> wait_for_silence();
    /// Credits what came since the last transaction to the units that sent it.
    void sort_out_leftovers();
    awaitable<std::optional<LinkFault>> send(const formats::Bytes& frame);
    awaitable<Answer> await_answer(std::uint8_t unit, const formats::Request& request, const formats::Bytes& frame,
                                   Clock::time_point deadline);
    std::optional<Answer> take_answer(std::uint8_t unit, const formats::Request& request, const formats::Bytes& frame);
    /// Sound frames of other units in front of what is awaited.
    void credit_others(std::uint8_t unit);
    void strip_echo(const formats::Request& request, const formats::Bytes& frame);
    /// Waits for an answer owed to another question whose answer would look like the one to `request`.
    awaitable<void> await_debt(std::uint8_t unit, const formats::Request& request, Milliseconds timeout);
    /// After a time-out the answer to the first attempt may still come behind the answer to the second.
    awaitable<void> settle_debt(std::uint8_t unit, Milliseconds timeout);
    Answer failed(std::uint8_t unit, const formats::Request& request, const formats::Bytes& frame, Milliseconds waited);

    RtuTiming timing_;
    Open open_;
    std::unique_ptr<ByteStream> stream_;
    bool opened_before_ = false;
    Clock::time_point sent_until_{};  ///< when the wire has carried what was sent
    Echo echo_ = Echo::unknown;
    bool echo_pending_ = false;
    std::map<std::uint8_t, Debt> owing_;  ///< units that owe an answer
    std::optional<LinkFault> wrong_;      ///< a sound frame of the unit that did not fit the question
};

}  // namespace firstlight::transport
