#include "transport/one_at_a_time.h"

#include "transport/turns.h"

#include <utility>

namespace firstlight::transport {

struct OneAtATime::State {
    Turns turns{1};
    int waiting = 0;
};

OneAtATime::OneAtATime() : state_(std::make_shared<State>()) {}
OneAtATime::~OneAtATime() = default;

awaitable<OneAtATime::Turn> OneAtATime::take() {
    // The turn keeps the queue alive, so that its holder may outlive the owner.
    struct Held {
        std::shared_ptr<State> state;
        Turns::Turn turn;
    };
    struct Waiting {
        explicit Waiting(int& count) : waiting(count) { ++waiting; }
        ~Waiting() { --waiting; }
        int& waiting;
    };
    const auto state = state_;
    Waiting counted(state->waiting);
    auto turn = co_await state->turns.take();
    co_return std::make_shared<Held>(Held{state, std::move(turn)});
}

bool OneAtATime::wanted() const {
    return state_->waiting > 0;
}

}  // namespace firstlight::transport
