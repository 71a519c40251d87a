#pragma once

#include "commissioning/diagnosis.h"
#include "ui/card.h"
#include "ui/table.h"

#include <string>
#include <vector>

#include <wx/panel.h>

namespace firstlight::app::desktop {

/// The result of a diagnosis: every device with its state, what to do, the link, the Internet, what changed.
class DiagnosisView : public wxPanel {
  public:
    explicit DiagnosisView(wxWindow* parent);

    void show(const commissioning::Diagnosis& diagnosis, const std::vector<std::string>& changes);

  private:
    void show_devices(const commissioning::Diagnosis& diagnosis);
    void show_link(const commissioning::Diagnosis& diagnosis);
    void show_steps(const commissioning::Diagnosis& diagnosis);
    void show_changes(const std::vector<std::string>& changes);
    void add_step(const wxString& title, ui::Hue hue, const commissioning::Advice& advice);

    ui::Tile *verdict_, *link_, *internet_;
    ui::Table* devices_;
    wxBoxSizer *steps_, *changes_;
};

}  // namespace firstlight::app::desktop
