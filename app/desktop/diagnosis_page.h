#pragma once

#include "app/desktop/diagnosis_view.h"
#include "app/desktop/recorder_panel.h"
#include "commissioning/diagnosis.h"
#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/workspace.h"

#include <optional>
#include <string>
#include <vector>

#include <wx/gauge.h>

namespace firstlight::app::desktop {

/// One button that says what is wrong with the station, its result to attach to the visit; and the recorder.
class DiagnosisPage : public ui::Page {
  public:
    DiagnosisPage(wxWindow* parent, ui::Workspace& workspace);

    bool busy() const override { return job_.running() || recorder_->recording(); }

  private:
    /// A diagnosis, and the one before of the same visit.
    struct Outcome {
        commissioning::Diagnosis diagnosis;
        std::vector<commissioning::CheckResult> before;
    };
    static ui::awaitable<Outcome> diagnose(std::shared_ptr<station::LiveStation> live, transport::Runtime& runtime,
                                           commissioning::VisitStore& store, std::string visit,
                                           std::vector<commissioning::SoughtDevice> expected,
                                           station::ProgressSink sink);
    void add_progress();
    void start();
    void stop();
    void came(Outcome outcome);
    void attach();
    void refresh();
    /// Another station is being connected.
    void forget();
    bool is_connected() const;

    ui::Workspace& workspace_;
    wxButton *start_, *stop_, *attach_;
    ui::ErrorBanner* error_;
    wxStaticText *hint_, *what_, *attached_;
    wxGauge* gauge_;
    wxPanel* progress_;
    DiagnosisView* view_;
    RecorderPanel* recorder_;
    std::vector<commissioning::CheckResult> results_;  ///< of the last diagnosis here
    ui::Connection::Subscription connection_changes_;
    ui::Workspace::Subscription workspace_changes_;
    ui::Alive alive_;
    ui::Job job_, saving_;
};

}  // namespace firstlight::app::desktop
