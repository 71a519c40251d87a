#include "app/desktop/setting_review.h"

#include "station/cell_text.h"
#include "station/errors.h"
#include "text/numbers.h"
#include "ui/danger_dialog.h"
#include "ui/field.h"
#include "ui/page.h"
#include "ui/words.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <wx/button.h>
#include <wx/dialog.h>

namespace firstlight::app::desktop {

using station::RiskClass;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

struct Named {
    std::string name, label;
    RiskClass risk;
};

Named named(const SettingWrite& write) {
    return std::visit(
        [](const auto& one) {
            using One = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<One, SettingWrite::OfPoint>)
                return Named{one.point->name, one.point->label, one.point->risk};
            else if constexpr (std::is_same_v<One, SettingWrite::OfTable>)
                return Named{one.table->name, one.table->label, one.table->risk};
            else
                return Named{one.command->name, one.command->label, one.command->risk};
        },
        write.what);
}

wxString band_of(RiskClass risk) {
    if (risk == RiskClass::disruptive) return tr("This starts, stops or interrupts the device.");
    if (risk == RiskClass::grid)
        return tr("This changes how the station behaves towards the grid. The grid operator's rules apply.");
    return tr("This can leave the house without protection against islanding. Be at the station while it acts.");
}

/// Names the danger of one write and takes its consent.
bool ask_for(wxWindow* parent, SettingWrite& write, const Named& what, const wxString& line) {
    const auto device = to_wx(station::name_for_people(write.device.name()));
    ui::Danger danger;
    danger.title = tr(what.label);
    danger.band = band_of(what.risk);
    danger.explanation = line;
    if (what.risk == RiskClass::disruptive) {
        danger.ticks = {trf("Nobody is harmed when {} starts or stops now", ui::to_utf8(device))};
        write.consent.named = write.device.name();
    } else {
        if (what.risk == RiskClass::onsite)
            danger.ticks = {tr("I am at the station"),
                            tr("Nobody works on the distribution; every supply can be disconnected")};
        danger.word = to_wx(what.name);
        danger.word_label = trf("Type \"{}\" to go on", what.name);
        write.consent.typed = what.name;
    }
    danger.button = trf("Write: {}", text::tr(what.label));
    return ui::ask_danger(parent, danger);
}

/// The list of what is written, with a button that says how much.
class ReviewDialog : public wxDialog {
  public:
    ReviewDialog(wxWindow* parent, const std::vector<wxString>& lines) : wxDialog(parent, wxID_ANY, tr("Review")) {
        auto* all = new wxBoxSizer(wxVERTICAL);
        auto* column = new wxBoxSizer(wxVERTICAL);
        ui::add_paragraph(this, *column, tr("This is written, read back and kept in the visit:"));
        for (const auto& line : lines) ui::add_paragraph(this, *column, line, ui::Type::strong, ui::Hue::text, 560);
        all->Add(column, 1, wxEXPAND | wxALL, px(*this, ui::space::margin));
        auto* buttons = new wxStdDialogButtonSizer;
        buttons->AddButton(new wxButton(this, wxID_CANCEL, tr("Cancel")));
        auto* write = new wxButton(
            this, wxID_OK,
            to_wx(text::trf_n("Write {} setting", "Write {} settings", static_cast<long>(lines.size()), lines.size())));
        buttons->AddButton(write);
        buttons->Realize();
        all->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, px(*this, ui::space::margin));
        SetSizerAndFit(all);
        CentreOnParent();
    }
};

/// Fields for the arguments of a command.
class ArgumentsDialog : public wxDialog {
  public:
    ArgumentsDialog(wxWindow* parent, const station::Command& command, const station::Device& device)
        : wxDialog(parent, wxID_ANY, tr(command.label)), command_(command) {
        auto* all = new wxBoxSizer(wxVERTICAL);
        auto* column = new wxBoxSizer(wxVERTICAL);
        for (const auto& argument : command.arguments) {
            const station::PointLookup nothing = [](const std::string&) { return std::optional<double>{}; };
            const auto range = station::to_text(argument, station::resolve_range(argument, nothing));
            auto* field = new ui::TextField(this, tr(argument.label), to_wx(text::shown_numbers(range)));
            if (argument.name == "unit")
                field->set_value(std::to_string(device.profile->recognition.units.empty() ? device.unit : 1));
            if (argument.name == "duration") field->set_value("60");
            if (argument.name == "time")
                field->set_value(std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                                                    std::chrono::system_clock::now().time_since_epoch())
                                                    .count()));
            column->Add(field, 0, wxBOTTOM, px(*this, ui::space::between));
            fields_.push_back(field);
        }
        all->Add(column, 1, wxEXPAND | wxALL, px(*this, ui::space::margin));
        auto* buttons = new wxStdDialogButtonSizer;
        buttons->AddButton(new wxButton(this, wxID_CANCEL, tr("Cancel")));
        auto* go = new wxButton(this, wxID_OK, tr("Go on"));
        go->Bind(wxEVT_BUTTON, [this](wxCommandEvent& event) {
            if (take()) event.Skip();
        });
        buttons->AddButton(go);
        buttons->Realize();
        all->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, px(*this, ui::space::margin));
        SetSizerAndFit(all);
        CentreOnParent();
    }

    const std::vector<station::Value>& values() const { return values_; }

  private:
    bool take() {
        values_.clear();
        bool sound = true;
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            try {
                values_.push_back(station::parse_cell(command_.arguments[i], fields_[i]->number_text()));
                station::check_and_encode(command_.arguments[i], values_.back());
                fields_[i]->set_error({});
            } catch (const station::ValueNotAccepted& error) {
                fields_[i]->set_error(to_wx(text::shown_numbers(error.detail())));
                sound = false;
            }
        }
        return sound;
    }

    const station::Command& command_;
    std::vector<ui::TextField*> fields_;
    std::vector<station::Value> values_;
};

}  // namespace

bool review_writes(wxWindow* parent, std::vector<SettingWrite>& writes, const std::vector<wxString>& lines) {
    ReviewDialog review(parent, lines);
    if (review.ShowModal() != wxID_OK) return false;
    for (std::size_t i = 0; i < writes.size(); ++i) {
        writes[i].consent.given = true;
        const Named what = named(writes[i]);
        if (what.risk < RiskClass::disruptive) continue;
        if (!ask_for(parent, writes[i], what, i < lines.size() ? lines[i] : wxString())) return false;
    }
    return true;
}

std::optional<std::vector<station::Value>> ask_arguments(wxWindow* parent, const station::Command& command,
                                                         const station::Device& device) {
    if (command.arguments.empty()) return std::vector<station::Value>{};
    ArgumentsDialog dialog(parent, command, device);
    if (dialog.ShowModal() != wxID_OK) return std::nullopt;
    return dialog.values();
}

}  // namespace firstlight::app::desktop
