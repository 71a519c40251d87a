#include "ui/field.h"
#include "ui/words.h"
#include "wizards/commission/work.h"

#include <algorithm>
#include <array>

namespace firstlight::wizards {

using ui::ChoiceField;
using ui::px;
using ui::TextField;
using ui::tr;

namespace {

constexpr int field_width = 320;

/// Where the station stands, who works there, and which limits count.
class SiteStep : public Step {
  public:
    explicit SiteStep(WorkPointer work)
        : Step("site", tr("Site"), tr("Where does the station stand?"),
               tr("This stands on the report's cover. The country decides which limits the checks use.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        auto* columns = new wxBoxSizer(wxHORIZONTAL);
        auto* left = new wxBoxSizer(wxVERTICAL);
        auto* right = new wxBoxSizer(wxVERTICAL);
        const auto text = [&](wxSizer* into, const wxString& label, const wxString& hint = {}) {
            auto* field = new TextField(page, label, hint, field_width);
            field->on_change([this] {
                left_fields();
                typed();
            });
            into->Add(field, 0, wxBOTTOM, px(*page, ui::space::between));
            return field;
        };
        customer_ = text(left, tr("Customer"), tr("May stay empty when nobody is there to ask."));
        address_ = text(left, tr("Street and number"));
        postcode_ = text(left, tr("Postcode"));
        city_ = text(left, tr("Town"));
        grid_reference_ = text(right, tr("Grid operator's reference"), tr("If there is one."));
        installer_ = text(right, tr("Installer"), tr("Who does the work. Settings keeps your name."));
        std::vector<wxString> titles;
        for (const auto& set : work_->workspace.rule_sets()) titles.push_back(ui::to_wx(text::tr(set.title)));
        rules_ = new ChoiceField(page, tr("Limits to check against"), titles,
                                 tr("The report says: checked against this set of limits."), field_width);
        rules_->on_change([this] {
            left_fields();
            typed();
        });
        columns->Add(left, 0, wxRIGHT, px(*page, 2 * ui::space::margin));
        columns->Add(right);
        column.Add(columns);
        column.Add(rules_);
        fill();
    }

    void left() override { left_fields(); }

  private:
    void fill() {
        const auto& site = work_->plan.site;
        customer_->set_value(site.customer);
        address_->set_value(site.address);
        postcode_->set_value(site.postcode);
        city_->set_value(site.city);
        grid_reference_->set_value(site.grid_reference);
        const auto& installer =
            work_->plan.people.empty() ? work_->workspace.preferences().installer : work_->plan.people.front();
        installer_->set_value(installer.name);
        const auto& sets = work_->workspace.rule_sets();
        const auto now = std::ranges::find(sets, work_->rules().id, &commissioning::RuleSet::id);
        rules_->set_value(static_cast<int>(now - sets.begin()));
    }

    void left_fields() {
        auto& site = work_->plan.site;
        site.customer = customer_->value();
        site.address = address_->value();
        site.postcode = postcode_->value();
        site.city = city_->value();
        site.grid_reference = grid_reference_->value();
        const auto& set = work_->workspace.rule_sets().at(static_cast<std::size_t>(rules_->value()));
        work_->plan.rule_set = set.id;
        if (!set.country.empty()) site.country = set.country;
        auto& people = work_->plan.people;
        if (const auto name = installer_->value(); name.empty()) {
            people.clear();
        } else {
            if (people.empty()) people.push_back(work_->workspace.preferences().installer);
            people.front().name = name;
            if (people.front().role.empty()) people.front().role = "installer";
        }
    }

    WorkPointer work_;
    TextField *customer_ = nullptr, *address_ = nullptr, *postcode_ = nullptr, *city_ = nullptr;
    TextField *grid_reference_ = nullptr, *installer_ = nullptr;
    ChoiceField* rules_ = nullptr;
};

}  // namespace

std::unique_ptr<Step> site_step(WorkPointer work) {
    return std::make_unique<SiteStep>(std::move(work));
}

}  // namespace firstlight::wizards
