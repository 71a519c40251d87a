#pragma once

#include "commissioning/visit_store.h"
#include "ui/error_banner.h"
#include "ui/menu.h"
#include "ui/workspace.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace firstlight::app::desktop {

/// What can be done with visits beside starting one and going on: each asks what it must know, works beside the windows
/// and says how it went.
class VisitActions {
  public:
    /// `say` shows one line about what was done, `choose` puts a visit in sight that was made. All must outlive it.
    VisitActions(wxWindow& window, ui::Workspace& workspace, ui::ErrorBanner& error,
                 std::function<void(const wxString&)> say, std::function<void(const std::string& visit)> choose);

    /// Entries for the chosen visit, when there is one, and for all visits.
    std::vector<ui::MenuEntry> entries(const std::optional<commissioning::VisitHeader>& chosen);

    void prepare(const std::string& visit);

  private:
    void duplicate(const std::string& visit);
    void archive(const commissioning::VisitHeader& visit);
    void export_one(const std::string& visit);
    void import();
    void back_up();
    void restore();
    void delete_customer(const std::string& customer);

    struct Done {
        wxString words;
        std::string chosen = {};  ///< a visit that was made, or empty
    };
    /// Runs `work` beside the windows, then says its words and has every page look again.
    void run(std::function<Done()> work);
    /// A file the person chose, or nothing.
    std::optional<std::filesystem::path> ask_file(const wxString& title, const wxString& name, const wxString& filter,
                                                  long style);

    wxWindow& window_;
    ui::Workspace& workspace_;
    ui::ErrorBanner& error_;
    std::function<void(const wxString&)> say_;
    std::function<void(const std::string&)> choose_;
    ui::Job job_;
};

}  // namespace firstlight::app::desktop
