#include "transport/runtime.h"

#include <stdexcept>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight::transport;
using namespace std::chrono_literals;

namespace {

awaitable<int> seven() {
    co_return 7;
}

awaitable<void> fails() {
    co_await sleep_for(1ms);
    throw std::runtime_error("broken");
}

}  // namespace

TEST_CASE("run gives the result or the error") {
    Runtime runtime;
    CHECK(runtime.run(seven()) == 7);
    CHECK_THROWS_AS(runtime.run(fails()), std::runtime_error);
    CHECK(runtime.run(seven()) == 7);
}

TEST_CASE("blocking work runs on another thread and its error comes back") {
    Runtime runtime;
    const auto here = std::this_thread::get_id();
    std::thread::id there;
    runtime.run(run_beside(runtime, [&] { there = std::this_thread::get_id(); }));
    CHECK(there != here);
    CHECK_THROWS_AS(runtime.run(run_beside(runtime, [] { throw std::out_of_range("x"); })), std::out_of_range);
}

TEST_CASE("a task is cancelled by its handle; its error is kept for join") {
    Runtime runtime;
    bool ended_early = false;
    auto job = [&]() -> awaitable<void> {
        auto sleeper = [&]() -> awaitable<void> {
            try {
                co_await sleep_for(1h);
            } catch (...) {
                ended_early = true;
                throw;
            }
        };
        auto task = co_await spawn_here(sleeper());
        co_await sleep_for(1ms);
        task.cancel();
        co_await task.join();
        auto failing = co_await spawn_here(fails());
        bool thrown = false;
        try {
            co_await failing.join();
        } catch (const std::runtime_error&) {
            thrown = true;
        }
        CHECK(thrown);
    };
    runtime.run(job());
    CHECK(ended_early);
}

TEST_CASE("restoring runs after success, error and cancellation") {
    Runtime runtime;
    int restored = 0;
    auto restore = [&]() -> awaitable<void> {
        co_await sleep_for(1ms);
        ++restored;
    };
    auto nothing = []() -> awaitable<void> { co_return; };
    runtime.run(run_then_restore(nothing(), restore(), 5s));
    CHECK(restored == 1);
    CHECK_THROWS_AS(runtime.run(run_then_restore(fails(), restore(), 5s)), std::runtime_error);
    CHECK(restored == 2);
    auto job = [&]() -> awaitable<void> {
        auto task = co_await spawn_here(run_then_restore(sleep_for(1h), restore(), 5s));
        co_await sleep_for(1ms);
        task.cancel();
        co_await task.join();
    };
    runtime.run(job());
    CHECK(restored == 3);
    CHECK_THROWS_AS(runtime.run(run_then_restore(nothing(), sleep_for(1h), 10ms)), std::runtime_error);
}

TEST_CASE("cancelled work beside is still awaited") {
    Runtime runtime;
    bool finished = false;
    auto slow = [&]() -> awaitable<void> {
        co_await run_beside(runtime, [&] {
            std::this_thread::sleep_for(30ms);
            finished = true;
        });
        co_await sleep_for(1h);
    };
    auto job = [&]() -> awaitable<void> {
        auto task = co_await spawn_here(slow());
        co_await sleep_for(5ms);
        task.cancel();
        co_await task.join();
        CHECK(finished);
    };
    runtime.run(job());
}

TEST_CASE("work posted from another thread runs on the I/O thread, in its order") {
    Runtime runtime;
    std::vector<int> order;
    std::thread::id where;
    const auto story = [&]() -> awaitable<void> {
        std::thread other([&] {
            for (int i = 1; i <= 3; ++i)
                runtime.post([&, i] {
                    order.push_back(i);
                    where = std::this_thread::get_id();
                });
        });
        while (order.size() < 3) co_await sleep_for(1ms);
        other.join();
    };
    runtime.run(story());
    CHECK(order == std::vector{1, 2, 3});
    CHECK(where == std::this_thread::get_id());
}
