#include "transport/runtime.h"

#include "transport/asio_runtime.h"

#include <csignal>
#include <thread>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace firstlight::transport {

namespace asio = boost::asio;

namespace {

constexpr int threads_for_blocking_work = 2;

void rethrow(const std::exception_ptr& error) {
    if (error) std::rethrow_exception(error);
}

}  // namespace

asio::io_context& io_context_of(Runtime& runtime) {
    return runtime.state().io;
}

Runtime::Runtime() : state_(std::make_unique<State>()) {}

Runtime::~Runtime() {
    stop();
}

Runtime::State::State() : pool(threads_for_blocking_work) {}

asio::any_io_executor Runtime::executor() {
    return state_->io.get_executor();
}

void Runtime::post(std::function<void()> work) {
    asio::post(state_->io, std::move(work));
}

void Runtime::run(awaitable<void> job) {
    std::exception_ptr failure;
    bool ended = false;
    asio::cancellation_signal cancel;
    asio::signal_set interrupt(state_->io);
    if (state_->cancel_on_interrupt) {
        interrupt.add(SIGINT);
        interrupt.async_wait([&](boost::system::error_code error, int) {
            if (error) return;
            interrupt.clear();  // the second one ends the program
            cancel.emit(asio::cancellation_type::terminal);
        });
    }
    auto ends = [&](std::exception_ptr error) {
        failure = std::move(error);
        ended = true;
        interrupt.cancel();
    };
    asio::co_spawn(state_->io, std::move(job), asio::bind_cancellation_slot(cancel.slot(), std::move(ends)));
    state_->io.restart();
    while (!ended && state_->io.run_one() > 0) {
    }
    state_->io.poll();  // what was posted while ending, such as the signal set's last handler
    rethrow(failure);
}

void Runtime::cancel_on_interrupt(bool on) {
    state_->cancel_on_interrupt = on;
}

void Runtime::start_thread() {
    state_->work.emplace(state_->io.get_executor());
    state_->io.restart();
    state_->thread = std::thread([this] { state_->io.run(); });
}

void Runtime::stop() {
    state_->work.reset();
    if (state_->thread.joinable()) {
        state_->io.stop();
        state_->thread.join();
    }
    state_->pool.join();
}

struct Task::State {
    asio::cancellation_signal cancel;
    asio::any_io_executor executor;
    bool done = false;
    std::exception_ptr failure;
    asio::steady_timer ended;  // never expires; cancelled when the coroutine ends

    explicit State(const asio::any_io_executor& on) : executor(on), ended(on, asio::steady_timer::time_point::max()) {}
};

Task::Task() = default;
Task::Task(std::shared_ptr<State> state) : state_(std::move(state)) {}
Task::Task(Task&&) noexcept = default;

Task::~Task() {
    cancel();
}

Task& Task::operator=(Task&& other) noexcept {
    if (this != &other) {
        cancel();
        state_ = std::move(other.state_);
    }
    return *this;
}

void Task::cancel() {
    if (!state_ || state_->done) return;
    asio::post(state_->executor, [state = state_] { state->cancel.emit(asio::cancellation_type::terminal); });
}

bool Task::done() const {
    return !state_ || state_->done;
}

awaitable<void> Task::join() {
    const auto state = state_;
    if (!state) co_return;
    while (!state->done) {
        boost::system::error_code ignored;
        co_await state->ended.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (state->failure && !is_cancellation(state->failure)) std::rethrow_exception(state->failure);
}

Task spawn(asio::any_io_executor executor, awaitable<void> job) {
    auto state = std::make_shared<Task::State>(executor);
    auto ends = [state](std::exception_ptr error) {
        state->failure = std::move(error);
        state->done = true;
        state->ended.cancel();
    };
    asio::co_spawn(executor, std::move(job), asio::bind_cancellation_slot(state->cancel.slot(), std::move(ends)));
    return Task(std::move(state));
}

awaitable<Task> spawn_here(awaitable<void> job) {
    const auto executor = co_await asio::this_coro::executor;
    co_return spawn(executor, std::move(job));
}

awaitable<void> sleep_for(std::chrono::steady_clock::duration time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

awaitable<void> run_beside(Runtime& runtime, std::function<void()> work) {
    const auto home = co_await asio::this_coro::executor;
    std::exception_ptr failure;
    bool done = false;
    asio::steady_timer finished(home, asio::steady_timer::time_point::max());
    asio::post(runtime.state().pool, [&] {
        try {
            work();
        } catch (...) {
            failure = std::current_exception();
        }
        asio::post(home, [&] {
            done = true;
            finished.cancel();
        });
    });
    // The work refers to this frame, so even a cancelled caller waits for its end; the cancellation is not forgotten.
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!done) {
        boost::system::error_code ignored;
        co_await finished.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_await asio::this_coro::throw_if_cancelled(throws);
    rethrow(failure);
}

bool is_cancellation(const std::exception_ptr& error) {
    try {
        rethrow(error);
    } catch (const boost::system::system_error& system) {
        return system.code() == asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
    return false;
}

namespace {

awaitable<void> cancel_after(Task& watched, std::chrono::steady_clock::duration limit, bool& expired) {
    co_await sleep_for(limit);
    expired = true;
    watched.cancel();
}

}  // namespace

awaitable<void> run_then_restore(awaitable<void> body, awaitable<void> restore,
                                 std::chrono::steady_clock::duration limit) {
    std::exception_ptr failure;
    try {
        co_await std::move(body);
    } catch (...) {
        failure = std::current_exception();
    }
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    const auto executor = co_await asio::this_coro::executor;
    auto restoring = spawn(executor, std::move(restore));
    bool expired = false;
    auto watchdog = spawn(executor, cancel_after(restoring, limit, expired));
    try {
        co_await restoring.join();
    } catch (...) {
        if (!failure) failure = std::current_exception();
    }
    watchdog.cancel();  // and its end is awaited: it refers to this frame
    co_await watchdog.join();
    co_await asio::this_coro::reset_cancellation_state();
    rethrow(failure);
    if (expired) throw std::runtime_error("restoring took too long and was given up");
}

}  // namespace firstlight::transport
