#pragma once

#include "app/desktop/connect_page.h"
#include "app/desktop/connection_bar.h"
#include "app/desktop/demo_station.h"
#include "app/desktop/navigation.h"
#include "ui/activity_strip.h"
#include "ui/page.h"
#include "ui/workspace.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <wx/frame.h>
#include <wx/simplebook.h>

namespace firstlight::app::desktop {

/// The window: connection bar, navigation, one page at a time, and what is being done.
class MainWindow : public wxFrame {
  public:
    explicit MainWindow(ui::Workspace& workspace);

    /// What is opened after the first paint, in place of the visits; a place that is shown before takes precedence.
    void begin_with(std::function<void()> open) { first_ = std::move(open); }
    /// Closes the connection there is. A scenario's file name without ending, or a path.
    void open_demo(const std::filesystem::path& scenario);
    void connect(const transport::Endpoint& endpoint);
    /// Opens the visits when an earlier program ended during a write, and says what is to be done.
    void look_for_interrupted();
    /// The way to a station, page by page. Goes on where it is when it is in sight.
    void open_connect();
    ConnectPage& connect_page();

    /// Those of the navigation. The Connect wizard is a place without an entry, after the last.
    std::size_t places() const { return places_.size() - 1; }
    void show(std::size_t place);
    const wxString& name_of(std::size_t place) const { return places_.at(place).name; }
    /// Made when it is first asked for: a window with one page is on the screen sooner than one with all.
    ui::Page& page(std::size_t place);
    DemoStation* demo() { return demo_.get(); }

  private:
    struct Place {
        wxString name;
        std::function<ui::Page*()> make;
        ui::Page* page = nullptr;
    };
    void add(ui::Icon icon, const wxString& name, std::function<ui::Page*()> make);
    void add_places();
    void add_menus();
    wizards::ConnectActions connect_actions();
    void list_demos();
    void fold_navigation();
    void come_on_screen();
    void start_demo(const std::filesystem::path& scenario);
    void remember(const transport::Endpoint& endpoint);
    void follow_connection();
    /// The window is on the screen sooner without its first place.
    void begin_when_painted();
    /// The same window with new colours, at the same place.
    void renew();
    /// False while work goes on that it would end.
    bool renew_soon();

    ui::Workspace& workspace_;
    std::unique_ptr<DemoStation> demo_;
    wxMenu* demos_ = nullptr;
    std::vector<DemoScenario> scenarios_;
    bool demos_listed_ = false;  ///< before the first place is shown
    ConnectionBar* bar_;
    Navigation* navigation_;
    wxSimplebook* book_;
    ui::ActivityStrip* activity_;
    std::string language_;  ///< as chosen when the window was made
    ui::Alive alive_;
    std::vector<Place> places_;
    std::size_t shown_ = 0, before_connect_ = 0;
    bool is_painted_ = false;
    std::function<void()> first_;  ///< empty as soon as a place is shown
    bool was_lost_ = false;
    ui::Job interrupted_;
    ui::Connection::Subscription connection_changes_;
};

}  // namespace firstlight::app::desktop
