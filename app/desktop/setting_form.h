#pragma once

#include "app/desktop/by_hand_box.h"
#include "app/desktop/grid_limits.h"
#include "app/desktop/rows_editor.h"
#include "app/desktop/second_look.h"
#include "app/desktop/setting_fields.h"
#include "app/desktop/setting_jobs.h"
#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/workspace.h"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace firstlight::app::desktop {

/// One page of settings: what the station has now, fields for what can be set, and one review before anything is
/// written. What was typed stays until it is in the station.
class SettingForm : public ui::Page {
  public:
    SettingForm(wxWindow* parent, ui::Workspace& workspace, Found found, commissioning::SettingPage page);

    bool has_changes() const override;
    bool busy() const override;
    /// After something was written and read again.
    void on_written(std::function<void()> action) { on_written_ = std::move(action); }

  private:
    struct Fact {
        commissioning::PartOf<station::Point> part;
        wxStaticText* words;
    };

    void read();
    /// What could not be read is read as soon as the link is back.
    void follow_connection();
    void show(const PageReadings& readings);
    void build(const PageReadings& readings);
    RowsEditor::Beside beside(const station::RowTable& table) const;
    RowsEditor* add_table(const station::RowTable& table, const station::TableReading& reading);
    void add_command(const commissioning::PartOf<station::Command>& part);
    /// Something of the page that a person has seen or done, and says so.
    void add_box(const wxString& section, ByHandBox::Question question);
    /// What the readings of the page mean beside themselves. True: it says something else than before.
    bool show_notes();
    wxString label_of(const station::Device& device, const station::Point& point) const;

    /// Refuses beside the fields and opens or closes what writes.
    void check();

    void write_fields();
    void write_rows(const commissioning::PartOf<station::RowTable>& part, RowsEditor& editor,
                    std::vector<station::Row> rows);
    void write_point_rows(const commissioning::PointRows& rows, RowsEditor& editor,
                          const std::vector<station::Row>& wanted);
    /// Reviews, asks what the risk demands, writes and reads the page again.
    void write(std::vector<commissioning::PlannedWrite> writes, const std::vector<wxString>& lines);
    void take(const WrittenSettings& written);
    void say(const wxString& words, ui::Hue hue);
    void fail(const std::exception_ptr& error);

    ui::Workspace& workspace_;
    Found found_;
    commissioning::SettingPage page_;
    SettingFields fields_;
    ui::ErrorBanner* error_;
    wxStaticText *state_line_, *notes_;
    wxString notes_words_;
    wxStaticText* why_closed_ = nullptr;  ///< beside the button that cannot be pushed
    wxBoxSizer* column_;
    bool is_built_ = false;
    std::vector<Fact> facts_;
    std::vector<RowsEditor*> tables_;
    std::vector<wxButton*> commands_;
    std::vector<ByHandBox*> boxes_;
    GridLimits* grid_limits_ = nullptr;
    wxButton *again_, *write_ = nullptr;
    PageReadings readings_;
    wxString read_at_;
    std::pair<wxString, ui::Hue> outcome_{{}, ui::Hue::muted};  ///< of the last write
    std::function<void()> on_written_;
    bool is_stale_ = false;  ///< nothing is written against values that may no longer be so
    std::chrono::steady_clock::time_point asked_{};
    ui::Connection::Subscription connection_;
    ui::Alive alive_;
    SecondLook second_look_;
    ui::Job reading_, writing_;
};

}  // namespace firstlight::app::desktop
