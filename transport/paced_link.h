#pragma once

#include "transport/answer_times.h"
#include "transport/link.h"
#include "transport/trace.h"
#include "transport/turns.h"

namespace firstlight::transport {

/// What RTU and TCP links have in common: turns, pace, retries of reads, back-off from silent units, statistics and
/// trace. The carrier below does one exchange.
class PacedLink : public Link {
  public:
    PacedLink(Endpoint endpoint, const LinkOptions& options, int depth);

    const Endpoint& endpoint() const override { return endpoint_; }
    awaitable<Answer> ask(std::uint8_t unit, formats::Request request, AskOptions options) override;
    awaitable<void> broadcast(formats::Request request) override;
    const LinkStatistics& statistics() const override { return statistics_; }
    Pace pace() const override { return pace_; }
    void set_pace(Pace pace) override { pace_ = pace; }
    void set_default_timeout(std::optional<std::uint8_t> unit, Milliseconds timeout) override {
        times_.set_default(unit, timeout);
    }

  protected:
    virtual bool is_open() const = 0;
    /// Sends once and waits at most `timeout` for the answer.
    virtual awaitable<Answer> exchange(std::uint8_t unit, const formats::Request& request, Milliseconds timeout) = 0;
    virtual awaitable<void> send_only(const formats::Request& request) = 0;

    /// A sound frame nobody waits for (any more).
    void count_late(std::uint8_t unit, formats::ByteView pdu);
    void count_stray(formats::ByteView bytes);
    void count_reconnect();

    LinkStatistics statistics_;
    Trace trace_;

  private:
    awaitable<void> keep_pace();
    awaitable<Answer> attempt(std::uint8_t unit, const formats::Request& request, const AskOptions& options);
    std::string shown(formats::ByteView bytes) const;
    void account(std::uint8_t unit, const Answer& answer, Clock::duration took);

    Endpoint endpoint_;
    Pace pace_;
    AnswerTimes times_;
    Turns turns_;
    Clock::time_point next_start_{};
    bool hides_bytes_ = false;  ///< a secret went over this link: what comes late may repeat it
};

}  // namespace firstlight::transport
