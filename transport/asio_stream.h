#pragma once

#include "transport/byte_stream.h"

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace firstlight::transport {

/// A ByteStream over any Asio stream. One coroutine reads all the time and outlives the owner by its shared state.
template <class Stream>
class AsioStream final : public ByteStream {
  public:
    using FaultOf = LinkFault (*)(const boost::system::error_code&);

    AsioStream(Stream stream, FaultOf fault_of) : shared_(std::make_shared<Shared>(std::move(stream), fault_of)) {
        reader_ = spawn(shared_->stream.get_executor(), read_all(shared_));
    }

    ~AsioStream() override { close(); }

    awaitable<void> write(formats::ByteView bytes) override {
        const auto shared = shared_;
        boost::system::error_code error;
        co_await boost::asio::async_write(shared->stream, boost::asio::buffer(bytes.data(), bytes.size()),
                                          boost::asio::redirect_error(boost::asio::use_awaitable, error));
        if (error == boost::asio::error::operation_aborted && !shared->failure)
            throw boost::system::system_error(error);
        if (error) shared->fail(error);
    }

    awaitable<void> wait(Clock::time_point until) override {
        const auto shared = shared_;
        if (shared->failure) co_return;
        const auto before = shared->total;
        boost::system::error_code error;
        shared->more.expires_at(until);
        co_await shared->more.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, error));
        // The reader cancels the timer too; only then is the cancellation not ours to pass on.
        if (error && shared->total == before && !shared->failure) throw boost::system::system_error(error);
    }

    formats::Bytes& received() override { return shared_->received; }
    Clock::time_point last_received() const override { return shared_->last; }
    std::uint64_t total_received() const override { return shared_->total; }
    const std::optional<LinkFault>& failure() const override { return shared_->failure; }

    void close() override {
        boost::system::error_code ignored;
        shared_->stream.close(ignored);
    }

  private:
    /// Others may talk for hours on a line that nobody here reads.
    static constexpr std::size_t most_kept = 8192;

    struct Shared {
        Shared(Stream opened, FaultOf names)
            : stream(std::move(opened)), more(stream.get_executor()), fault_of(names) {}

        void fail(const boost::system::error_code& error) {
            if (!failure) failure = fault_of(error);
            more.cancel();
        }

        Stream stream;
        boost::asio::steady_timer more;
        FaultOf fault_of;
        formats::Bytes received;
        Clock::time_point last{};
        std::uint64_t total = 0;
        std::optional<LinkFault> failure;
        std::array<std::uint8_t, 512> buffer{};
    };

    static awaitable<void> read_all(std::shared_ptr<Shared> shared) {
        for (;;) {
            boost::system::error_code error;
            const auto count = co_await shared->stream.async_read_some(
                boost::asio::buffer(shared->buffer), boost::asio::redirect_error(boost::asio::use_awaitable, error));
            if (error) {
                shared->fail(error);
                co_return;
            }
            shared->received.insert(shared->received.end(), shared->buffer.begin(),
                                    shared->buffer.begin() + static_cast<std::ptrdiff_t>(count));
            if (shared->received.size() > most_kept)
                shared->received.erase(shared->received.begin(),
                                       shared->received.end() - static_cast<std::ptrdiff_t>(most_kept));
            shared->last = Clock::now();
            shared->total += count;
            shared->more.cancel();
        }
    }

    std::shared_ptr<Shared> shared_;
    Task reader_;
};

}  // namespace firstlight::transport
