#include "ui/workspace.h"

#include <utility>

namespace firstlight::ui {

namespace {

constexpr const char* ocpp_platforms_file = "ocpp_platforms.json";

std::unique_ptr<commissioning::VisitStore> open_store(const std::filesystem::path& user) {
    std::filesystem::create_directories(user);
    return commissioning::VisitStore::open(user / "visits.db");
}

}  // namespace

Workspace::Workspace(Folders folders)
    : folders_(std::move(folders)),
      data_(std::async(std::launch::async, load, folders_)),
      store_(std::async(std::launch::async, open_store, folders_.user)),
      preferences_(commissioning::load_preferences(folders_.user / "preferences.json")),
      preferences_saver_(bridge_),
      connection_(bridge_, [this]() -> const station::ProfileSet& { return profiles(); }) {}

Workspace::DataFiles Workspace::load(const Folders& folders) {
    return {
        station::ProfileSet::load(folders.data / "profiles", folders.user / "profiles"),
        commissioning::load_rule_sets(folders.data / "rule_sets", folders.user / "rule_sets"),
        commissioning::usable_ocpp_platforms(folders.data / ocpp_platforms_file, folders.user / ocpp_platforms_file)};
}

void Workspace::require_files() const {
    data_.get();
    store_.get();
}

void Workspace::set_preferences(commissioning::Preferences preferences, std::function<void()> done,
                                Bridge::Failed failed) {
    preferences_ = std::move(preferences);
    tell();
    preferences_saver_.save(
        [kept = preferences_, file = folders_.user / "preferences.json"] {
            commissioning::save_preferences(kept, file);
        },
        std::move(done), std::move(failed));
}

void Workspace::open_visit(std::string id) {
    visit_ = std::move(id);
    tell();
}

station::LiveOptions Workspace::live_options() const {
    const auto& limits = profiles().at("plant").limits;
    station::LiveOptions options;
    options.link.pace.interval = std::chrono::duration_cast<transport::Clock::duration>(
        std::chrono::duration<double>(preferences_.seconds_between_requests));
    options.link.answer_timeout = transport::Milliseconds(limits.answer_timeout_ms);
    if (preferences_.log_frames) options.link.trace = folders_.user / "messages.log";
    return options;
}

reports::ReportOptions Workspace::report_options() const {
    reports::ReportOptions options;
    options.paper = preferences_.letter_paper ? reports::Paper::letter : reports::Paper::a4;
    options.fonts = folders_.fonts;
    options.logo = preferences_.logo;
    return options;
}

Workspace::Subscription Workspace::observe(std::function<void()> observer) {
    auto kept = std::make_shared<std::function<void()>>(std::move(observer));
    observers_.push_back(kept);
    return kept;
}

void Workspace::tell() {
    std::erase_if(observers_, [](const auto& observer) { return observer.expired(); });
    const auto now = observers_;  // an observer may add or drop others
    for (const auto& observer : now)
        if (const auto alive = observer.lock()) (*alive)();
}

}  // namespace firstlight::ui
