#include "measure.h"
#include "window_bench.h"

#include <cstdio>
#include <stdexcept>

#include <fmt/core.h>
#include <gtk/gtk.h>
#include <unistd.h>

namespace firstlight::bench {

namespace {

/// Milliseconds of the clock that all processes share.
double now() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Without destructors: what ending costs is not asked here.
void say_and_end(GdkFrameClock*, gpointer home) {
    fmt::print("{}\n", now());
    std::fflush(stdout);
    if (home != nullptr) std::filesystem::remove_all(*static_cast<std::filesystem::path*>(home));
    ::_exit(0);
}

double one_start(const std::string& command) {
    const double begun = now();
    auto* child = ::popen(command.c_str(), "r");
    double painted = 0;
    const bool told = child != nullptr && std::fscanf(child, "%lf", &painted) == 1;
    if (child != nullptr) ::pclose(child);
    if (!told) throw std::runtime_error("no window came up: " + command);
    return painted - begun;
}

}  // namespace

void tell_first_paint(bool bare) {
    static std::unique_ptr<RealWindow> real;
    static std::filesystem::path home;
    if (!bare) {
        real = std::make_unique<RealWindow>();
        home = real->home.path();
    }
    wxFrame* frame = bare ? new wxFrame(nullptr, wxID_ANY, "Bare", wxDefaultPosition, wxSize(1280, 720)) : real->window;
    frame->Show();
    auto* clock = gtk_widget_get_frame_clock(frame->GetHandle());
    g_signal_connect(clock, "after-paint", G_CALLBACK(say_and_end), bare ? nullptr : &home);
}

void bench_first_paint(const char* program, int rounds) {
    std::vector<double> bare, real;
    const auto quoted = fmt::format("'{}'", program);
    for (int round = -1; round < rounds; ++round) {  // the first warms the disk's cache
        const double one = one_start(quoted + " paint-bare"), other = one_start(quoted + " paint-real");
        if (round < 0) continue;
        bare.push_back(one);
        real.push_back(other);
    }
    fmt::print("\nStart of the process to the first paint, median of {} starts each, in turns\n", rounds);
    fmt::print("{:<14} {:>8} {:>8}\n", "window", "ms", "ratio");
    fmt::print("{:<14} {:>8.0f} {:>8.2f}\n", "bare wx frame", median(bare), 1.0);
    fmt::print("{:<14} {:>8.0f} {:>8.2f}\n", "firstlight", median(real), median(real) / median(bare));
}

}  // namespace firstlight::bench
