#include "app/data_folder.h"
#include "app/desktop/main_window.h"
#include "app/language.h"
#include "reports/error_words.h"
#include "ui/appearance.h"
#include "ui/language.h"
#include "ui/words.h"

#include <filesystem>
#include <functional>
#include <memory>

#include <wx/app.h>
#include <wx/cmdline.h>
#include <wx/msgdlg.h>

namespace firstlight::app::desktop {

namespace {

class Application : public wxApp {
  public:
    void OnInitCmdLine(wxCmdLineParser& parser) override {
        parser.AddLongOption("data", "Folder with profiles, rule sets and scenarios");
        parser.AddLongOption("demo", "Open this demo station, such as healthy_house");
        parser.AddLongOption("language", "Speak this language: en, de, or system");
        parser.AddLongOption("connect", "Connect to this endpoint, such as tcp:192.168.4.1");
        wxApp::OnInitCmdLine(parser);
    }

    bool OnCmdLineParsed(wxCmdLineParser& parser) override {
        parser.Found("data", &data_);
        parser.Found("demo", &demo_);
        parser.Found("language", &language_);
        parser.Found("connect", &endpoint_);
        return wxApp::OnCmdLineParsed(parser);
    }

    bool OnInit() override {
        SetAppName("firstlight");
        if (!wxApp::OnInit()) return false;
        wxInitAllImageHandlers();
        try {
            const auto data = data_folder(std::filesystem::u8path(ui::to_utf8(data_)));
            ui::speak(choose_language(data, ui::to_utf8(language_)));
            workspace_ = std::make_unique<ui::Workspace>(
                ui::Folders{data, user_folder(), font_folder(data), locale_folder(data)});
            ui::apply_appearance(workspace_->preferences().appearance);
            auto* window = new MainWindow(*workspace_);
            require_files(*window);
            window->Show();
            window->begin_with(what_to_open(*window));
            return true;
        } catch (...) {
            const auto words = reports::describe(std::current_exception());
            wxMessageBox(ui::to_wx(words.explanation + "\n\n" + words.next_step), ui::to_wx(words.title),
                         wxOK | wxICON_ERROR);
            return false;
        }
    }

    int OnExit() override {
        workspace_.reset();
        return wxApp::OnExit();
    }

  private:
    /// Throws what parse_endpoint throws.
    std::function<void()> what_to_open(MainWindow& window) const {
        if (!demo_.empty())
            return [&window, demo = std::filesystem::u8path(ui::to_utf8(demo_))] { window.open_demo(demo); };
        if (!endpoint_.empty())
            return
                [&window, endpoint = transport::parse_endpoint(ui::to_utf8(endpoint_))] { window.connect(endpoint); };
        return [&window] {
            window.open_connect();
            window.look_for_interrupted();
        };
    }

    /// What is wrong with the visits or the data files is told instead of showing a window.
    void require_files(MainWindow& window) {
        try {
            workspace_->require_files();
        } catch (...) {
            window.Destroy();
            throw;
        }
    }

    wxString data_, demo_, language_, endpoint_;
    std::unique_ptr<ui::Workspace> workspace_;
};

}  // namespace

}  // namespace firstlight::app::desktop

int main(int argc, char** argv) {
    wxApp::SetInstance(new firstlight::app::desktop::Application);
    return wxEntry(argc, argv);
}
