#pragma once

#include "app/desktop/rows_editor.h"
#include "app/desktop/setting_jobs.h"
#include "ui/error_banner.h"
#include "ui/field.h"
#include "ui/page.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace firstlight::app::desktop {

/// One page of settings: what the station has now, fields for what can be set, and one review before anything is
/// written.
class SettingForm : public ui::Page {
  public:
    SettingForm(wxWindow* parent, ui::Workspace& workspace, std::shared_ptr<const station::Discovery> found,
                commissioning::SettingPage page);

    /// Something was typed and is not written.
    bool has_changes() const;
    bool busy() const override { return writing_.running(); }

  private:
    /// A field over a point; one of the two controls.
    struct Entry {
        commissioning::PartOf<station::Point> part;
        station::Reading now;
        ui::ChoiceField* choice = nullptr;
        ui::TextField* text = nullptr;
    };

    void load();
    void build(PageReadings readings);
    void add_reading(wxFlexGridSizer& facts, const station::Device& device, const station::Reading& reading);
    void add_entry(wxSizer& column, const commissioning::PartOf<station::Point>& part, station::Reading now);
    void add_table(const commissioning::PartOf<station::RowTable>& part, const station::TableReading& reading);
    void add_command(const commissioning::PartOf<station::Command>& part);
    void add_by_hand();
    void show_outcomes();

    /// What the field says, when it differs from what the station has; nothing otherwise. The error stands beside it.
    std::optional<station::Value> wanted(const Entry& entry) const;
    std::optional<double> number_of(const std::string& point) const;
    void check();
    void write_fields();
    /// Reviews, asks what the risk demands, writes and reads the page again.
    void write(std::vector<SettingWrite> writes, const std::vector<wxString>& lines);
    void begin_writing(std::vector<SettingWrite> writes, std::string visit);
    void confirm_by_hand(const std::string& answer);

    ui::Workspace& workspace_;
    std::shared_ptr<const station::Discovery> found_;
    commissioning::SettingPage page_;
    ui::ErrorBanner* error_;
    wxStaticText* state_line_;
    wxBoxSizer* column_;
    wxButton* write_ = nullptr;
    std::vector<Entry> entries_;
    std::vector<RowsEditor*> tables_;
    std::map<std::string, double> others_;  ///< what ranges and rules look at beside the page's own points
    std::vector<SettingOutcome> outcomes_;
    ui::Job reading_, writing_;
};

}  // namespace firstlight::app::desktop
