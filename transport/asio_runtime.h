#pragma once

#include "transport/runtime.h"

#include <optional>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

/// The inside of Runtime, for transport's own sources only.
namespace firstlight::transport {

struct Runtime::State {
    boost::asio::io_context io{1};
    boost::asio::thread_pool pool;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work;
    std::thread thread;
    bool cancel_on_interrupt = false;

    State();
};

boost::asio::io_context& io_context_of(Runtime& runtime);

}  // namespace firstlight::transport
