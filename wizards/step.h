#pragma once

#include <functional>
#include <string>

#include <wx/sizer.h>
#include <wx/string.h>
#include <wx/window.h>

namespace firstlight::wizards {

/// One page of a wizard. Between pages stands a plain struct that all steps of a wizard share; a step shows a part of
/// it and takes over what was typed.
class Step {
  public:
    /// `title` is the question in the installer's words, `why` one sentence.
    Step(std::string id, wxString name, wxString title, wxString why)
        : id_(std::move(id)), name_(std::move(name)), title_(std::move(title)), why_(std::move(why)) {}
    virtual ~Step() = default;

    const std::string& id() const { return id_; }
    const wxString& name() const { return name_; }  ///< in the list of steps
    const wxString& title() const { return title_; }
    const wxString& why() const { return why_; }

    /// Left out on this station when false. May change while the wizard runs.
    virtual bool needed() const { return true; }
    /// Makes the controls, once, when the page is first entered.
    virtual void make(wxWindow* page, wxBoxSizer& column) = 0;
    virtual void entered() {}
    /// Entering begins something that the page before asks for: nobody is led there past that page.
    virtual bool acts_when_entered() const { return false; }
    /// The page is left by Next, Back or Save and close: takes over the fields, ends what only this page needs.
    virtual void left() {}
    /// What Next does beyond the page, for example to the record; `go_on` follows when it is done. Not called by Back.
    virtual void commit(std::function<void()> go_on) { go_on(); }
    /// What must be done before Next, or empty.
    virtual wxString why_not_next() const { return {}; }
    /// Empty: "Next".
    virtual wxString next_label() const { return {}; }
    /// What the person must know before the wizard is closed now, or empty.
    virtual wxString before_close() const { return {}; }

    /// Set by the wizard: looks at why_not_next and next_label again.
    std::function<void()> changed = [] {};
    /// Set by the wizard: as changed, and what was typed, taken over already, is kept soon.
    std::function<void()> typed = [] {};

  private:
    std::string id_;
    wxString name_, title_, why_;
};

}  // namespace firstlight::wizards
