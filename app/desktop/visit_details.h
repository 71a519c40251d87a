#pragma once

#include "commissioning/next_visit.h"
#include "commissioning/visit_differences.h"
#include "ui/card.h"
#include "ui/error_banner.h"
#include "ui/workspace.h"

#include <optional>
#include <string>
#include <vector>

#include <wx/scrolwin.h>

namespace firstlight::app::desktop {

/// What the chosen visit tells at a glance: what changed since the last one first, then what is so, then the card to
/// read before leaving.
class VisitDetails : public wxScrolledWindow {
  public:
    VisitDetails(wxWindow* parent, ui::Workspace& workspace);

    /// Reads it beside the windows; an empty id shows how to begin.
    void show(const std::string& visit);
    /// What is shown or on its way.
    const std::string& visit() const { return shown_; }

  private:
    struct Story {
        commissioning::Visit visit;
        std::optional<commissioning::VisitDifferences> changed;
        commissioning::StopHere stop;
    };
    static Story read(ui::Workspace& workspace, const std::string& id);

    void tell(const Story& story);
    void tell_site(const Story& story);
    void tell_changes(const Story& story);
    void tell_results(const commissioning::Visit& visit);
    void tell_stop_here(const commissioning::StopHere& stop);
    void begin();
    void end();
    ui::Card* add_card(const wxString& title);
    void add_lines(ui::Card& card, const wxString& head, const std::vector<std::string>& lines, ui::Hue hue,
                   std::size_t most);

    ui::Workspace& workspace_;
    std::string shown_;
    ui::Job job_;
};

}  // namespace firstlight::app::desktop
