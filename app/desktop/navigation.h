#pragma once

#include "ui/icons.h"

#include <functional>
#include <optional>
#include <vector>

#include <wx/button.h>
#include <wx/panel.h>

namespace firstlight::app::desktop {

/// The column at the left: one button for each place, folded to icons in a narrow window.
class Navigation : public wxPanel {
  public:
    using Chosen = std::function<void(std::size_t place)>;
    Navigation(wxWindow* parent, Chosen chosen);

    void add(ui::Icon icon, const wxString& label);
    /// None is marked for a place that has no entry.
    void mark(std::size_t place);
    void fold(bool folded);

  private:
    struct Entry {
        ui::Icon icon;
        wxString label;
        wxButton* button;
    };
    void dress(const Entry& entry, bool marked) const;
    /// Of the entry in the platform's font, marked.
    int width_of(const Entry& entry) const;
    void take_width();

    Chosen chosen_;
    std::vector<Entry> entries_;
    std::optional<std::size_t> marked_;  ///< none before the first place is shown
    int unfolded_width_ = 0;             ///< for the longest label
    bool folded_ = false;
};

}  // namespace firstlight::app::desktop
