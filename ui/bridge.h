#pragma once

#include "transport/runtime.h"

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

/// The one way between the UI thread and the I/O thread. The UI thread never waits for the other.
namespace firstlight::ui {

using transport::awaitable;

/// Runs `work` on the UI thread soon; from any thread. Dropped when the program is ending.
void post_to_ui(std::function<void()> work);

/// A coroutine that works for a window. Belongs to the UI thread; dropping it cancels the coroutine, and neither `done`
/// nor `failed` is called any more.
class Job {
  public:
    struct State;

    Job() = default;
    explicit Job(std::shared_ptr<State> state) : state_(std::move(state)) {}
    ~Job() { cancel(); }
    Job(Job&&) noexcept = default;
    Job& operator=(Job&& other) noexcept;

    void cancel();
    bool running() const;

  private:
    std::shared_ptr<State> state_;
};

/// Member of a window: what is posted for it is dropped once it is gone.
class Alive {
  public:
    std::weak_ptr<int> watch() const { return token_; }

  private:
    std::shared_ptr<int> token_ = std::make_shared<int>(0);
};

class Bridge {
  public:
    using Failed = std::function<void(std::exception_ptr)>;

    Bridge();
    /// Cancels every job, waits for their ends (each restores what it changed) and stops the I/O thread.
    ~Bridge();
    Bridge(const Bridge&) = delete;
    Bridge& operator=(const Bridge&) = delete;

    transport::Runtime& runtime() { return runtime_; }

    /// Starts the coroutine that `work` makes on the I/O thread; one of `done` and `failed` follows on the UI thread.
    /// Cancellation calls neither.
    template <class T>
    [[nodiscard]] Job start(std::function<awaitable<T>()> work, std::function<void(T)> done, Failed failed);

    /// Blocking work (files, the store) on the runtime's pool.
    template <class T>
    [[nodiscard]] Job start_beside(std::function<T()> work, std::function<void(T)> done, Failed failed);

    /// A sink for the I/O thread: the newest value reaches `show` on the UI thread while `owner` lives; older ones that
    /// were not shown yet are dropped.
    template <class T>
    static std::function<void(const T&)> latest(const Alive& owner, std::function<void(const T&)> show);

  private:
    struct Jobs;
    Job launch(std::function<awaitable<void>()> work, std::function<void()> deliver, Failed failed);

    transport::Runtime runtime_;
    std::shared_ptr<Jobs> jobs_;
};

template <class T>
Job Bridge::start(std::function<awaitable<T>()> work, std::function<void(T)> done, Failed failed) {
    auto result = std::make_shared<std::optional<T>>();
    auto keep = [](std::function<awaitable<T>()> make, std::shared_ptr<std::optional<T>> kept) -> awaitable<void> {
        kept->emplace(co_await make());
    };
    return launch([keep, work = std::move(work), result] { return keep(work, result); },
                  [done = std::move(done), result] { done(std::move(**result)); }, std::move(failed));
}

template <class T>
Job Bridge::start_beside(std::function<T()> work, std::function<void(T)> done, Failed failed) {
    auto result = std::make_shared<std::optional<T>>();
    std::function<void()> keep = [work = std::move(work), result] { result->emplace(work()); };
    return launch([this, keep] { return transport::run_beside(runtime_, keep); },
                  [done = std::move(done), result] { done(std::move(**result)); }, std::move(failed));
}

template <class T>
std::function<void(const T&)> Bridge::latest(const Alive& owner, std::function<void(const T&)> show) {
    struct Slot {
        std::mutex mutex;
        std::optional<T> newest;
    };
    auto slot = std::make_shared<Slot>();
    return [slot, watch = owner.watch(), show = std::move(show)](const T& value) {
        const std::lock_guard lock(slot->mutex);
        const bool on_its_way = slot->newest.has_value();
        slot->newest = value;
        if (on_its_way) return;
        post_to_ui([slot, watch, show] {
            std::optional<T> newest;
            {
                const std::lock_guard inner(slot->mutex);
                newest.swap(slot->newest);
            }
            if (!watch.expired()) show(*newest);
        });
    };
}

}  // namespace firstlight::ui
