// Catch2 inside a wx application: tests run on the UI thread and let the event loop work while they wait.
#include <cstdio>
#include <cstdlib>

#include <catch2/catch_session.hpp>
#include <wx/app.h>
#include <wx/evtloop.h>
#include <wx/image.h>

namespace {

class TestApplication : public wxApp {
  public:
    bool OnInit() override {
        SetAppName("firstlight");
        wxInitAllImageHandlers();
        return true;
    }
    // The usual dialog would wait for somebody to click it.
    void OnAssertFailure(const wxChar* file, int line, const wxChar* function, const wxChar* condition,
                         const wxChar* message) override {
        std::fprintf(stderr, "wx: %ls:%d %ls: %ls: %ls\n", file, line, function, condition, message ? message : L"");
        std::abort();
    }
};

}  // namespace

int main(int argc, char** argv) {
    wxApp::SetInstance(new TestApplication);
    int wx_arguments = 1;  // the rest is Catch2's
    if (!wxEntryStart(wx_arguments, argv) || !wxTheApp->CallOnInit()) return 1;
    int result = 1;
    {
        wxGUIEventLoop loop;
        const wxEventLoopActivator active(&loop);
        result = Catch::Session().run(argc, argv);
    }
    wxTheApp->OnExit();
    wxEntryCleanup();
    return result;
}
