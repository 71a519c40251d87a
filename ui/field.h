#pragma once

#include "ui/theme.h"

#include <functional>
#include <vector>

#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/panel.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

namespace firstlight::ui {

/// One field of a form: the label above, a hint below, an error in the hint's place.
class Field : public wxPanel {
  public:
    /// Hint and error wrap at `width` independent pixels.
    Field(wxWindow* parent, const wxString& label, const wxString& hint, int width);

    void set_hint(const wxString& hint);
    /// Empty: no error, the hint is shown again.
    void set_error(const wxString& error);
    bool has_error() const { return !error_.empty(); }

  protected:
    void take(wxWindow* control, const wxString& label);

  private:
    void write_below(const wxString& words, Hue hue);
    void show_below(const wxString& words, Hue hue);
    int width_;
    wxString hint_text_, error_, below_;
    wxStaticText* hint_;
};

class TextField : public Field {
  public:
    /// `hidden`: what is typed cannot be read over the shoulder.
    TextField(wxWindow* parent, const wxString& label, const wxString& hint = {}, int width = 420, bool hidden = false);
    std::string value() const;
    /// With a decimal comma as a point: "5,5" is 5.5 in every language.
    std::string number_text() const;
    void set_value(std::string_view value);
    void on_change(std::function<void()> action);
    wxTextCtrl& control() { return *control_; }

  private:
    wxTextCtrl* control_;
};

/// As wide as its longest choice, and at least `width`.
class ChoiceField : public Field {
  public:
    ChoiceField(wxWindow* parent, const wxString& label, const std::vector<wxString>& choices,
                const wxString& hint = {}, int width = 420);
    int value() const { return control_->GetSelection(); }
    void set_value(int index) { control_->SetSelection(index); }
    void on_change(std::function<void()> action);
    wxChoice& control() { return *control_; }

  private:
    wxChoice* control_;
};

}  // namespace firstlight::ui
