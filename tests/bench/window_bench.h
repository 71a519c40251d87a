#pragma once

#include "app/desktop/main_window.h"
#include "tests/store/temporary_folder.h"

/// What the window costs: how soon it is on the screen, how long it lets the person wait. Prints, asserts nothing.
namespace firstlight::bench {

/// The real window over a user folder of its own.
struct RealWindow {
    tests::TemporaryFolder home;
    ui::Workspace workspace{{FIRSTLIGHT_SOURCE_DIR "/data", home.path(), FIRSTLIGHT_BINARY_DIR "/data/fonts",
                             FIRSTLIGHT_BINARY_DIR "/data/locale"}};
    app::desktop::MainWindow* window = new app::desktop::MainWindow(workspace);
};

/// In a child process: shows a bare wx frame, or the real window, says when it was painted, and ends.
void tell_first_paint(bool bare);
/// Starts both in turns, as processes of their own.
void bench_first_paint(const char* program, int rounds);

/// Shows every place while slow and silent stations are read; calls `done` at its end. Needs the running event loop.
void bench_blocking(std::function<void()> done);

}  // namespace firstlight::bench
