#pragma once

#include "transport/runtime.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace firstlight::transport {

/// Starts `operation` (a function that takes a completion token of signature void(error_code, T...)) and cancels it at
/// the deadline. The operation's own error comes back at once; at the deadline it is timed_out.
template <class Operation>
awaitable<boost::system::error_code> with_deadline(Operation operation, std::chrono::steady_clock::duration time) {
    namespace asio = boost::asio;
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    auto race = asio::experimental::make_parallel_group(std::move(operation),
                                                        [&](auto token) { return timer.async_wait(std::move(token)); });
    const auto results = co_await race.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const bool timer_first = std::get<0>(results)[0] == 1;
    co_return timer_first ? boost::system::error_code(asio::error::timed_out) : std::get<1>(results);
}

}  // namespace firstlight::transport
