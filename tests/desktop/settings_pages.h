#pragma once

#include "tests/desktop/opened_window.h"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <wx/dialog.h>
#include <wx/timer.h>

/// The pages of station settings as a person goes through them.
namespace firstlight::tests {

/// Answers the dialogs that a push opens, in their order.
class Answers : public wxTimer {
  public:
    explicit Answers(std::vector<std::function<void(wxDialog&)>> answers);
    ~Answers() override;

    void Notify() override;
    bool all_asked() const { return next_ == answers_.size(); }

  private:
    std::vector<std::function<void(wxDialog&)>> answers_;
    std::size_t next_ = 0;
};

void press_ok(wxDialog& dialog);
/// Types into the fields of a dialog and keeps it.
std::function<void(wxDialog&)> fill_in(std::vector<std::pair<const char*, const char*>> fields);

void open_settings(OpenedWindow& window, const std::string& scenario);
void open_page(OpenedWindow& window, const wxString& name);
void choose(OpenedWindow& window, const wxString& field, const wxString& choice);

}  // namespace firstlight::tests
