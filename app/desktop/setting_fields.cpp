#include "app/desktop/setting_fields.h"

#include "app/desktop/setting_words.h"
#include "commissioning/rating_rules.h"
#include "commissioning/working_mode.h"
#include "station/errors.h"
#include "station/preconditions.h"
#include "text/numbers.h"
#include "ui/words.h"

#include <algorithm>
#include <utility>

namespace firstlight::app::desktop {

using ui::px;
using ui::to_wx;
using ui::tr;

namespace {

constexpr std::string_view ocpp_address = "ocpp_url";

}  // namespace

SettingFields::SettingFields(wxWindow* parent, ui::Workspace& workspace, Found found, const PageReadings& readings,
                             std::function<void()> changed)
    : parent_(parent),
      workspace_(workspace),
      found_(std::move(found)),
      changed_(std::move(changed)),
      sizer_(new wxFlexGridSizer(2, px(*parent, ui::space::between), px(*parent, ui::space::margin))),
      readings_(readings) {}

void SettingFields::add(commissioning::PartOf<station::Point> part, const wxString& label) {
    if (part.thing->name == ocpp_address) add_platforms();
    const auto beside = others();
    auto choices = commissioning::offered_choices(*part.thing, commissioning::numbers_beside(beside, *part.device));
    entries_.push_back(std::make_unique<SettingEntry>(parent_, part, label, std::move(choices),
                                                      readings_.of(*part.device, *part.thing), changed_));
    order_.push_back(&entries_.back()->window());
    shown_.push_back(true);
    labels_.push_back(label);
    sizer_->Add(order_.back());
}

void SettingFields::add_platforms() {
    const auto& known = workspace_.ocpp_platforms().known;
    const auto& trouble = workspace_.ocpp_platforms().trouble;
    std::vector<wxString> names{tr("An address of your own")};
    for (const auto& platform : known) names.push_back(to_wx(platform.name));
    auto* field = new ui::ChoiceField(parent_, tr("Known OCPP platforms"), names,
                                      trouble.empty() ? tr("Fills in the address of the platform.") : to_wx(trouble),
                                      setting_width);
    field->set_value(0);
    field->on_change([this, field, &known] {
        for (const auto& entry : entries_)
            if (field->value() > 0 && entry->point().name == ocpp_address)
                entry->type(known[static_cast<std::size_t>(field->value()) - 1].url);
        changed_();
    });
    order_.push_back(field);
    sizer_->Add(field);
    platforms_.push_back(field);
}

bool SettingFields::has_changes() const {
    return std::ranges::any_of(entries_, [](const auto& entry) { return entry->has_changes(); });
}

void SettingFields::refresh() {
    for (const auto& entry : entries_) entry->refresh(readings_.of(entry->device(), entry->point()));
}

void SettingFields::written(const commissioning::PlannedWrite& write) {
    for (const auto& entry : entries_)
        if (&entry->device() == write.device && entry->point().name == write.name()) entry->written();
}

commissioning::OtherValues SettingFields::others() const {
    return [this](const station::Device& device, const std::string& name) -> std::optional<station::Value> {
        const auto [where, point] = station::locate(name, device, *found_);
        if (!point) return std::nullopt;
        for (const auto& entry : entries_)
            if (&entry->point() == point && &entry->device() == where) return entry->expected();
        return commissioning::value_beside(readings_.of(*where, *point));
    };
}

wxString SettingFields::trouble_of(const SettingEntry& entry) const {
    const auto beside = others();
    const auto numbers = commissioning::numbers_beside(beside, entry.device());
    try {
        const auto value = entry.wanted();
        if (!value) return {};
        station::check_range(entry.point(), *value, station::resolve_range(entry.point(), numbers));
        if (const auto conflict = commissioning::conflict_of(entry.device(), entry.point(), *value, beside, *found_))
            return to_wx(text::shown_numbers(conflict->words));
        for (const auto& condition : entry.point().preconditions)
            if (const auto reason = station::why_not_now(condition, entry.device(), *found_, numbers))
                return to_wx(text::shown_numbers(*reason));
    } catch (const station::ValueNotAccepted& error) {
        return to_wx(text::shown_numbers(error.detail()));
    }
    return {};
}

bool SettingFields::acts(const SettingEntry& entry) const {
    return commissioning::acts_now(entry.device(), entry.point(), others());
}

bool SettingFields::show_what_acts() {
    std::vector<bool> now;
    for (const auto& entry : entries_) now.push_back(acts(*entry));
    if (now == shown_) return false;
    shown_ = now;
    sizer_->Clear(false);
    for (auto* window : order_) {
        const auto entry = std::ranges::find(entries_, window, [](const auto& one) { return &one->window(); });
        const bool is_shown = entry == entries_.end() || shown_[static_cast<std::size_t>(entry - entries_.begin())];
        window->Show(is_shown);
        if (is_shown)
            sizer_->Add(window);
        else
            (*entry)->undo();
    }
    return true;
}

bool SettingFields::fit_columns() {
    int widest = 0;
    for (const auto* item : sizer_->GetChildren()) widest = std::max(widest, item->GetWindow()->GetBestSize().x);
    const int room = parent_->GetClientSize().x - 2 * px(*parent_, ui::space::margin);
    const int columns = 2 * widest + sizer_->GetHGap() > room ? 1 : 2;
    if (columns == sizer_->GetCols()) return false;
    sizer_->SetCols(columns);
    return true;
}

SettingFields::State SettingFields::check(bool writing) {
    State state;
    state.moved = show_what_acts();
    state.moved = fit_columns() || state.moved;
    const auto beside = others();
    for (std::size_t at = 0; at < entries_.size(); ++at) {
        const auto& entry = entries_[at];
        const auto numbers = commissioning::numbers_beside(beside, entry->device());
        std::optional<std::string> closed;
        for (const auto& condition : entry->point().preconditions)
            if (!closed) closed = station::why_not_now(condition, entry->device(), *found_, numbers);
        auto hint = range_words(entry->point(), station::resolve_range(entry->point(), numbers));
        if (const auto rest = commissioning::not_compared(entry->point(), numbers))
            hint += (hint.empty() ? "" : ". ") + *rest;
        entry->show_hint(hint, closed);
        entry->hold(writing);
        const auto trouble = trouble_of(*entry);
        entry->show_trouble(trouble);
        if (!trouble.empty() && state.refused.empty()) state.refused = labels_[at];
        state.changed = state.changed || entry->has_changes();
    }
    for (auto* field : platforms_) field->control().Enable(!writing);
    return state;
}

std::vector<commissioning::PlannedWrite> SettingFields::writes() const {
    std::vector<commissioning::PlannedWrite> writes;
    for (const auto& entry : entries_)
        if (auto value = entry->wanted()) {
            auto& write =
                writes.emplace_back(commissioning::planned_write(entry->device(), entry->point(), std::move(*value)));
            const auto now = readings_.of(entry->device(), entry->point());
            if (now.good() && !entry->point().secret) write.seen = {{&entry->point(), *now.value}};
        }
    return writes;
}

}  // namespace firstlight::app::desktop
