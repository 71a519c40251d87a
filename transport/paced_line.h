#pragma once

#include "formats/bytes.h"
#include "transport/serve_request.h"
#include "transport/server_line.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <boost/asio/steady_timer.hpp>

/// A serial server: RTU frames on a wire whose time is kept. Private to transport's sources.
namespace firstlight::transport {

/// A half-duplex line: a request's own wire time passes before it is answered, the answer's bytes arrive at the
/// character time, and what overlaps on the wire is damaged. Lives on the I/O thread.
class PacedLine : public std::enable_shared_from_this<PacedLine> {
  public:
    using Clock = std::chrono::steady_clock;

    PacedLine(boost::asio::any_io_executor executor, std::unique_ptr<ServerLine> line, SerialServerOptions options,
              RequestHandler handler);
    void start();
    void stop();
    void set_interrupted(bool on);
    LineObservation observation() const;
    const SerialServerOptions& options() const { return options_; }

    HandlerSlot slot;

  private:
    /// Bytes on their way to the master.
    struct Sending {
        formats::Bytes bytes;
        Clock::time_point start;
        Clock::duration per_byte{};
        std::size_t sent = 0;
        bool echo = false;
        bool abandoned = false;                        ///< the master has asked something else since
        std::optional<Clock::time_point> first_heard;  ///< when the master could first notice it
        Clock::time_point end() const { return start + per_byte * static_cast<Clock::rep>(bytes.size()); }
    };

    void hear(formats::ByteView bytes);
    bool is_surprised(Clock::time_point start) const;
    void note_arrival(Clock::time_point start, std::size_t count);
    void await_frame();
    void take_frame();
    void take_after_silence();
    void serve(formats::ByteView frame);
    void send(formats::Bytes bytes, Clock::time_point start, bool echo = false);
    void collide_with_request(Sending& sending);
    void pump();
    void pump_later();
    void foreign_later();
    template <class Change>
    void count(Change change);

    boost::asio::any_io_executor executor_;
    std::unique_ptr<ServerLine> line_;
    SerialServerOptions options_;
    Clock::duration character_{};  ///< zero: the wire itself takes the time
    Clock::duration silence_{};    ///< 3.5 characters
    boost::asio::steady_timer frame_timer_, send_timer_, foreign_timer_;

    formats::Bytes request_;
    bool request_damaged_ = false;
    Clock::time_point request_start_{}, wire_end_{};  ///< of what the master sends
    Clock::time_point quiet_since_{};
    Clock::time_point surprised_until_{};  ///< an abandoned answer came a moment ago
    Clock::time_point held_until_{};
    std::vector<Sending> sending_;
    bool interrupted_ = false, stopped_ = false;

    mutable std::mutex observed_mutex_;
    LineObservation observed_;
};

}  // namespace firstlight::transport
