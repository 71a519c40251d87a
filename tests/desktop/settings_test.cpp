// Settings by keyboard: what is wrong is refused beside its field, what is right is kept on disk.
#include "commissioning/preferences.h"
#include "formats/strict_json.h"
#include "reports/error_words.h"
#include "tests/desktop/opened_window.h"

#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <wx/textctrl.h>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

/// The window on its settings.
struct OpenedSettings : OpenedWindow {
    OpenedSettings() {
        show("Settings");
        activate();
    }
    wxWindow& field(const wxString& name) { return find_control<wxTextCtrl>(**this, name); }
    void save() { push(find_control(**this, "Save settings")); }
    std::filesystem::path file() { return workspace().folders().user / "preferences.json"; }
    bool complains_beside(wxWindow& control, const wxString& words) { return shows_text(*control.GetParent(), words); }
};

}  // namespace

TEST_CASE("settings refuse a wrong pace beside its field and keep nothing") {
    OpenedSettings settings;
    auto& pace = settings.field("Seconds between two requests");
    for (const char* wrong : {"11", "-1", "soon", ""}) {
        type_over(pace, wrong);
        settings.save();
        CHECK(settings.complains_beside(pace, "Give a number from 0 to 10."));
        CHECK(shows_text(*settings, "Not saved"));
    }
    CHECK_FALSE(std::filesystem::exists(settings.file()));
    CHECK(settings.workspace().preferences() == commissioning::Preferences());
}

TEST_CASE("settings that are right are kept on disk, after a mistake too") {
    OpenedSettings settings;
    auto& pace = settings.field("Seconds between two requests");
    type_over(pace, "fast");
    settings.save();
    type_over(pace, "0.5");
    type_over(settings.field("Name"), "Ada Berger");
    type_over(settings.field("Logo for reports"), "logo.png");
    settings.save();
    CHECK_FALSE(settings.complains_beside(pace, "Give a number from 0 to 10."));
    wait_until("the settings are saved", [&] { return shows_text(*settings, "Saved"); });
    const auto kept = commissioning::load_preferences(settings.file());
    CHECK(kept.seconds_between_requests == 0.5);
    CHECK(kept.installer.name == "Ada Berger");
    CHECK(kept.logo == "logo.png");
    CHECK(kept == settings.workspace().preferences());
}

TEST_CASE("settings that cannot be written are told on the page and stay in the fields") {
    OpenedSettings settings;
    std::filesystem::create_directories(settings.file() / "in_the_way");
    type_over(settings.field("Name"), "Ada Berger");
    settings.save();
    CHECK_FALSE(shows_text(*settings, "Saved"));
    CHECK(dynamic_cast<wxTextCtrl&>(settings.field("Name")).GetValue() == "Ada Berger");
}

TEST_CASE("a broken preferences file is told with its name, its line and what to do") {
    const TemporaryFolder home;
    std::ofstream(home.path() / "preferences.json") << "{\n  \"language\": \"de\",\n  \"appearance\": \"pink\"\n}\n";
    try {
        const ui::Workspace workspace(folders_below(home));
        FAIL("the file was taken");
    } catch (const formats::FileError&) {
        const auto words = reports::describe(std::current_exception());
        CHECK(words.explanation.find("preferences.json") != std::string::npos);
        CHECK((words.explanation + words.details).find("follow_system, light, dark") != std::string::npos);
        CHECK_FALSE(words.title.empty());
        CHECK_FALSE(words.next_step.empty());
    }
}
