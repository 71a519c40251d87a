#pragma once

#include "transport/runtime.h"

#include <memory>

namespace firstlight::transport {

/// Coroutines of one thread take turns, in the order they came. Held by what several of them use, such as a station.
class OneAtATime {
  public:
    OneAtATime();
    ~OneAtATime();
    OneAtATime(const OneAtATime&) = delete;
    OneAtATime& operator=(const OneAtATime&) = delete;

    /// Ends with its holder; the next in the queue goes on.
    using Turn = std::shared_ptr<void>;
    /// Throws operation_aborted when the waiting coroutine is cancelled.
    awaitable<Turn> take();
    /// Somebody waits for the holder to end.
    bool wanted() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace firstlight::transport
