#pragma once

#include "app/desktop/prepared_visit.h"
#include "app/desktop/ready_list.h"
#include "ui/error_banner.h"
#include "ui/field.h"
#include "ui/picture_serials.h"
#include "ui/table.h"

#include <vector>

#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/notebook.h>

namespace firstlight::app::desktop {

/// Preparing a visit in the office: site and limits, what was delivered, documents, and whether this laptop is ready to
/// leave. Nothing is saved before Save.
class PrepareDialog : public wxDialog {
  public:
    PrepareDialog(wxWindow* parent, ui::Workspace& workspace, Prepared prepared);

    Prepared result() const { return prepared_; }

  private:
    wxWindow* add_page(const wxString& title, wxBoxSizer*& column);
    void make_site();
    void make_devices();
    void make_documents();
    void make_ready();
    void make_buttons(wxBoxSizer& all);

    void read_list();
    void read_picture();
    void add_device();
    void add_serials(const std::vector<std::string>& serials);
    void remove_device();
    void add_document();
    void remove_document();
    void refresh_devices();
    void refresh_documents();
    void refresh_ready();
    /// Fields into `prepared_`. False when one has a mistake; it is marked and shown.
    bool take_fields();
    std::string family_at(int choice) const { return families_.at(static_cast<std::size_t>(choice)).first; }
    wxString words_of(const std::string& family) const;

    ui::Workspace& workspace_;
    Prepared prepared_;
    std::vector<std::pair<std::string, wxString>> families_;  ///< id and words
    wxNotebook* book_;
    ui::ErrorBanner* error_;
    ui::TextField *customer_, *address_, *postcode_, *city_, *country_, *grid_reference_, *export_kw_, *import_kw_;
    ui::ChoiceField *rule_set_, *family_;
    ui::TextField* serial_or_count_;
    ui::Table *devices_, *documents_;
    ReadyList* ready_;
    wxPanel *site_page_, *ready_page_;
    ui::Job picture_;
};

}  // namespace firstlight::app::desktop
