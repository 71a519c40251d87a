#pragma once

#include "transport/wake_up.h"

#include <list>
#include <memory>

namespace firstlight::transport {

/// First come, first served: at most `places` coroutines hold a turn at once.
class Turns {
  public:
    explicit Turns(int places) : free_(places) {}

    /// Given back when it goes out of scope.
    class Turn {
      public:
        explicit Turn(Turns& turns) : turns_(&turns) {}
        Turn(Turn&& other) noexcept : turns_(std::exchange(other.turns_, nullptr)) {}
        Turn& operator=(Turn&&) = delete;
        ~Turn() {
            if (turns_ != nullptr) turns_->give_back();
        }

      private:
        Turns* turns_;
    };

    awaitable<Turn> take() {
        if (free_ > 0 && queue_.empty()) {
            --free_;
            co_return Turn(*this);
        }
        const auto place = queue_.emplace(queue_.end());
        try {
            co_await place->wake.wait();
        } catch (...) {
            // Cancelled while the turn was being handed over: pass it on.
            if (place->given) give_back();
            queue_.erase(place);
            throw;
        }
        queue_.erase(place);
        co_return Turn(*this);
    }

  private:
    struct Place {
        WakeUp wake;
        bool given = false;
    };

    void give_back() {
        for (auto& place : queue_)
            if (!place.given) {
                place.given = true;
                place.wake.notify();
                return;
            }
        ++free_;
    }

    int free_;
    std::list<Place> queue_;
};

}  // namespace firstlight::transport
