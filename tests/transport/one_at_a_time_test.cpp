#include "transport/one_at_a_time.h"

#include <vector>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight::transport;
using namespace std::chrono_literals;

namespace {

awaitable<void> take_and_note(OneAtATime& turns, int who, std::vector<int>& order) {
    const auto turn = co_await turns.take();
    order.push_back(who);
    co_await sleep_for(1ms);
    order.push_back(who);
}

}  // namespace

TEST_CASE("turns are taken in the order in which they were asked for, one at a time") {
    Runtime runtime;
    std::vector<int> order;
    const auto story = [&]() -> awaitable<void> {
        OneAtATime turns;
        std::vector<Task> tasks;
        for (int who = 1; who <= 3; ++who) tasks.push_back(co_await spawn_here(take_and_note(turns, who, order)));
        for (auto& task : tasks) co_await task.join();
        CHECK_FALSE(turns.wanted());
    };
    runtime.run(story());
    CHECK(order == std::vector{1, 1, 2, 2, 3, 3});
}

TEST_CASE("the holder is told that somebody waits") {
    Runtime runtime;
    std::vector<int> order;
    const auto story = [&]() -> awaitable<void> {
        OneAtATime turns;
        auto turn = co_await turns.take();
        CHECK_FALSE(turns.wanted());
        auto waiting = co_await spawn_here(take_and_note(turns, 1, order));
        co_await sleep_for(1ms);
        CHECK(turns.wanted());
        CHECK(order.empty());
        turn.reset();
        co_await waiting.join();
        CHECK_FALSE(turns.wanted());
    };
    runtime.run(story());
    CHECK(order == std::vector{1, 1});
}

TEST_CASE("who is cancelled while waiting leaves the queue to the others") {
    Runtime runtime;
    std::vector<int> order;
    const auto story = [&]() -> awaitable<void> {
        OneAtATime turns;
        auto turn = co_await turns.take();
        auto gives_up = co_await spawn_here(take_and_note(turns, 1, order));
        auto stays = co_await spawn_here(take_and_note(turns, 2, order));
        co_await sleep_for(1ms);
        gives_up.cancel();
        co_await gives_up.join();
        turn.reset();
        co_await stays.join();
    };
    runtime.run(story());
    CHECK(order == std::vector{2, 2});
}

TEST_CASE("who is cancelled while holding passes the turn on") {
    Runtime runtime;
    std::vector<int> order;
    const auto hold_on = [](OneAtATime& turns) -> awaitable<void> {
        const auto turn = co_await turns.take();
        co_await sleep_for(1h);
    };
    const auto story = [&]() -> awaitable<void> {
        OneAtATime turns;
        auto holder = co_await spawn_here(hold_on(turns));
        auto next = co_await spawn_here(take_and_note(turns, 2, order));
        co_await sleep_for(1ms);
        holder.cancel();
        co_await next.join();
    };
    runtime.run(story());
    CHECK(order == std::vector{2, 2});
}
