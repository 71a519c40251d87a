#pragma once

#include "station/recorder.h"
#include "ui/error_banner.h"
#include "ui/field.h"
#include "ui/table.h"
#include "ui/workspace.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <wx/button.h>
#include <wx/panel.h>
#include <wx/srchctrl.h>

namespace firstlight::app::desktop {

/// Chosen points to a CSV file, for hours if need be; goes on while other pages are in sight.
class RecorderPanel : public wxPanel {
  public:
    RecorderPanel(wxWindow* parent, ui::Workspace& workspace);

    bool recording() const { return job_.running(); }

  private:
    void add_choice(wxSizer& column);
    void add_options(wxSizer& column);
    void add_start(wxSizer& column);
    void follow_connection();
    void refresh();
    void refresh_points();
    void refresh_chosen();
    void add_selected();
    void remove_selected();
    void choose_file();
    /// Nothing when a field is wrong, which the field says.
    std::optional<station::RecorderOptions> options();
    void start();
    void stop();
    void came(const station::RecorderState& state);
    static ui::awaitable<std::vector<station::Reading>> read(std::shared_ptr<station::LiveStation> live,
                                                             std::string device, std::vector<std::string> points);

    ui::Workspace& workspace_;
    ui::ErrorBanner* error_;
    wxSearchCtrl* search_;
    ui::Table *found_, *chosen_table_;
    ui::TextField *every_, *limit_, *before_;
    ui::ChoiceField* begin_;
    wxButton *add_, *remove_, *start_, *file_button_;
    wxStaticText *file_words_, *state_;
    std::filesystem::path file_;
    std::vector<station::RecordedPoint> chosen_;
    std::shared_ptr<const station::Discovery> seen_;
    ui::Connection::Subscription subscription_;
    ui::Alive alive_;
    ui::Job job_;
};

}  // namespace firstlight::app::desktop
