#include "app/desktop/recorder_panel.h"

#include "ui/accessible_name.h"
#include "ui/device_values.h"
#include "ui/page.h"

#include <algorithm>

#include <wx/filedlg.h>

namespace firstlight::app::desktop {

using station::RecordedPoint;
using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

enum Begin { at_once, when_above, when_below };

std::string key_of(const RecordedPoint& point) {
    return point.device + ":" + point.point;
}

std::optional<double> number_in(const ui::TextField& field, double low, double high) {
    double value = 0;
    const auto text = to_wx(field.value());
    const bool sound = (text.ToCDouble(&value) || text.ToDouble(&value)) && value >= low && value <= high;
    return sound ? std::optional(value) : std::nullopt;
}

std::chrono::milliseconds milliseconds(double seconds) {
    return std::chrono::round<std::chrono::milliseconds>(std::chrono::duration<double>(seconds));
}

}  // namespace

RecorderPanel::RecorderPanel(wxWindow* parent, ui::Workspace& workspace) : wxPanel(parent), workspace_(workspace) {
    auto* column = new wxBoxSizer(wxVERTICAL);
    SetSizer(column);
    ui::add_section(this, *column, tr("Recorder"));
    ui::add_paragraph(
        this, *column,
        tr("Keeps chosen values in a file for hours, to find what happens now and then. The recording goes "
           "on while you work on other pages."),
        ui::Type::body, Hue::muted);
    error_ = new ui::ErrorBanner(this);
    column->Add(error_, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    add_choice(*column);
    add_options(*column);
    add_start(*column);
    subscription_ = workspace_.connection().observe([this] { follow_connection(); });
    refresh();
}

void RecorderPanel::add_choice(wxSizer& column) {
    search_ = new wxSearchCtrl(this, wxID_ANY, {}, wxDefaultPosition, wxSize(px(*this, 260), -1));
    search_->SetDescriptiveText(tr("Search values to record"));
    ui::set_accessible_name(*search_, tr("Search values to record"));
    search_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { refresh_points(); });
    column.Add(search_, 0, wxBOTTOM, px(*this, ui::space::inside));
    const auto table = [this](const wxString& name) {
        auto* made = new ui::Table(this, name, {{tr("Device"), 200}, {name, 240, false, true}, {tr("Unit"), 60}});
        made->SetMinSize(wxSize(-1, px(*this, 150)));
        return made;
    };
    const auto button = [this](const wxString& label, void (RecorderPanel::*action)()) {
        auto* made = new wxButton(this, wxID_ANY, label);
        made->Bind(wxEVT_BUTTON, [this, action](wxCommandEvent&) { (this->*action)(); });
        return made;
    };
    found_ = table(tr("Values to choose from"));
    chosen_table_ = table(tr("Values to record"));
    found_->on_activate([this](const std::string&) { add_selected(); });
    found_->on_select([this](const std::string&) { add_->Enable(!job_.running()); });
    chosen_table_->on_activate([this](const std::string&) { remove_selected(); });
    chosen_table_->on_select([this](const std::string&) { remove_->Enable(!job_.running()); });
    add_ = button(tr("Record this value"), &RecorderPanel::add_selected);
    remove_ = button(tr("Leave this value out"), &RecorderPanel::remove_selected);
    auto* both = new wxBoxSizer(wxHORIZONTAL);
    const auto side = [&](ui::Table* of, wxButton* below, int gap) {
        auto* one = new wxBoxSizer(wxVERTICAL);
        one->Add(of, 1, wxEXPAND);
        one->Add(below, 0, wxTOP, px(*this, ui::space::inside));
        both->Add(one, 1, wxEXPAND | wxRIGHT, px(*this, gap));
    };
    side(found_, add_, ui::space::between);
    side(chosen_table_, remove_, 0);
    column.Add(both, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::between));
}

void RecorderPanel::add_options(wxSizer& column) {
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    const auto add = [&](auto* field) {
        row->Add(field, 0, wxRIGHT, px(*this, ui::space::between));
        return field;
    };
    every_ = add(new ui::TextField(this, tr("Seconds between rows"), {}, 150));
    every_->set_value("5");
    begin_ = add(new ui::ChoiceField(
        this, tr("Begin"), {tr("At once"), tr("When the first value is above"), tr("When the first value is below")},
        {}, 240));
    begin_->set_value(at_once);
    begin_->on_change([this] { refresh(); });
    limit_ = add(new ui::TextField(this, tr("Limit"), {}, 120));
    before_ = add(new ui::TextField(this, tr("Seconds kept before"), {}, 150));
    before_->set_value("60");
    column.Add(row, 0, wxBOTTOM, px(*this, ui::space::inside));
}

void RecorderPanel::add_start(wxSizer& column) {
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    file_button_ = new wxButton(this, wxID_ANY, tr("Choose the file"));
    file_button_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { choose_file(); });
    file_words_ = new wxStaticText(this, wxID_ANY, tr("no file yet"), wxDefaultPosition, wxSize(px(*this, 260), -1),
                                   wxST_ELLIPSIZE_MIDDLE | wxST_NO_AUTORESIZE);
    start_ = new wxButton(this, wxID_ANY, tr("Start the recording"));
    start_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { job_.running() ? stop() : start(); });
    state_ = new wxStaticText(this, wxID_ANY, {});
    state_->SetForegroundColour(ui::colour(Hue::muted));
    const int gap = px(*this, ui::space::between);
    row->Add(file_button_, 0, wxALIGN_CENTER_VERTICAL);
    row->Add(file_words_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    row->Add(start_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    row->Add(state_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    column.Add(row, 0, wxBOTTOM, px(*this, ui::space::between));
}

void RecorderPanel::follow_connection() {
    using Phase = ui::Connection::Phase;
    const auto phase = workspace_.connection().phase();
    if (job_.running() && (phase == Phase::none || phase == Phase::opening || phase == Phase::failed)) stop();
    if (workspace_.connection().discovery() != seen_) refresh();
}

void RecorderPanel::refresh() {
    if (const auto now = workspace_.connection().discovery(); now != seen_) {
        seen_ = now;
        refresh_points();
    }
    const bool running = job_.running(), conditional = begin_->value() != at_once;
    add_->Enable(!running && found_->selected());
    remove_->Enable(!running && chosen_table_->selected());
    for (wxWindow* field : std::initializer_list<wxWindow*>{every_, begin_, file_button_}) field->Enable(!running);
    limit_->Enable(!running && conditional);
    before_->Enable(!running && conditional);
    start_->SetLabel(running ? tr("Stop the recording") : tr("Start the recording"));
    const auto reason = running           ? wxString()
                        : !seen_          ? tr("Connect to a station first.")
                        : chosen_.empty() ? tr("Choose a value to record first.")
                        : file_.empty()   ? tr("Choose a file first.")
                                          : wxString();
    start_->Enable(running || reason.empty());
    if (!reason.empty()) state_->SetLabel(reason);
    Layout();
}

void RecorderPanel::refresh_points() {
    std::vector<ui::Row> rows;
    const auto wanted = search_->GetValue().Lower();
    for (const auto& device : seen_ ? seen_->devices : std::vector<station::Device>{}) {
        for (const auto& point : device.profile->points) {
            if (!station::recordable(point) || !station::applies(point, device)) continue;
            const auto name = ui::told_apart(device, *seen_), label = to_wx(text::tr(point.label));
            if (!wanted.empty() && !(name + " " + label).Lower().Contains(wanted)) continue;
            rows.push_back({key_of({device.name(), point.name, {}}),
                            {{name, {}, {}}, {label, {}, {}}, {ui::unit_words(point), Hue::muted, {}}}});
        }
    }
    found_->set_rows(std::move(rows));
}

void RecorderPanel::refresh_chosen() {
    std::vector<ui::Row> rows;
    for (const auto& chosen : chosen_) {
        const auto* device = seen_ ? seen_->find(chosen.device) : nullptr;
        const auto* point = device ? device->profile->find(chosen.point) : nullptr;
        rows.push_back({key_of(chosen),
                        {{device ? ui::told_apart(*device, *seen_) : to_wx(chosen.device), {}, {}},
                         {to_wx(point ? text::tr(point->label) : chosen.point), {}, {}},
                         {point ? ui::unit_words(*point) : to_wx(chosen.unit), Hue::muted, {}}}});
    }
    chosen_table_->set_rows(std::move(rows));
    refresh();
}

void RecorderPanel::add_selected() {
    const auto key = found_->selected();
    if (!key || !seen_ || job_.running()) return;
    const auto colon = key->rfind(':');
    const auto* device = seen_->find(key->substr(0, colon));
    const auto* point = device ? device->profile->find(key->substr(colon + 1)) : nullptr;
    if (!point) return;
    const RecordedPoint chosen{device->name(), point->name, point->unit};
    if (std::ranges::find(chosen_, chosen) == chosen_.end()) chosen_.push_back(chosen);
    refresh_chosen();
}

void RecorderPanel::remove_selected() {
    const auto key = chosen_table_->selected();
    if (!key || job_.running()) return;
    std::erase_if(chosen_, [&](const auto& chosen) { return key_of(chosen) == *key; });
    refresh_chosen();
}

void RecorderPanel::choose_file() {
    wxFileDialog dialog(this, tr("A file for the recording"), {}, "recording.csv", tr("Tables") + " (*.csv)|*.csv",
                        wxFD_SAVE);
    if (dialog.ShowModal() != wxID_OK) return;
    file_ = std::filesystem::u8path(ui::to_utf8(dialog.GetPath()));
    file_words_->SetLabel(dialog.GetFilename());
    file_words_->SetToolTip(dialog.GetPath());
    state_->SetLabel({});
    refresh();
}

std::optional<station::RecorderOptions> RecorderPanel::options() {
    const auto check = [](ui::TextField& field, double low, double high) {
        const auto number = number_in(field, low, high);
        field.set_error(number ? wxString() : trf("A number from {:g} to {:g}.", low, high));
        return number;
    };
    constexpr double day = 86400, any = 1e9;
    const bool conditional = begin_->value() != at_once;
    const auto every = check(*every_, 0.1, day);
    const auto limit = conditional ? check(*limit_, -any, any) : std::optional(0.0);
    const auto before = conditional ? check(*before_, 0, day) : std::optional(0.0);
    Layout();
    if (!every || !limit || !before) return std::nullopt;
    station::RecorderOptions options;
    options.file = file_;
    options.station = seen_->anchor_serial;
    options.points = chosen_;
    options.every = milliseconds(*every);
    if (conditional)
        options.trigger = station::Trigger{0, begin_->value() == when_above, *limit, milliseconds(*before)};
    return options;
}

ui::awaitable<std::vector<station::Reading>> RecorderPanel::read(std::shared_ptr<station::LiveStation> live,
                                                                 std::string device, std::vector<std::string> points) {
    const auto hold = co_await live->hold();
    const auto read_held = station::read_points_of(hold.station);
    co_return co_await read_held(std::move(device), std::move(points));
}

void RecorderPanel::start() {
    error_->clear();
    const auto live = workspace_.connection().live();
    auto wanted = options();
    if (!wanted || !live) return;
    station::ReadPoints read_live = [live](std::string device, std::vector<std::string> points) {
        return read(live, std::move(device), std::move(points));
    };
    auto sink = ui::Bridge::latest<station::RecorderState>(
        alive_, [this](const station::RecorderState& state) { came(state); });
    auto work = [&runtime = workspace_.bridge().runtime(), wanted = *wanted, read_live, sink] {
        return station::record(runtime, wanted, read_live, sink);
    };
    state_->SetLabel(tr("Begins"));
    job_ = workspace_.bridge().start<station::RecorderState>(
        work, [this](const station::RecorderState& state) { came(state); },
        [this](const std::exception_ptr& error) {
            error_->show(error);
            state_->SetLabel(tr("The recording ended. What was written stays."));
            refresh();
        });
    refresh();
}

void RecorderPanel::stop() {
    job_.cancel();
    job_ = {};
    state_->SetLabel(L"✓ " + tr("The recording is in the file."));
    // A recording is never written over: the next one needs a file of its own.
    file_.clear();
    file_words_->SetLabel(tr("no file yet"));
    refresh();
}

void RecorderPanel::came(const station::RecorderState& state) {
    if (!job_.running()) return;
    state_->SetLabel(state.waiting
                         ? tr("Waiting for the limit")
                         : to_wx(text::trf_n("{} row so far", "{} rows so far", static_cast<long long>(state.rows))));
    Layout();
}

}  // namespace firstlight::app::desktop
