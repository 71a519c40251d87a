#pragma once

#include "transport/runtime.h"

#include <memory>
#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

/// For transport's own sources: one coroutine waits, another wakes it. No timer and no system call is involved, which
/// is why it is not a steady_timer that gets cancelled.
namespace firstlight::transport {

class WakeUp {
  public:
    WakeUp() = default;
    WakeUp(const WakeUp&) = delete;
    WakeUp& operator=(const WakeUp&) = delete;

    /// One waiter at a time. Throws operation_aborted when the waiting coroutine is cancelled.
    awaitable<void> wait() {
        co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(boost::system::error_code)>(
            [this](auto handler) { start(std::move(handler)); }, boost::asio::use_awaitable);
    }

    void notify() { complete({}); }
    bool waiting() const { return waiter_ != nullptr; }

  private:
    struct Waiter {
        virtual ~Waiter() = default;
        virtual void complete(boost::system::error_code error) = 0;
    };

    template <class Handler>
    struct WaiterOf final : Waiter {
        explicit WaiterOf(Handler waiting) : handler(std::move(waiting)) {}
        void complete(boost::system::error_code error) override {
            const auto executor = boost::asio::get_associated_executor(handler);
            boost::asio::post(executor, [h = std::move(handler), error]() mutable { std::move(h)(error); });
        }
        Handler handler;
    };

    template <class Handler>
    void start(Handler handler) {
        auto slot = boost::asio::get_associated_cancellation_slot(handler);
        waiter_ = std::make_unique<WaiterOf<Handler>>(std::move(handler));
        if (slot.is_connected())
            slot.assign([this](boost::asio::cancellation_type) { complete(boost::asio::error::operation_aborted); });
    }

    void complete(boost::system::error_code error) {
        if (const auto waiter = std::exchange(waiter_, nullptr)) waiter->complete(error);
    }

    std::unique_ptr<Waiter> waiter_;
};

}  // namespace firstlight::transport
