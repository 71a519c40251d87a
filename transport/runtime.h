#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>  // before awaitable.hpp, which forgets it

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

/// The one I/O thread and the threads beside it. Upper folders write coroutines with what is here and never include
/// Asio's I/O headers.
namespace firstlight::transport {

template <class T>
using awaitable = boost::asio::awaitable<T>;

/// Owns the io_context and a small pool for blocking work (SQLite, hashing, name look-ups, port listing).
class Runtime {
  public:
    Runtime();
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    boost::asio::any_io_executor executor();

    /// Runs `work` on the I/O thread soon; may be called from any thread.
    void post(std::function<void()> work);

    /// Runs the coroutine to its end on the calling thread; rethrows what it threw. Work that was spawned beside it
    /// goes on as long as it runs. On an interrupt signal given to `cancel_on_interrupt`, the coroutine is cancelled.
    template <class T>
    T run(awaitable<T> job);
    void run(awaitable<void> job);

    /// While set, the first Ctrl+C cancels what `run` is running instead of ending the program.
    void cancel_on_interrupt(bool on);

    /// Runs on another thread until stop(): for the embedded virtual station and for windows.
    void start_thread();
    void stop();

    struct State;
    State& state() { return *state_; }

  private:
    std::unique_ptr<State> state_;
};

/// A coroutine that runs beside its owner. Dropping the handle cancels it; `join` waits for its end.
class Task {
  public:
    Task();
    ~Task();
    Task(Task&&) noexcept;
    Task& operator=(Task&&) noexcept;
    void cancel();
    bool done() const;
    /// Rethrows what the coroutine threw, except its cancellation.
    awaitable<void> join();

    struct State;
    explicit Task(std::shared_ptr<State> state);

  private:
    std::shared_ptr<State> state_;
};

/// Starts `job` on `executor`; call on the I/O thread.
[[nodiscard]] Task spawn(boost::asio::any_io_executor executor, awaitable<void> job);
/// Starts `job` on the executor of the coroutine that calls.
awaitable<Task> spawn_here(awaitable<void> job);

awaitable<void> sleep_for(std::chrono::steady_clock::duration time);

/// Runs `work` on the runtime's pool and comes back to the I/O thread; rethrows what it threw.
awaitable<void> run_beside(Runtime& runtime, std::function<void()> work);

/// True when the exception is Asio's "operation cancelled": not an error to show.
bool is_cancellation(const std::exception_ptr& error);

/// Runs `body`; whatever way it ends (result, error, cancellation), runs `restore` with cancellation switched off and
/// at most `limit`, then rethrows what `body` threw. For tests that change a station.
awaitable<void> run_then_restore(awaitable<void> body, awaitable<void> restore,
                                 std::chrono::steady_clock::duration limit);

template <class T>
T Runtime::run(awaitable<T> job) {
    std::optional<T> result;
    auto keep = [](awaitable<T> inner, std::optional<T>& kept) -> awaitable<void> {
        kept.emplace(co_await std::move(inner));
    };
    run(keep(std::move(job), result));
    return std::move(*result);
}

}  // namespace firstlight::transport
