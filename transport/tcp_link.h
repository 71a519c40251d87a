#pragma once

#include "transport/paced_link.h"
#include "transport/wake_up.h"

#include <array>
#include <list>
#include <memory>
#include <optional>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace firstlight::transport {

/// Modbus TCP over one connection. Answers are matched by transaction id and unit; those nobody waits for are counted
/// and dropped without closing the connection (facts: behaviour.md section 4).
class TcpLink final : public PacedLink {
  public:
    TcpLink(Endpoint endpoint, const LinkOptions& options, boost::asio::any_io_executor executor);
    ~TcpLink() override;

    /// Throws LinkError.
    awaitable<void> connect();
    /// Takes over a connection that the station has opened; it cannot be opened again from here.
    void adopt(boost::asio::ip::tcp::socket socket);

    awaitable<void> reopen() override;
    awaitable<void> close() override;

  protected:
    bool is_open() const override { return connected_; }
    awaitable<Answer> exchange(std::uint8_t unit, const formats::Request& request, Milliseconds timeout) override;
    awaitable<void> send_only(const formats::Request& request) override;

  private:
    /// One request on its way.
    struct Pending {
        std::uint16_t transaction = 0;
        std::uint8_t unit = 0;
        Clock::time_point deadline;
        std::optional<formats::Bytes> pdu;
        std::optional<LinkFault> fault;
        WakeUp arrived;
        bool over() const { return pdu || fault; }
    };

    /// Outlives the link while a read is under way: the system may still write into the buffer.
    struct Receiving {
        bool alive = true;
        std::array<std::uint8_t, 4096> buffer{};
        std::size_t filled = 0;
    };

    /// Questions that find the connection cut together open it again once.
    awaitable<std::optional<LinkFault>> ensure_connected();
    awaitable<std::optional<LinkFault>> send(const formats::Bytes& frame);
    void start_reading();
    awaitable<void> read_answers(std::uint64_t connection);
    void take_frames();
    void deliver(formats::ByteView frame);
    void fail_all(const LinkFault& fault);
    void drop_connection();
    void watch_deadline(Clock::time_point deadline);
    void expire();

    LinkOptions options_;
    boost::asio::any_io_executor executor_;
    boost::asio::ip::tcp::socket socket_;
    bool connected_ = false;
    bool adopted_ = false;
    Turns connecting_{1};
    std::uint64_t connection_ = 0;  ///< counts connections, so that an old reader leaves a new one alone
    std::uint16_t next_transaction_ = 0;
    std::list<Pending> pending_;
    Task reader_;
    // One timer for all deadlines, moved only when it fires: no system call per transaction.
    boost::asio::steady_timer watchdog_;
    std::optional<Clock::time_point> watching_;
    std::shared_ptr<Receiving> receiving_ = std::make_shared<Receiving>();
};

}  // namespace firstlight::transport
