#include "app/desktop/main_window.h"

#include "app/desktop/devices_page.h"
#include "app/desktop/diagnosis_page.h"
#include "app/desktop/help_page.h"
#include "app/desktop/overview_page.h"
#include "app/desktop/program_icon.h"
#include "app/desktop/reports_page.h"
#include "app/desktop/settings_page.h"
#include "app/desktop/setup_page.h"
#include "app/desktop/visits_page.h"
#include "ui/appearance.h"
#include "ui/error_banner.h"
#include "ui/language.h"
#include "ui/notify.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

#include <wx/menu.h>

namespace firstlight::app::desktop {

using ui::px;
using ui::to_wx;
using ui::tr;

namespace {

constexpr std::size_t visits = 0, overview = 1, devices = 2, set_up = 3;
constexpr int fold_below = 1200;
/// A station inside the program answers at once, or a scenario lets it fall silent: no second is needed to tell that a
/// unit id is free. Real links wait as long as their profiles say.
constexpr transport::Milliseconds demo_answer_timeout{300};

}  // namespace

MainWindow::MainWindow(ui::Workspace& workspace)
    : wxFrame(nullptr, wxID_ANY, "Firstlight"), workspace_(workspace), language_(workspace.preferences().language) {
    bar_ = new ConnectionBar(this, workspace_, [this] { open_connect(); });
    navigation_ = new Navigation(this, [this](std::size_t place) { show(place); });
    book_ = new wxSimplebook(this);
    activity_ = new ui::ActivityStrip(this);
    auto* middle = new wxBoxSizer(wxHORIZONTAL);
    middle->Add(navigation_, 0, wxEXPAND);
    middle->Add(book_, 1, wxEXPAND);
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(bar_, 0, wxEXPAND);
    all->Add(middle, 1, wxEXPAND);
    all->Add(activity_, 0, wxEXPAND);
    SetSizer(all);
    add_places();
    add_menus();
    connection_changes_ = workspace_.connection().observe([this] { follow_connection(); });
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent& event) {
        auto* setup = static_cast<SetupPage*>(places_.at(set_up).page);
        if (setup != nullptr && !setup->leave() && event.CanVeto()) return event.Veto();
        workspace_.connection().close();
        event.Skip();
    });
    SetMinSize(wxSize(px(*this, 900), px(*this, 600)));
    SetSize(wxSize(px(*this, 1280), px(*this, 720)));
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        if (is_painted_) fold_navigation();
        event.Skip();
    });
    begin_when_painted();
}

void MainWindow::come_on_screen() {
    if (std::exchange(is_painted_, true)) return;
    SetIcons(program_icon());
    fold_navigation();
}

void MainWindow::fold_navigation() {
    navigation_->fold(ToDIP(GetSize().x) < fold_below);
}

/// Sizes that the system passes through before the window is on the screen mean nothing.
void MainWindow::begin_when_painted() {
    first_ = [this] { show(shown_); };
    book_->Bind(wxEVT_PAINT, [this, waiting = true](wxPaintEvent& event) mutable {
        event.Skip();
        if (!std::exchange(waiting, false)) return;
        CallAfter([this] {
            come_on_screen();
            if (const auto open = std::exchange(first_, nullptr)) open();
        });
    });
}

void MainWindow::add(ui::Icon icon, const wxString& name, std::function<ui::Page*()> make) {
    places_.push_back({name, std::move(make)});
    navigation_->add(icon, name);
}

void MainWindow::add_places() {
    add(ui::Icon::visits, tr("Visits"),
        [this] { return new VisitsPage(book_, workspace_, [this](const std::string&) { show(set_up); }); });
    add(ui::Icon::overview, tr("Overview"), [this] {
        return new OverviewPage(book_, workspace_, [this](const std::string& device) {
            show(devices);
            static_cast<DevicesPage&>(page(devices)).choose(device);
        });
    });
    add(ui::Icon::devices, tr("Devices"), [this] { return new DevicesPage(book_, workspace_); });
    add(ui::Icon::setup, tr("Set-up"), [this] { return new SetupPage(book_, workspace_); });
    add(ui::Icon::diagnosis, tr("Diagnosis"), [this] { return new DiagnosisPage(book_, workspace_); });
    add(ui::Icon::reports, tr("Reports"), [this] { return new ReportsPage(book_, workspace_); });
    add(ui::Icon::settings, tr("Settings"),
        [this] { return new SettingsPage(book_, workspace_, [this] { return renew_soon(); }); });
    add(ui::Icon::help, tr("Help"), [this] { return new HelpPage(book_, workspace_); });
    places_.push_back({tr("Connect"), [this] { return new ConnectPage(book_, workspace_, connect_actions()); }});
}

ui::Page& MainWindow::page(std::size_t place) {
    auto& wanted = places_.at(place);
    if (wanted.page == nullptr) {
        wanted.page = wanted.make();
        book_->AddPage(wanted.page, wanted.name);
    }
    return *wanted.page;
}

ConnectPage& MainWindow::connect_page() {
    return static_cast<ConnectPage&>(page(places()));
}

void MainWindow::add_menus() {
    demos_ = new wxMenu;
    auto* file = new wxMenu;
    file->AppendSubMenu(demos_, tr("Open &demo station"));
    auto* connect_item = file->Append(wxID_ANY, tr("&Connect") + "\tCtrl+K");
    auto* disconnect_item = file->Append(wxID_ANY, tr("&Disconnect"));
    file->AppendSeparator();
    file->Append(wxID_EXIT, tr("&Quit") + "\tCtrl+Q");
    Bind(wxEVT_MENU, [this](wxCommandEvent&) { open_connect(); }, connect_item->GetId());
    Bind(wxEVT_MENU, [this](wxCommandEvent&) { workspace_.connection().close(); }, disconnect_item->GetId());
    Bind(wxEVT_MENU, [this](wxCommandEvent&) { Close(); }, wxID_EXIT);
    auto* view = new wxMenu;
    for (std::size_t place = 0; place < places(); ++place) {
        auto* item = view->Append(wxID_ANY, name_of(place) + wxString::Format("\tCtrl+%zu", place + 1));
        Bind(wxEVT_MENU, [this, place](wxCommandEvent&) { show(place); }, item->GetId());
    }
    auto* bar = new wxMenuBar;
    bar->Append(file, tr("&File"));
    bar->Append(view, tr("&View"));
    SetMenuBar(bar);
}

/// Two dozen files and as many entries: the first painting does not wait for them.
void MainWindow::list_demos() {
    if (std::exchange(demos_listed_, true)) return;
    try {
        scenarios_ = demo_scenarios(workspace_.folders().data);
    } catch (...) {
        ui::tell_error(this, std::current_exception());
    }
    for (const auto& scenario : scenarios_) {
        auto* item = demos_->Append(wxID_ANY, to_wx(text::tr(scenario.name)), to_wx(text::tr(scenario.description)));
        Bind(wxEVT_MENU, [this, file = scenario.file](wxCommandEvent&) { open_demo(file); }, item->GetId());
    }
}

void MainWindow::show(std::size_t place) {
    first_ = nullptr;
    if (auto* before = places_.at(shown_).page; before != nullptr) before->hidden();
    list_demos();
    shown_ = place;
    auto& now = page(place);
    book_->SetSelection(static_cast<std::size_t>(book_->FindPage(&now)));
    navigation_->mark(place);
    now.shown();
}

void MainWindow::look_for_interrupted() {
    using commissioning::VisitHeader;
    interrupted_ = workspace_.bridge().start_beside<std::optional<VisitHeader>>(
        [&store = workspace_.store()]() -> std::optional<VisitHeader> {
            for (auto& visit : store.list())
                if (visit.open_writes > 0 && !visit.archived) return visit;
            return std::nullopt;
        },
        [this](const std::optional<VisitHeader>& visit) {
            if (!visit) return;
            show(visits);
            static_cast<VisitsPage&>(page(visits)).tell_interrupted(*visit);
        },
        {});
}

void MainWindow::start_demo(const std::filesystem::path& scenario) {
    const auto file =
        scenario.has_parent_path() ? scenario : workspace_.folders().data / "scenarios" / (scenario.string() + ".json");
    workspace_.connection().close();
    demo_.reset();
    demo_ = std::make_unique<DemoStation>(workspace_.profiles(), file);
    auto options = workspace_.live_options();
    options.link.pace.interval = {};  // nobody else is served by this station
    options.link.answer_timeout = demo_answer_timeout;
    workspace_.connection().open(demo_->endpoint(), std::move(options));
}

void MainWindow::open_demo(const std::filesystem::path& scenario) {
    try {
        start_demo(scenario);
        show(overview);
    } catch (...) {
        ui::tell_error(this, std::current_exception());
    }
}

void MainWindow::connect(const transport::Endpoint& endpoint) {
    remember(endpoint);
    workspace_.connection().open(endpoint, workspace_.live_options());
    show(overview);
}

void MainWindow::remember(const transport::Endpoint& endpoint) {
    auto preferences = workspace_.preferences();
    commissioning::remember_endpoint(preferences, transport::to_string(endpoint));
    const auto failed = [this, watch = alive_.watch()](const std::exception_ptr& error) {
        if (!watch.expired()) ui::tell_error(this, error);
    };
    workspace_.set_preferences(std::move(preferences), {}, failed);
}

wizards::ConnectActions MainWindow::connect_actions() {
    list_demos();
    wizards::ConnectActions actions;
    for (const auto& scenario : scenarios_)
        actions.demos.push_back({scenario.file, to_wx(text::tr(scenario.name)), to_wx(text::tr(scenario.description))});
    actions.open_demo = [this](const std::filesystem::path& scenario) { start_demo(scenario); };
    actions.finish = [this](const std::optional<transport::Endpoint>& endpoint) {
        if (endpoint) remember(*endpoint);
        show(overview);
    };
    actions.close = [this] { show(before_connect_); };
    return actions;
}

void MainWindow::open_connect() {
    if (shown_ == places()) return;
    before_connect_ = shown_;
    connect_page().begin();
    show(places());
}

void MainWindow::follow_connection() {
    using Phase = ui::Connection::Phase;
    auto& connection = workspace_.connection();
    const bool lost = connection.phase() == Phase::lost;
    if (lost && !was_lost_ && workspace_.preferences().notify_lost_link)
        ui::notify(tr("The station is lost"), tr("The connection is tried again by itself."));
    was_lost_ = lost;
    if (connection.phase() != Phase::opening && connection.phase() != Phase::finding) return activity_->clear();
    auto progress = connection.state().progress;
    if (connection.phase() == Phase::opening)
        progress.phase = text::trf("Connecting to {}", transport::to_string(connection.state().endpoint));
    activity_->show(progress, [this] { workspace_.connection().close(); });
}

bool MainWindow::renew_soon() {
    const auto is_busy = [](const Place& place) { return place.page != nullptr && place.page->busy(); };
    if (std::ranges::any_of(places_, is_busy)) return false;
    CallAfter([this] { renew(); });
    return true;
}

void MainWindow::renew() {
    try {
        if (const auto& wanted = workspace_.preferences().language; wanted != language_)
            ui::speak(text::load_language(workspace_.folders().locale, wanted));
    } catch (...) {
        ui::tell_error(this, std::current_exception());
    }
    ui::apply_appearance(workspace_.preferences().appearance);
    auto* next = new MainWindow(workspace_);
    next->demo_ = std::move(demo_);
    next->SetSize(GetRect());
    next->Show();
    next->come_on_screen();
    next->show(shown_);
    Destroy();
}

}  // namespace firstlight::app::desktop
