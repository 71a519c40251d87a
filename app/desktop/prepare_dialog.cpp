#include "app/desktop/prepare_dialog.h"

#include "commissioning/delivery_list.h"
#include "commissioning/serial_comparison.h"
#include "ui/accessible_name.h"
#include "ui/appearance.h"
#include "ui/page.h"
#include "ui/words.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <wx/filedlg.h>

namespace firstlight::app::desktop {

using commissioning::ExpectedDevice;
using ui::ChoiceField;
using ui::px;
using ui::TextField;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

constexpr int field_width = 360, most_devices = 1000;
constexpr double most_kw = 100000;

/// Nothing typed is nothing known. False: it is no power.
bool read_power(TextField& field, std::optional<double>& power) {
    const auto typed = to_wx(field.value());
    power.reset();
    double value = 0;
    const bool sound = typed.empty() || (typed.ToCDouble(&value) && value >= 0 && value <= most_kw);
    field.set_error(sound ? wxString() : tr("Give kilowatts as a number, such as 4.6, or nothing."));
    if (sound && !typed.empty()) power = value;
    return sound;
}

std::string printed(const std::optional<double>& power) {
    return power ? fmt::format("{:g}", *power) : std::string();
}

std::optional<int> as_count(const std::string& text) {
    int count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return whole && count >= 1 && count <= most_devices ? std::optional(count) : std::nullopt;
}

std::size_t row_of(const std::string& key) {
    return static_cast<std::size_t>(std::stoul(key));
}

}  // namespace

PrepareDialog::PrepareDialog(wxWindow* parent, ui::Workspace& workspace, Prepared prepared)
    : wxDialog(parent, wxID_ANY, tr("Prepare this visit"), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      workspace_(workspace),
      prepared_(std::move(prepared)) {
    for (const auto& profile : workspace_.profiles().all())
        if (profile->id != "plant" && profile->recognition.instance <= 1)
            families_.emplace_back(profile->family, tr(profile->label));
    families_.emplace_back("battery", tr("Battery"));
    auto* all = new wxBoxSizer(wxVERTICAL);
    error_ = new ui::ErrorBanner(this);
    all->Add(error_, 0, wxEXPAND | wxLEFT | wxRIGHT | wxTOP, px(*this, ui::space::between));
    book_ = new wxNotebook(this, wxID_ANY);
    ui::set_accessible_name(*book_, tr("Preparation"));
    make_site();
    make_devices();
    make_documents();
    make_ready();
    all->Add(book_, 1, wxEXPAND | wxALL, px(*this, ui::space::between));
    make_buttons(*all);
    SetSizer(all);
    SetSize(wxSize(px(*this, 928), px(*this, 620)));
    CentreOnParent();
    book_->Bind(wxEVT_NOTEBOOK_PAGE_CHANGED, [this](wxBookCtrlEvent& event) {
        if (book_->GetPage(static_cast<std::size_t>(event.GetSelection())) == ready_page_) refresh_ready();
        event.Skip();
    });
}

wxWindow* PrepareDialog::add_page(const wxString& title, wxBoxSizer*& column) {
    auto* page = new wxPanel(book_);
    auto* around = new wxBoxSizer(wxVERTICAL);
    column = new wxBoxSizer(wxVERTICAL);
    around->Add(column, 1, wxEXPAND | wxALL, px(*this, ui::space::between));
    page->SetSizer(around);
    book_->AddPage(page, title);
    return page;
}

void PrepareDialog::make_site() {
    wxBoxSizer* column = nullptr;
    auto* page = add_page(tr("Site and limits"), column);
    site_page_ = static_cast<wxPanel*>(page);
    auto* columns = new wxBoxSizer(wxHORIZONTAL);
    auto* left = new wxBoxSizer(wxVERTICAL);
    auto* right = new wxBoxSizer(wxVERTICAL);
    const auto text = [&](wxBoxSizer* side, const wxString& label, const std::string& value,
                          const wxString& hint = {}) {
        auto* field = new TextField(page, label, hint, field_width);
        field->set_value(value);
        side->Add(field, 0, wxBOTTOM, px(*this, ui::space::inside));
        return field;
    };
    const auto& site = prepared_.plan.site;
    customer_ = text(left, tr("Customer"), site.customer);
    address_ = text(left, tr("Street and number"), site.address);
    postcode_ = text(left, tr("Postcode"), site.postcode);
    city_ = text(left, tr("Town"), site.city);
    country_ = text(left, tr("Country"), site.country, tr("Two capital letters, such as DE. It picks the rule set."));
    grid_reference_ = text(right, tr("Grid reference"), site.grid_reference,
                           tr("The network operator's number of the connection or the approval."));
    const auto& approved = prepared_.preparation.approved;
    export_kw_ = text(right, tr("Approved feed-in, kW"), printed(approved.export_kw),
                      tr("What the network operator allows at the connection point."));
    import_kw_ = text(right, tr("Approved draw, kW"), printed(approved.import_kw));
    std::vector<wxString> names{tr("By the country")};
    int chosen = 0;
    for (const auto& set : workspace_.rule_sets()) {
        if (set.id == prepared_.plan.rule_set) chosen = static_cast<int>(names.size());
        names.push_back(tr(set.title));
    }
    rule_set_ = new ChoiceField(page, tr("Rule set"), names, {}, field_width);
    rule_set_->set_value(chosen);
    columns->Add(left, 0, wxRIGHT, px(*this, ui::space::margin));
    columns->Add(right);
    column->Add(columns);
    column->Add(rule_set_);
}

void PrepareDialog::make_devices() {
    wxBoxSizer* column = nullptr;
    auto* page = add_page(tr("Devices"), column);
    ui::add_paragraph(page, *column,
                      tr("What was delivered. On site, a serial number that is missing fails the check."),
                      ui::Type::body, ui::Hue::muted);
    devices_ = new ui::Table(page, tr("Expected devices"),
                             {{tr("Device"), 200}, {tr("Serial number"), 200, false, true}, {tr("Count"), 80, true}});
    column->Add(devices_, 1, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    std::vector<wxString> names;
    for (const auto& family : families_) names.push_back(family.second);
    auto* typed = new wxBoxSizer(wxHORIZONTAL);
    family_ = new ChoiceField(page, tr("Device"), names, {}, 180);
    serial_or_count_ = new TextField(page, tr("Serial number, or how many"), {}, 240);
    typed->Add(family_, 0, wxRIGHT, px(*this, ui::space::inside));
    typed->Add(serial_or_count_, 0, wxRIGHT, px(*this, ui::space::inside));
    const auto button = [&](wxBoxSizer& row, const wxString& label, void (PrepareDialog::*action)()) {
        auto* made = new wxButton(page, wxID_ANY, label);
        made->Bind(wxEVT_BUTTON, [this, action](wxCommandEvent&) { (this->*action)(); });
        row.Add(made, 0, wxALIGN_BOTTOM | wxRIGHT, px(*this, ui::space::inside));
    };
    button(*typed, tr("Add device"), &PrepareDialog::add_device);
    column->Add(typed, 0, wxBOTTOM, px(*this, ui::space::inside));
    auto* listed = new wxBoxSizer(wxHORIZONTAL);
    button(*listed, tr("Remove device"), &PrepareDialog::remove_device);
    button(*listed, tr("Read a list") + L"…", &PrepareDialog::read_list);
    button(*listed, tr("From a picture") + L"…", &PrepareDialog::read_picture);
    column->Add(listed);
    refresh_devices();
}

void PrepareDialog::make_documents() {
    wxBoxSizer* column = nullptr;
    auto* page = add_page(tr("Documents"), column);
    ui::add_paragraph(page, *column, tr("Approval, plans, data sheets: what must be on this laptop without Internet."),
                      ui::Type::body, ui::Hue::muted);
    documents_ = new ui::Table(page, tr("Documents"), {{tr("Document"), 240}, {tr("File"), 300, false, true}});
    column->Add(documents_, 1, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    auto* add = new wxButton(page, wxID_ANY, tr("Add document") + L"…");
    add->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { add_document(); });
    auto* remove = new wxButton(page, wxID_ANY, tr("Remove document"));
    remove->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { remove_document(); });
    row->Add(add, 0, wxRIGHT, px(*this, ui::space::inside));
    row->Add(remove);
    column->Add(row);
    refresh_documents();
}

void PrepareDialog::make_ready() {
    wxBoxSizer* column = nullptr;
    ready_page_ = static_cast<wxPanel*>(add_page(tr("Ready to leave"), column));
    ready_ = new ReadyList(ready_page_, workspace_);
    column->Add(ready_, 1, wxEXPAND);
}

void PrepareDialog::make_buttons(wxBoxSizer& all) {
    auto* buttons = new wxStdDialogButtonSizer;
    auto* save = new wxButton(this, wxID_OK, tr("Save the preparation"));
    save->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (take_fields()) EndModal(wxID_OK);
    });
    buttons->AddButton(new wxButton(this, wxID_CANCEL, tr("Cancel")));
    buttons->AddButton(save);
    buttons->Realize();
    save->SetDefault();
    ui::make_primary(*save);
    all.Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, px(*this, ui::space::between));
}

bool PrepareDialog::take_fields() {
    auto& site = prepared_.plan.site;
    site.customer = customer_->value();
    site.address = address_->value();
    site.postcode = postcode_->value();
    site.city = city_->value();
    site.grid_reference = grid_reference_->value();
    const auto country = country_->value();
    const bool is_code =
        country.empty()
        || (country.size() == 2 && std::ranges::all_of(country, [](char c) { return c >= 'A' && c <= 'Z'; }));
    country_->set_error(is_code ? wxString() : tr("Two capital letters, such as DE."));
    if (is_code) site.country = country;
    const int set = rule_set_->value();
    prepared_.plan.rule_set = set <= 0 ? "" : workspace_.rule_sets().at(static_cast<std::size_t>(set - 1)).id;
    auto& approved = prepared_.preparation.approved;
    const bool may_export = read_power(*export_kw_, approved.export_kw);
    const bool may_import = read_power(*import_kw_, approved.import_kw);
    if (is_code && may_export && may_import) return true;
    book_->ChangeSelection(static_cast<std::size_t>(book_->FindPage(site_page_)));
    return false;
}

wxString PrepareDialog::words_of(const std::string& family) const {
    const auto found = std::ranges::find(families_, family, &std::pair<std::string, wxString>::first);
    return found == families_.end() ? to_wx(family) : found->second;
}

void PrepareDialog::refresh_devices() {
    std::vector<ui::Row> rows;
    for (const auto& device : prepared_.preparation.expected)
        rows.push_back({std::to_string(rows.size()),
                        {{words_of(device.family), {}, {}},
                         {to_wx(device.serial), {}, {}},
                         {wxString::Format("%d", device.count), {}, device.count}}});
    devices_->set_rows(std::move(rows));
}

void PrepareDialog::read_list() {
    wxFileDialog dialog(this, tr("Read a list"), {}, {}, tr("Tables") + " (*.csv;*.txt)|*.csv;*.txt",
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) return;
    try {
        const auto file = std::filesystem::u8path(ui::to_utf8(dialog.GetPath()));
        prepared_.preparation.expected = commissioning::load_delivery_list(file, workspace_.profiles());
        error_->clear();
        refresh_devices();
    } catch (...) {
        error_->show(std::current_exception());
    }
    Layout();
}

void PrepareDialog::read_picture() {
    const auto read = [this](const ui::PictureSerials& found) {
        add_serials(found.serials);
        if (!found.trouble.empty()) serial_or_count_->set_error(found.trouble);
    };
    const auto failed = [this](const std::exception_ptr& error) {
        error_->show(error);
        Layout();
    };
    picture_ = ui::ask_for_picture_serials(*this, workspace_.bridge(), read, failed);
}

void PrepareDialog::add_device() {
    const auto typed = serial_or_count_->value();
    serial_or_count_->set_error({});
    if (const auto count = as_count(typed)) {
        prepared_.preparation.expected.push_back({family_at(family_->value()), {}, *count});
        refresh_devices();
    } else if (const auto serials = commissioning::serials_in(typed); !serials.empty()) {
        add_serials(serials);
    } else {
        return serial_or_count_->set_error(tr("Give a serial number, or a count such as 2."));
    }
    serial_or_count_->set_value({});
}

void PrepareDialog::add_serials(const std::vector<std::string>& serials) {
    auto& expected = prepared_.preparation.expected;
    serial_or_count_->set_error({});
    for (const auto& serial : serials) {
        if (std::ranges::find(expected, serial, &ExpectedDevice::serial) == expected.end())
            expected.push_back({family_at(family_->value()), serial, 1});
        else
            serial_or_count_->set_error(trf("{} is in the list already.", serial));
    }
    refresh_devices();
}

void PrepareDialog::remove_device() {
    const auto key = devices_->selected();
    if (!key) return;
    auto& expected = prepared_.preparation.expected;
    expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(row_of(*key)));
    refresh_devices();
}

void PrepareDialog::refresh_documents() {
    std::vector<ui::Row> rows;
    for (const auto& document : prepared_.preparation.documents)
        rows.push_back({std::to_string(rows.size()),
                        {{to_wx(document.title), {}, {}}, {to_wx(ui::to_utf8(document.file)), ui::Hue::muted, {}}}});
    documents_->set_rows(std::move(rows));
}

void PrepareDialog::add_document() {
    wxFileDialog dialog(this, tr("Add document"), {}, {}, wxFileSelectorDefaultWildcardStr,
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST | wxFD_MULTIPLE);
    if (dialog.ShowModal() != wxID_OK) return;
    wxArrayString paths;
    dialog.GetPaths(paths);
    for (const auto& path : paths) {
        const auto file = std::filesystem::u8path(ui::to_utf8(path));
        prepared_.preparation.documents.push_back({ui::to_utf8(file.stem()), file});
    }
    refresh_documents();
}

void PrepareDialog::remove_document() {
    const auto key = documents_->selected();
    if (!key) return;
    auto& documents = prepared_.preparation.documents;
    documents.erase(documents.begin() + static_cast<std::ptrdiff_t>(row_of(*key)));
    refresh_documents();
}

void PrepareDialog::refresh_ready() {
    take_fields();
    book_->ChangeSelection(static_cast<std::size_t>(book_->FindPage(ready_page_)));
    ready_->look(prepared_);
}

}  // namespace firstlight::app::desktop
