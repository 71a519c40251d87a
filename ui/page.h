#pragma once

#include "ui/theme.h"
#include "ui/words.h"

#include <functional>

#include <wx/button.h>
#include <wx/panel.h>
#include <wx/scrolwin.h>
#include <wx/sizer.h>
#include <wx/statline.h>
#include <wx/stattext.h>

namespace firstlight::ui {

/// One page of the window: a head (title, a line of state, at most two actions) over a body that scrolls downwards.
class Page : public wxPanel {
  public:
    Page(wxWindow* parent, const wxString& title);

    /// The page is in sight from now on, or no more: what it watches begins and ends here.
    virtual void shown() {}
    virtual void hidden() {}
    /// Work goes on here that would end with the page.
    virtual bool busy() const { return false; }
    /// Something was typed here that is not kept yet.
    virtual bool has_changes() const { return false; }

  protected:
    wxWindow* body() { return body_; }
    wxBoxSizer& content() { return *content_; }
    /// At the right of the head, such as "as of 10:42:07".
    void set_state(const wxString& state);
    /// A button in the head.
    wxButton* add_action(const wxString& label, std::function<void()> action);
    /// Without head the whole page is another panel's, which is added to the page's own sizer.
    void show_own(bool shown);
    /// After content came or went.
    void lay_out();
    /// Where the page says what became of something.
    void show_top() { body_->Scroll(0, 0); }

  private:
    wxBoxSizer* head_;
    wxStaticText* state_;
    wxStaticLine* line_;
    wxScrolledWindow* body_;
    wxBoxSizer* content_;
};

/// After a control became higher or lower: its parent is laid out anew, and the page that scrolls becomes as long as it
/// needs to be. (A panel that does not scroll must not be told FitInside: it would keep that size for ever.)
void make_room(wxWindow& changed);

wxStaticText* add_section(wxWindow* parent, wxSizer& sizer, const wxString& title);
/// A paragraph that wraps at `width` independent pixels.
wxStaticText* add_paragraph(wxWindow* parent, wxSizer& sizer, const wxString& text, Type type = Type::body,
                            Hue hue = Hue::text, int width = 720);

}  // namespace firstlight::ui
