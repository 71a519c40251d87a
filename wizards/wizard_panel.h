#pragma once

#include "wizards/step.h"

#include <functional>
#include <memory>
#include <vector>

#include <wx/button.h>
#include <wx/panel.h>
#include <wx/scrolwin.h>
#include <wx/simplebook.h>
#include <wx/stattext.h>
#include <wx/timer.h>

namespace firstlight::wizards {

/// A wizard inside the window: the steps at the left, one page at a time, Back, Save and close, Next.
class WizardPanel : public wxPanel {
  public:
    struct Actions {
        std::function<void()> save;    ///< soon after typing, after every page, and before closing
        std::function<void()> close;   ///< closed before its end
        std::function<void()> finish;  ///< Next on the last page
        wxString close_label;          ///< empty: "Save and close"
    };

    WizardPanel(wxWindow* parent, std::vector<std::unique_ptr<Step>> steps, Actions actions);

    std::size_t current() const { return current_; }
    const Step& step() const { return *steps_.at(current_); }
    std::size_t pages() const;  ///< steps that are needed
    /// Opens the page of this id, or the first one before it that does not let one go on.
    void go_to(const std::string& id);
    void next();
    void back();
    void close();
    /// Keeps what was typed; false when the person stays because something is still going on.
    bool leave();

  private:
    struct Shown {
        wxButton* entry = nullptr;
        wxScrolledWindow* page = nullptr;
    };
    void add_entry(std::size_t index, wxSizer& list);
    void make_page(std::size_t index);
    void go(std::size_t index);
    void go_on();
    void refresh();
    std::size_t neighbour(int direction) const;

    std::vector<std::unique_ptr<Step>> steps_;
    std::vector<Shown> shown_;
    Actions actions_;
    std::size_t current_ = 0, furthest_ = 0;
    wxTimer save_soon_;
    wxSimplebook* book_;
    wxStaticText *place_, *reason_;
    wxButton *back_, *close_, *next_;
};

}  // namespace firstlight::wizards
