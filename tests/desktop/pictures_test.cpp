// Not a test but script/screenshots: what the window looks like, page by page, in the folder that FIRSTLIGHT_PICTURES
// names. A new place or wizard page is in the pictures without a change here.
#include "tests/desktop/wizard_walk.h"

#include <cstdlib>

#include <catch2/catch_test_macros.hpp>
#include <gtk/gtk.h>
#include <wx/listbox.h>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

/// Long enough for a round of reading (two seconds) to come in.
constexpr std::chrono::milliseconds settling{2500};

class Album {
  public:
    Album() {
        const char* named = std::getenv("FIRSTLIGHT_PICTURES");
        REQUIRE(named != nullptr);
        folder_ = named;
    }

    /// The whole display as it is, the window manager's frame included.
    void take(const std::string& name) {
        const auto end = std::chrono::steady_clock::now() + settling;
        while (std::chrono::steady_clock::now() < end) pump();
        auto* root = gdk_get_default_root_window();
        auto* picture = gdk_pixbuf_get_from_window(root, 0, 0, gdk_window_get_width(root), gdk_window_get_height(root));
        REQUIRE(picture != nullptr);
        const auto file = folder_ / fmt::format("{:02}_{}.png", ++count_, name);
        CHECK(gdk_pixbuf_save(picture, file.c_str(), "png", nullptr, nullptr) == TRUE);
        g_object_unref(picture);
    }

  private:
    std::filesystem::path folder_;
    int count_ = 0;
};

std::string file_name_of(const wxString& title) {
    auto name = title.Lower();
    name.Replace(" ", "_");
    return name.utf8_string();
}

/// Every page of Set-up, Station settings.
void take_station_settings(OpenedWindow& window, Album& album) {
    window.open_demo("extended_house");
    window.show("Set-up");
    wait_until("the station can be set", [&] { return find_control(*window, "Station settings").IsEnabled(); });
    push(find_control(*window, "Station settings"));
    auto& pages = find_control<wxListBox>(*window, "Station settings");
    for (unsigned page = 0; page < pages.GetCount(); ++page) {
        pages.SetSelection(static_cast<int>(page));
        wxCommandEvent chosen(wxEVT_LISTBOX, pages.GetId());
        chosen.SetEventObject(&pages);
        pages.GetEventHandler()->ProcessEvent(chosen);
        album.take("set_" + file_name_of(pages.GetString(page)));
    }
    push(find_control(*window, "Back to the checklist"));
}

}  // namespace

TEST_CASE("pictures of every place and every wizard page", "[.pictures]") {
    Album album;
    OpenedWindow window;
    window->Maximize();
    window.activate();
    const auto take_places = [&](const std::string& when) {
        for (std::size_t place = 0; place < window->places(); ++place) {
            window->show(place);
            album.take(file_name_of(window->page(place).GetName()) + when);
        }
    };
    take_places("_not_connected");
    walk_connecting(window, [&](const wizards::WizardPanel& wizard) { album.take("connect_" + wizard.step().id()); });
    walk_commissioning(window, [&](const wizards::WizardPanel& wizard) { album.take("wizard_" + wizard.step().id()); });
    take_places("");
    take_station_settings(window, album);
    window.show("Overview");  // it reads, and so it notices
    window->demo()->interrupt();
    window.wait_for(OpenedWindow::Phase::lost);
    album.take("overview_lost");
}
