#pragma once

#include "app/desktop/setting_jobs.h"
#include "ui/error_banner.h"
#include "ui/field.h"
#include "ui/workspace.h"

#include <filesystem>
#include <string>
#include <vector>

#include <wx/button.h>

namespace firstlight::app::desktop {

/// Something that a person has done or seen and says so: kept in the visit, marked as confirmed by hand.
class ByHandBox : public wxPanel {
  public:
    struct Answer {
        std::string words;  ///< as the visit keeps it
        wxString label;
    };
    struct Question {
        std::string id, title;        ///< of the confirmation
        wxString label, hint;         ///< of the field in which one says it
        std::vector<Answer> answers;  ///< to choose from, with a note beside; empty: free words
        bool with_proof = false;      ///< a note and a photo must be there
    };

    ByHandBox(wxWindow* parent, ui::Workspace& workspace, Found found, Question question);

    /// A photo or scan that shows it.
    void add_photo(const std::filesystem::path& file);
    bool has_changes() const;
    bool busy() const { return job_.running(); }
    void on_layout(std::function<void()> action) { on_layout_ = std::move(action); }

  private:
    void read();
    void choose_photo();
    void confirm();
    /// As the visit keeps it; empty: nothing is said.
    std::string answer() const;
    void show(const std::vector<commissioning::ManualConfirmation>& confirmations);
    void fail(const std::exception_ptr& error);

    ui::Workspace& workspace_;
    Found found_;
    Question question_;
    std::filesystem::path photo_;
    ui::ErrorBanner* error_;
    ui::ChoiceField* choice_ = nullptr;
    ui::TextField* words_;
    wxButton *photo_button_, *confirm_;
    wxStaticText *trouble_, *said_;
    std::function<void()> on_layout_;
    ui::Job job_;
};

}  // namespace firstlight::app::desktop
