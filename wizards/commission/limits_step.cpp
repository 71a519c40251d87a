#include "commissioning/setting_rules.h"
#include "reports/error_words.h"
#include "station/errors.h"
#include "station/station.h"
#include "text/numbers.h"
#include "ui/field.h"
#include "ui/page.h"
#include "ui/words.h"
#include "wizards/commission/work.h"

#include <algorithm>
#include <array>
#include <set>

namespace firstlight::wizards {

using commissioning::PlannedSetting;
using ui::px;
using ui::tr;
using ui::trf;

namespace {

/// In the order in which they are written.
constexpr std::array limit_points{"grid_max_export_power",   "grid_max_import_power", "ess_discharge_cutoff_soc",
                                  "ess_backup_soc",          "ess_charge_cutoff_soc", "ess_max_charge_power",
                                  "ess_max_discharge_power", "pv_max_power"};

/// Limits over public registers, each with what it is now. An empty field leaves the station as it is.
class LimitsStep : public Step {
  public:
    explicit LimitsStep(WorkPointer work)
        : Step("limits", tr("Limits"), tr("Which limits shall the station keep?"),
               tr("Fill only what shall change. Nothing is written before you have seen the review.")),
          work_(std::move(work)) {}

    bool needed() const override { return !work_->discovery() || plant() != nullptr; }

    void make(wxWindow* page, wxBoxSizer& column) override {
        page_ = page;
        grid_ = new wxFlexGridSizer(2, px(*page, ui::space::between), px(*page, 2 * ui::space::margin));
        column.Add(grid_);
        nothing_ = ui::add_paragraph(page, column, {}, ui::Type::body, ui::Hue::muted);
        make_fields();
    }

    void entered() override {
        seen_ = work_->discovery();
        if (fields_.empty()) make_fields();
        const auto* device = plant();
        nothing_->SetLabel(fields_.empty()
                               ? tr("This station offers no limits over Modbus. Set them in the maker's app.")
                               : wxString());
        if (device == nullptr) return;
        std::set<std::string> names;
        for (const auto& [point, field] : fields_) {
            names.insert(point->name);
            for (const auto& reference : station::range_references(*point)) names.insert(reference);
            for (const auto& beside : commissioning::points_beside(*device, *point, *seen_))
                if (beside.device->name() == device->name()) names.insert(beside.point->name);
        }
        watch_ = work_->workspace.connection().watch(device->name(), std::move(names));
        subscription_ = work_->workspace.connection().observe([this] { refresh(); });
        refresh();
    }

    void left() override {
        subscription_.reset();
        watch_.reset();
        take_over();
    }

    wxString why_not_next() const override {
        for (const auto& [point, field] : fields_)
            if (field->has_error()) return trf("See the field {}.", text::tr(point->label));
        return {};
    }

  private:
    const station::Device* plant() const {
        const auto found = work_->discovery();
        return found ? found->find("plant") : nullptr;
    }

    void make_fields() {
        const auto* device = plant();
        if (device == nullptr) return;
        for (const char* name : limit_points) {
            const auto* point = device->profile->find(name);
            if (point == nullptr || !station::applies(*point, *device)) continue;
            auto* field = new ui::TextField(page_, label_of(*point), tr("now: not read yet"), 240);
            const auto planned = std::ranges::find(work_->plan.settings, std::string(name), &PlannedSetting::point);
            if (planned != work_->plan.settings.end()) field->set_value(planned->value);
            field->on_change([this] {
                check();
                take_over();
                typed();
            });
            grid_->Add(field);
            fields_.emplace_back(point, field);
        }
        page_->FitInside();
        page_->Layout();
    }

    static wxString label_of(const station::Point& point) {
        auto label = ui::to_wx(text::tr(point.label));
        if (!point.unit.empty()) label += " (" + ui::to_wx(station::unit_for_people(point.unit)) + ")";
        return label;
    }

    station::Range range_of(const station::Point& point) const {
        const auto& connection = work_->workspace.connection();
        return station::resolve_range(
            point, [&](const std::string& name) { return connection.number(plant()->name(), name); });
    }

    void refresh() {
        const auto* device = plant();
        if (device == nullptr) return;
        for (const auto& [point, field] : fields_) {
            const auto* now = work_->workspace.connection().reading(device->name(), point->name);
            auto hint =
                now == nullptr ? tr("now: not read yet") : trf("now: {}", text::shown_value(station::to_text(*now)));
            if (const auto range = station::to_text(*point, range_of(*point)); !range.empty())
                hint += "   " + trf("allowed: {}", text::shown_value(range));
            field->set_hint(hint);
        }
        check();
    }

    void check() {
        for (const auto& [point, field] : fields_) field->set_error(error_of(*point, field->number_text()));
    }

    wxString error_of(const station::Point& point, const std::string& typed) const {
        if (typed.empty() || plant() == nullptr) return {};
        try {
            const auto value = station::parse_value(point, typed);
            station::encode(point, value);
            station::check_range(point, value, range_of(point));
            const commissioning::OtherValues others = [this](const station::Device& device, const std::string& name) {
                return intended(device, name);
            };
            const auto conflict = commissioning::conflict_of(*plant(), point, value, others, *work_->discovery());
            return conflict ? ui::to_wx(text::shown_numbers(conflict->words)) : wxString();
        } catch (const station::ValueNotAccepted&) {
            return ui::to_wx(reports::describe(std::current_exception()).explanation);
        }
    }

    /// The new value when one is typed and sound, else what the station has.
    std::optional<station::Value> intended(const station::Device& device, const std::string& name) const {
        const auto found = std::ranges::find_if(fields_, [&](const auto& one) { return one.first->name == name; });
        try {
            if (found != fields_.end() && !found->second->number_text().empty())
                return station::parse_value(*found->first, found->second->number_text());
        } catch (const station::ValueNotAccepted&) {
            // The field says so itself; others go by what the station has.
        }
        const auto* now = work_->workspace.connection().reading(device.name(), name);
        return now != nullptr ? commissioning::value_beside(*now) : std::nullopt;
    }

    /// Keeps what a template planned beyond these fields.
    void take_over() {
        const auto* device = plant();
        if (device == nullptr) return;
        auto& settings = work_->plan.settings;
        for (const auto& [point, field] : fields_) {
            std::erase_if(settings, [&](const PlannedSetting& one) { return one.point == point->name; });
            if (!field->number_text().empty())
                settings.push_back({device->name(), point->name, field->number_text(), {}, 0});
        }
    }

    WorkPointer work_;
    wxWindow* page_ = nullptr;
    wxFlexGridSizer* grid_ = nullptr;
    wxStaticText* nothing_ = nullptr;
    std::vector<std::pair<const station::Point*, ui::TextField*>> fields_;
    std::shared_ptr<const station::Discovery> seen_;
    ui::Connection::Watch watch_;
    ui::Connection::Subscription subscription_;
};

}  // namespace

std::unique_ptr<Step> limits_step(WorkPointer work) {
    return std::make_unique<LimitsStep>(std::move(work));
}

}  // namespace firstlight::wizards
