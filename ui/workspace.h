#pragma once

#include "commissioning/ocpp_platforms.h"
#include "commissioning/preferences.h"
#include "commissioning/rule_set.h"
#include "commissioning/visit_places.h"
#include "commissioning/visit_store.h"
#include "reports/report.h"
#include "ui/connection.h"
#include "ui/newest_saver.h"

#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace firstlight::ui {

/// Where the program's files lie.
struct Folders {
    std::filesystem::path data, user, fonts, locale;
};

/// What all pages share: data files, visits, preferences, the connection, the visit that is open. UI thread only.
class Workspace {
  public:
    /// Makes the user's folder when it is missing. Throws formats::FileError of the preferences. Data files and visits
    /// are opened beside while the window is made.
    explicit Workspace(Folders folders);

    const Folders& folders() const { return folders_; }
    Bridge& bridge() { return bridge_; }
    /// What is posted for the workspace itself is dropped once it is gone.
    const Alive& alive() const { return alive_; }
    Connection& connection() { return connection_; }
    /// Waits for the visits and the data files. Throws why they cannot be used: store::StoreError, formats::FileError.
    void require_files() const;
    const station::ProfileSet& profiles() const { return data_.get().profiles; }
    const std::vector<commissioning::RuleSet>& rule_sets() const { return data_.get().rule_sets; }
    const commissioning::OcppPlatforms& ocpp_platforms() const { return data_.get().ocpp_platforms; }
    /// Its calls block for about a millisecond each: lists and loads go through Bridge::start_beside.
    commissioning::VisitStore& store() { return *store_.get(); }

    const commissioning::Preferences& preferences() const { return preferences_; }
    /// Counts at once and is kept in the user's folder beside; one of `done` and `failed` (std::system_error) follows,
    /// unless it was set again before.
    void set_preferences(commissioning::Preferences preferences, std::function<void()> done = {},
                         Bridge::Failed failed = {});

    /// Id of the visit that is open, or empty.
    const std::string& visit() const { return visit_; }
    void open_visit(std::string id);
    /// The visit changed in the store, by a job that ran over it.
    void visit_changed() { tell(); }

    /// Pace and time-outs by profile and preferences.
    station::LiveOptions live_options() const;
    /// Paper, fonts and logo by preferences.
    reports::ReportOptions report_options() const;
    /// Where the visits, their drafts and reports lie.
    commissioning::VisitPlaces places() const { return commissioning::places_in(folders_.user); }

    /// Called after the visit or the preferences changed, while the handle lives.
    using Subscription = std::shared_ptr<std::function<void()>>;
    [[nodiscard]] Subscription observe(std::function<void()> observer);

  private:
    void tell();

    struct DataFiles {
        station::ProfileSet profiles;
        std::vector<commissioning::RuleSet> rule_sets;
        commissioning::OcppPlatforms ocpp_platforms;
    };
    static DataFiles load(const Folders& folders);

    Folders folders_;
    std::shared_future<DataFiles> data_;
    std::shared_future<std::unique_ptr<commissioning::VisitStore>> store_;
    commissioning::Preferences preferences_;
    std::string visit_;
    std::vector<std::weak_ptr<std::function<void()>>> observers_;
    Bridge bridge_;
    NewestSaver preferences_saver_;
    Connection connection_;
    Alive alive_;
};

}  // namespace firstlight::ui
