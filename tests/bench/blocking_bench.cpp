#include "window_bench.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>
#include <wx/app.h>
#include <wx/timer.h>

namespace firstlight::bench {

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int tick_ms = 5, seconds_on_a_place = 4;
// The charger that stalls the whole station, a line that loses answers, a port that takes connections and is silent.
constexpr std::array scenarios{"healthy_house", "stalling_charger", "flaky_line", "modbus_switched_off"};

/// A tick that comes late by as long as the loop was busy with something else.
class LateTicks : public wxTimer {
  public:
    LateTicks() { Start(tick_ms); }
    Milliseconds take_longest() { return std::exchange(longest_, {}); }

  private:
    void Notify() override {
        const auto now = Clock::now();
        longest_ = std::max(longest_, Milliseconds(now - last_) - Milliseconds(tick_ms));
        last_ = now;
    }
    Clock::time_point last_ = Clock::now();
    Milliseconds longest_{};
};

/// Goes to the next place, then to the next station, every few seconds.
class Tour : public wxTimer {
  public:
    explicit Tour(std::function<void()> done) : done_(std::move(done)) {
        real_.window->Show();
        fmt::print("\nLongest time the UI thread was busy, ms\n{:<22} {:<14} {:>8}\n", "station", "place", "ms");
        Start(seconds_on_a_place * 1000);
    }

  private:
    void Notify() override {
        const auto longest = ticks_.take_longest();
        fmt::print("{:<22} {:<14} {:>8.1f}\n", station_, place_, longest.count());
        std::fflush(stdout);
        if (next_place_ == real_.window->places()) {
            if (next_station_ == scenarios.size()) return end();
            station_ = scenarios[next_station_++];
            place_ = "(opening)";
            next_place_ = 0;
            return real_.window->open_demo(station_);
        }
        place_ = real_.window->page(next_place_).GetName().utf8_string();
        real_.window->show(next_place_++);
    }
    void end() {
        Stop();
        real_.window->Destroy();
        done_();
    }

    std::function<void()> done_;
    RealWindow real_;
    LateTicks ticks_;
    std::string station_ = "none", place_ = "(starting)";
    std::size_t next_place_ = 0, next_station_ = 0;
};

}  // namespace

void bench_blocking(std::function<void()> done) {
    static std::unique_ptr<Tour> tour;
    tour = std::make_unique<Tour>([done = std::move(done)] {
        done();
        wxTheApp->CallAfter([] { tour.reset(); });
    });
}

}  // namespace firstlight::bench
