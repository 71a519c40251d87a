#include "commissioning/serial_comparison.h"
#include "reports/error_words.h"
#include "ui/accessible_name.h"
#include "ui/device_values.h"
#include "ui/page.h"
#include "ui/picture_serials.h"
#include "ui/table.h"
#include "ui/words.h"
#include "wizards/commission/work.h"

#include <algorithm>

#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/textctrl.h>

namespace firstlight::wizards {

using commissioning::SerialRow;
using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;

namespace {

std::pair<wxString, Hue> words_of(SerialRow::State state) {
    switch (state) {
        case SerialRow::State::as_expected:
            return {tr("as expected"), Hue::good};
        case SerialRow::State::missing:
            return {tr("missing"), Hue::fault};
        case SerialRow::State::extra:
            return {tr("not on your list"), Hue::warning};
        case SerialRow::State::duplicate:
            return {tr("scanned twice"), Hue::warning};
    }
    return {};
}

/// Which devices answer, and whether they are those that were delivered.
class StationStep : public Step {
  public:
    explicit StationStep(WorkPointer work)
        : Step("station", tr("Devices"), tr("Are these the devices you installed?"),
               tr("Scan or paste the serial numbers from the labels, or read them from a picture, to compare them. "
                  "You may leave the list empty.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        auto* sides = new wxBoxSizer(wxHORIZONTAL);
        auto* labels = new wxBoxSizer(wxVERTICAL);
        labels->Add(new wxStaticText(page, wxID_ANY, tr("Serial numbers from the labels")), 0, wxBOTTOM, px(*page, 4));
        typed_ = new wxTextCtrl(page, wxID_ANY, {}, wxDefaultPosition, wxSize(px(*page, 240), px(*page, 220)),
                                wxTE_MULTILINE);
        ui::set_accessible_name(*typed_, tr("Serial numbers from the labels"));
        typed_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
            left();
            refresh();
            typed();
        });
        labels->Add(typed_, 1, wxEXPAND | wxBOTTOM, px(*page, ui::space::inside));
        auto* picture = new wxButton(page, wxID_ANY, tr("From a picture") + L"…");
        picture->Bind(wxEVT_BUTTON, [this, page](wxCommandEvent&) { ask_for_picture(*page); });
        labels->Add(picture);
        sides->Add(labels, 0, wxEXPAND | wxRIGHT, px(*page, ui::space::margin));
        table_ = new ui::Table(page, tr("Devices"),
                               {{tr("Device"), 130},
                                {tr("Serial number"), 170, false, true},
                                {tr("Compared"), 180},
                                {tr("Firmware"), 210}});
        table_->SetMinSize(wxSize(px(*page, 560), px(*page, 240)));
        sides->Add(table_, 1, wxEXPAND);
        column.Add(sides, 1, wxEXPAND | wxBOTTOM, px(*page, ui::space::between));
        picture_trouble_ = ui::add_paragraph(page, column, {}, ui::Type::body, Hue::fault);
        add_look_first(page, column);
        remarks_ = ui::add_paragraph(page, column, {}, ui::Type::body, Hue::warning);
        wxString text;
        for (const auto& serial : work_->plan.expected_serials) text += ui::to_wx(serial) + "\n";
        typed_->ChangeValue(text);
    }

    void entered() override {
        subscription_ = work_->workspace.connection().observe([this] {
            if (work_->discovery() != seen_) refresh();
        });
        refresh();
    }

    void left() override {
        auto& expected = work_->plan.expected_serials;
        expected.clear();
        for (auto& serial : commissioning::serials_in(ui::to_utf8(typed_->GetValue())))
            if (std::ranges::find(expected, serial) == expected.end()) expected.push_back(std::move(serial));
    }

    wxString why_not_next() const override {
        return work_->connected() ? wxString() : tr("Connect to the station first: the button at the upper right.");
    }

  private:
    void add_look_first(wxWindow* page, wxBoxSizer& column) {
        auto* look =
            new wxCheckBox(page, wxID_ANY, tr("Show grid, PV strings, battery and meter before anything is written"));
        look->SetValue(work_->look_first);
        look->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent& event) {
            work_->look_first = event.IsChecked();
            changed();
        });
        column.Add(look);
        ui::add_paragraph(page, column, tr("The run checks all of them in any case."), ui::Type::hint, Hue::muted);
    }

    void ask_for_picture(wxWindow& page) {
        const auto read = [this](const ui::PictureSerials& found) {
            for (const auto& serial : found.serials) {
                const auto before = typed_->GetValue();
                typed_->AppendText((before.empty() || before.EndsWith("\n") ? "" : "\n") + ui::to_wx(serial) + "\n");
            }
            tell(found.trouble);
        };
        const auto failed = [this](const std::exception_ptr& error) {
            tell(ui::to_wx(reports::describe(error).explanation));
        };
        picture_ = ui::ask_for_picture_serials(page, work_->workspace.bridge(), read, failed);
    }

    void tell(const wxString& trouble) {
        picture_trouble_->SetLabel(trouble);
        picture_trouble_->Wrap(px(*picture_trouble_, 800));
        picture_trouble_->GetParent()->Layout();
    }

    void refresh() {
        seen_ = work_->discovery();
        const auto devices = seen_ ? seen_->devices : std::vector<station::Device>{};
        const auto typed = commissioning::serials_in(ui::to_utf8(typed_->GetValue()));
        std::vector<ui::Row> rows;
        const auto row = [&](const std::string& device, const std::string& serial, const wxString& state, Hue hue) {
            const auto* found = seen_ ? seen_->find(device) : nullptr;
            rows.push_back({device + "/" + serial,
                            {{found ? ui::device_words(*found) : wxString(), {}, {}},
                             {ui::to_wx(serial), {}, {}},
                             {state, hue, {}},
                             {found ? ui::to_wx(found->firmware) : wxString(), Hue::muted, {}}}});
        };
        const auto compared = commissioning::compare_serials(typed, devices);
        for (const auto& one : compared) {
            const auto [words, hue] = typed.empty() ? std::pair(tr("answers"), Hue::good) : words_of(one.state);
            row(one.device, one.serial, words, hue);
        }
        for (const auto& device : devices)
            if (device.serial.empty()) row(device.name(), {}, tr("has no serial number"), Hue::muted);
        table_->set_rows(std::move(rows));
        remarks_->SetLabel(remarks());
        remarks_->Wrap(px(*remarks_, 800));
        changed();
    }

    wxString remarks() const {
        if (!seen_) return tr("No station yet.");
        wxString words;
        for (const auto& finding : seen_->findings) words += ui::to_wx(finding.detail) + "\n";
        return words;
    }

    WorkPointer work_;
    wxTextCtrl* typed_ = nullptr;
    ui::Table* table_ = nullptr;
    wxStaticText *picture_trouble_ = nullptr, *remarks_ = nullptr;
    ui::Job picture_;
    std::shared_ptr<const station::Discovery> seen_;
    ui::Connection::Subscription subscription_;
};

}  // namespace

std::unique_ptr<Step> station_step(WorkPointer work) {
    return std::make_unique<StationStep>(std::move(work));
}

}  // namespace firstlight::wizards
