#pragma once

#include "commissioning/setting_pages.h"
#include "ui/field.h"

#include <functional>
#include <optional>
#include <vector>

namespace firstlight::app::desktop {

/// Of a field on a page of settings, in independent pixels.
constexpr int setting_width = 340;

/// As the station has it, for people: "4.5 kW", "none", or why it is not known.
wxString present_words(const station::Reading& reading);

/// A field over one point: what the station has now, what is typed, and why that cannot be.
class SettingEntry {
  public:
    /// `part` must outlive it. `choices`: those that the station offers. `changed` is called when something is typed or
    /// chosen.
    SettingEntry(wxWindow* parent, commissioning::PartOf<station::Point> part, const wxString& label,
                 std::vector<station::Choice> choices, station::Reading now, std::function<void()> changed);

    wxWindow& window() { return field(); }

    const station::Device& device() const { return *part_.device; }
    const station::Point& point() const { return *part_.thing; }
    const station::Reading& now() const { return now_; }

    /// What the field says, when it differs from what the station has. Throws station::ValueNotAccepted.
    std::optional<station::Value> wanted() const;
    /// What will stand after the write, else what the station has.
    std::optional<station::Value> expected() const;
    bool has_changes() const;

    /// Puts it into the field as if it had been typed; nothing for a choice.
    void type(const std::string& words);
    /// The field says again what the station has.
    void undo() { show_present(); }
    /// A field in which nothing was typed follows; what was typed stays.
    void refresh(station::Reading now);
    /// What was typed is in the station: a value that cannot be read back leaves the field.
    void written();
    /// Range and condition beside the field. `closed`: why it cannot be set now; it opens when there is none.
    void show_hint(const std::string& range, const std::optional<std::string>& closed);
    void show_trouble(const wxString& trouble);
    /// While it is written nothing else is typed.
    void hold(bool working);

  private:
    void show_present();
    ui::Field& field();
    wxWindow& control();
    void open_or_close();

    commissioning::PartOf<station::Point> part_;
    std::vector<station::Choice> choices_;
    station::Reading now_;
    ui::ChoiceField* choice_ = nullptr;  // one of the two
    ui::TextField* text_ = nullptr;
    bool is_closed_ = false, is_held_ = false;
    int first_choice_ = 0;  // before it stands "Leave as it is"
};

}  // namespace firstlight::app::desktop
