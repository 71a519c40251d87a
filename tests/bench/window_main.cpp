#include "window_bench.h"

#include <exception>

#include <fmt/core.h>
#include <wx/app.h>
#include <wx/image.h>

namespace {

constexpr int rounds = 9;

/// Without an argument it measures; with one it is the child that is measured.
class BenchApplication : public wxApp {
  public:
    bool OnInit() override {
        wxInitAllImageHandlers();
        const wxString part = argc > 1 ? argv[1] : wxString();
        try {
            if (part.StartsWith("paint-")) {
                firstlight::bench::tell_first_paint(part == "paint-bare");
                return true;
            }
            firstlight::bench::bench_first_paint(argv[0].utf8_str(), rounds);
            firstlight::bench::bench_blocking([] { wxTheApp->ExitMainLoop(); });
            return true;
        } catch (const std::exception& error) {
            fmt::print(stderr, "The benchmark stopped: {}\n", error.what());
            return false;
        }
    }
};

}  // namespace

int main(int argc, char** argv) {
    wxApp::SetInstance(new BenchApplication);
    return wxEntry(argc, argv);
}
