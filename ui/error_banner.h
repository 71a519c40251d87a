#pragma once

#include "reports/error_words.h"
#include "ui/quiet_panel.h"
#include "ui/theme.h"

#include <exception>

#include <wx/collpane.h>
#include <wx/stattext.h>

namespace firstlight::ui {

/// An error as a part of its page: what happened, why, what to do next, and a fold with the details. Stays until it is
/// read; hidden when there is none.
class ErrorBanner : public QuietPanel {
  public:
    explicit ErrorBanner(wxWindow* parent);

    void show(const std::exception_ptr& error);
    void show(const reports::ErrorWords& words);
    void clear();

  private:
    void fill(wxStaticText& label, const std::string& words);
    wxStaticText *title_, *explanation_, *next_step_, *details_;
    wxCollapsiblePane* fold_;
};

/// The same as a message of its own, where no page is in sight to carry it.
void tell_error(wxWindow* parent, const std::exception_ptr& error);

}  // namespace firstlight::ui
