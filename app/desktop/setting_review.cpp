#include "app/desktop/setting_review.h"

#include "station/cell_text.h"
#include "station/errors.h"
#include "text/numbers.h"
#include "ui/danger_dialog.h"
#include "ui/device_values.h"
#include "ui/field.h"
#include "ui/page.h"
#include "ui/words.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <wx/button.h>
#include <wx/dialog.h>

namespace firstlight::app::desktop {

using commissioning::PlannedWrite;
using station::RiskClass;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

wxString band_of(RiskClass risk) {
    if (risk == RiskClass::disruptive) return tr("This starts, stops or interrupts the device.");
    if (risk == RiskClass::grid)
        return tr("This changes how the station behaves towards the grid. The grid operator's rules apply.");
    return tr("This can leave the house without protection against islanding. Be at the station while it acts.");
}

/// Names the danger of a setting towards the grid, and takes the consent for it alone.
bool ask_for_grid(wxWindow* parent, PlannedWrite& write, const wxString& line) {
    ui::Danger danger;
    danger.title = tr(write.label());
    danger.band = band_of(write.risk());
    danger.explanation = line;
    if (write.risk() == RiskClass::onsite)
        danger.ticks = {tr("I am at the station"),
                        tr("Nobody works on the distribution; every supply can be disconnected")};
    danger.word = to_wx(write.name());
    danger.word_label = trf("Type \"{}\" to go on", write.name());
    danger.button = trf("Write: {}", text::tr(write.label()));
    write.consent.typed = write.name();
    write.consent.on_site = write.risk() == RiskClass::onsite;
    return ui::ask_danger(parent, danger);
}

/// One page for all that starts or stops: a tick for each device.
bool ask_for_devices(wxWindow* parent, const std::vector<PlannedWrite*>& writes, const std::vector<wxString>& lines) {
    ui::Danger danger;
    danger.title = writes.size() == 1 ? tr(writes.front()->label()) : tr("Start and stop devices");
    danger.band = band_of(RiskClass::disruptive);
    std::vector<const station::Device*> asked;
    for (std::size_t i = 0; i < writes.size(); ++i) {
        if (i != 0) danger.explanation += "\n";
        danger.explanation += lines[i];
        const auto* device = writes[i]->device;
        writes[i]->consent.named = device->name();
        if (std::ranges::find(asked, device) != asked.end()) continue;
        asked.push_back(device);
        danger.ticks.push_back(
            trf("Nobody is harmed when {} starts or stops now", ui::to_utf8(ui::device_words(*device))));
    }
    danger.button = writes.size() == 1 ? trf("Write: {}", text::tr(writes.front()->label())) : danger.title;
    return ui::ask_danger(parent, danger);
}

/// Says how much, or what.
wxString button_of(const std::vector<PlannedWrite>& writes) {
    if (writes.size() == 1) return trf("Write: {}", text::tr(writes.front().label()));
    return to_wx(text::trf_n("Write {} setting", "Write {} settings", static_cast<long>(writes.size()), writes.size()));
}

/// The list of what is written, with a button that says how much.
class ReviewDialog : public wxDialog {
  public:
    ReviewDialog(wxWindow* parent, const std::vector<wxString>& lines, const wxString& button)
        : wxDialog(parent, wxID_ANY, tr("Review")) {
        auto* all = new wxBoxSizer(wxVERTICAL);
        auto* column = new wxBoxSizer(wxVERTICAL);
        ui::add_paragraph(this, *column, tr("This is written, read back and kept in the visit:"));
        for (const auto& line : lines) ui::add_paragraph(this, *column, line, ui::Type::strong, ui::Hue::text, 560);
        all->Add(column, 1, wxEXPAND | wxALL, px(*this, ui::space::margin));
        auto* buttons = new wxStdDialogButtonSizer;
        buttons->AddButton(new wxButton(this, wxID_CANCEL, tr("Cancel")));
        auto* write = new wxButton(this, wxID_OK, button);
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
    ArgumentsDialog(wxWindow* parent, const station::Command& command, const station::Discovery& found)
        : wxDialog(parent, wxID_ANY, tr(command.label)), command_(command) {
        auto* all = new wxBoxSizer(wxVERTICAL);
        auto* column = new wxBoxSizer(wxVERTICAL);
        for (const auto& argument : command.arguments) {
            fields_.push_back(argument.name == "unit" ? ask_unit(argument, found) : ask_text(argument));
            column->Add(fields_.back().field, 0, wxBOTTOM, px(*this, ui::space::between));
        }
        all->Add(column, 1, wxEXPAND | wxALL, px(*this, ui::space::margin));
        auto* buttons = new wxStdDialogButtonSizer;
        buttons->AddButton(new wxButton(this, wxID_CANCEL, tr("Cancel")));
        auto* go = new wxButton(this, wxID_OK, tr("Go on"));
        go->SetDefault();
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
    struct Asked {
        ui::Field* field;
        std::function<std::string()> given;
    };

    Asked ask_unit(const station::Point& argument, const station::Discovery& found) {
        std::vector<std::string> units;
        std::vector<wxString> names;
        for (const auto& device : found.devices) {
            const auto unit = std::to_string(device.unit);
            const bool is_plant = !device.profile->recognition.units.empty();
            if (is_plant || std::ranges::find(units, unit) != units.end()) continue;
            units.push_back(unit);
            names.push_back(ui::device_words(device));
        }
        auto* field = new ui::ChoiceField(this, tr(argument.label), names);
        if (!units.empty()) field->set_value(0);
        return {field, [field, units] {
                    return field->value() < 0 ? std::string() : units[static_cast<std::size_t>(field->value())];
                }};
    }

    Asked ask_text(const station::Point& argument) {
        const station::PointLookup nothing = [](const std::string&) { return std::optional<double>{}; };
        const auto range = station::to_text(argument, station::resolve_range(argument, nothing));
        const bool takes_now = station::is_this_moment(argument, "now");
        const auto hint = takes_now ? tr("Such as 2026-12-24 22:00; \u201cnow\u201d is this computer's clock.")
                                    : to_wx(text::shown_numbers(range));
        auto* field = new ui::TextField(this, tr(argument.label), hint);
        if (argument.name == "duration") field->set_value("60");
        if (takes_now) field->set_value(ui::to_utf8(tr("now")));
        return {field, [field] { return field->number_text(); }};
    }

    bool take() {
        values_.clear();
        bool sound = true;
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            try {
                values_.push_back(station::parse_cell(command_.arguments[i], fields_[i].given()));
                station::check_and_encode(command_.arguments[i], values_.back());
                fields_[i].field->set_error({});
            } catch (const station::ValueNotAccepted& error) {
                fields_[i].field->set_error(to_wx(text::shown_numbers(error.detail())));
                sound = false;
            }
        }
        return sound;
    }

    const station::Command& command_;
    std::vector<Asked> fields_;
    std::vector<station::Value> values_;
};

}  // namespace

bool review_writes(wxWindow* parent, std::vector<PlannedWrite>& writes, const std::vector<wxString>& lines) {
    ReviewDialog review(parent, lines, button_of(writes));
    if (review.ShowModal() != wxID_OK) return false;
    std::vector<PlannedWrite*> disruptive;
    std::vector<wxString> disruptive_lines;
    for (std::size_t i = 0; i < writes.size(); ++i) {
        writes[i].consent.given = true;
        const auto line = i < lines.size() ? lines[i] : wxString();
        if (writes[i].risk() == RiskClass::disruptive) {
            disruptive.push_back(&writes[i]);
            disruptive_lines.push_back(line);
        } else if (writes[i].risk() > RiskClass::disruptive && !ask_for_grid(parent, writes[i], line)) {
            return false;
        }
    }
    return disruptive.empty() || ask_for_devices(parent, disruptive, disruptive_lines);
}

std::optional<std::vector<station::Value>> ask_arguments(wxWindow* parent, const station::Command& command,
                                                         const station::Discovery& found) {
    if (command.arguments.empty()) return std::vector<station::Value>{};
    ArgumentsDialog dialog(parent, command, found);
    if (dialog.ShowModal() != wxID_OK) return std::nullopt;
    return dialog.values();
}

}  // namespace firstlight::app::desktop
