#include "station/line_probe.h"
#include "transport/discover_line.h"
#include "transport/errors.h"
#include "ui/activity_strip.h"
#include "ui/error_banner.h"
#include "ui/field.h"
#include "ui/page.h"
#include "ui/words.h"
#include "wizards/connect/work.h"

#include <algorithm>
#include <array>

#include <wx/radiobut.h>

namespace firstlight::wizards {

using commissioning::ConnectPage;
using transport::Parity;
using transport::SerialSettings;
using transport::SettingsProgress;
using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;
using Found = std::optional<transport::SettingsFound>;

namespace {

constexpr std::array<std::uint32_t, 8> speeds{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200};

struct Format {
    const char* name;
    Parity parity;
    int stop_bits;
};
constexpr std::array<Format, 4> formats{
    {{"8N1", Parity::none, 1}, {"8E1", Parity::even, 1}, {"8O1", Parity::odd, 1}, {"8N2", Parity::none, 2}}};

std::vector<wxString> speed_words() {
    std::vector<wxString> words;
    for (const auto speed : speeds) words.push_back(wxString::Format("%u", speed));
    return words;
}

std::vector<wxString> format_words() {
    std::vector<wxString> words;
    for (const auto& format : formats) words.push_back(format.name);
    return words;
}

ui::awaitable<Found> search_line(std::function<ui::awaitable<void>()> closed, std::string port,
                                 transport::FindSettingsOptions options,
                                 std::function<void(const SettingsProgress&)> progress) {
    co_await closed();
    co_return co_await transport::find_settings(std::move(port), std::move(options), std::move(progress));
}

/// Speed and format of the line: found by themselves, or chosen.
class LineSettingsStep : public Step {
  public:
    explicit LineSettingsStep(ConnectPointer work)
        : Step("line_settings", tr("Line settings"), tr("How fast does the line talk?"),
               tr("Station and laptop must use the same speed and format; stations come with 9600 8N1.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        error_ = new ui::ErrorBanner(page);
        find_ = new wxRadioButton(page, wxID_ANY, tr("Find the settings by themselves"), wxDefaultPosition,
                                  wxDefaultSize, wxRB_GROUP);
        column.Add(find_);
        ui::add_paragraph(page, column,
                          tr("Listens for 3 seconds first. When somebody else asks on the line, nothing is sent. Then "
                             "the usual speeds and formats are tried; only reads go out."),
                          ui::Type::hint, Hue::muted);
        add_search(page, column);
        column.Add(error_, 0, wxEXPAND | wxBOTTOM, px(*page, ui::space::inside));
        by_hand_ = new wxRadioButton(page, wxID_ANY, tr("Choose them by hand"));
        column.Add(by_hand_, 0, wxTOP | wxBOTTOM, px(*page, ui::space::inside));
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        speed_ = new ui::ChoiceField(page, tr("Speed (baud)"), speed_words(), {}, 160);
        format_ = new ui::ChoiceField(page, tr("Format"), format_words(), tr("data bits, parity, stop bits"), 160);
        row->Add(speed_, 0, wxRIGHT, px(*page, ui::space::between));
        row->Add(format_);
        column.Add(row, 0, wxLEFT, px(*page, ui::space::margin));
        find_->Bind(wxEVT_RADIOBUTTON, [this](wxCommandEvent&) { choose(true); });
        by_hand_->Bind(wxEVT_RADIOBUTTON, [this](wxCommandEvent&) { choose(false); });
        speed_->on_change([this] { take(); });
        format_->on_change([this] { take(); });
    }

    void entered() override {
        const auto& plan = work_->plan;
        find_->SetValue(plan.find_settings);
        by_hand_->SetValue(!plan.find_settings);
        show_settings(plan.settings);
        choose(plan.find_settings);
        if (plan.found) return;
        error_->clear();
        say({}, Hue::text);
        if (plan.find_settings) search();
    }

    void left() override { stop(); }

    bool needed() const override { return work_->needed(ConnectPage::settings); }
    wxString why_not_next() const override { return work_->why_not_next(ConnectPage::settings); }

  private:
    void add_search(wxWindow* page, wxBoxSizer& column) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        search_ = new wxButton(page, wxID_ANY, tr("&Search"));
        search_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { search(); });
        words_ = new wxStaticText(page, wxID_ANY, {});
        row->Add(search_);
        row->Add(words_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, px(*page, ui::space::between));
        column.Add(row, 0, wxLEFT | wxBOTTOM, px(*page, ui::space::inside));
        strip_ = new ui::ActivityStrip(page);
        column.Add(strip_, 0, wxEXPAND | wxBOTTOM, px(*page, ui::space::inside));
    }

    void choose(bool find) {
        work_->plan.find_settings = find;
        if (!find) stop();
        search_->Enable(find && !job_.running());
        speed_->control().Enable(!find);
        format_->control().Enable(!find);
        changed();
    }

    void show_settings(const SerialSettings& settings) {
        const auto speed = std::ranges::find(speeds, settings.baud);
        if (speed != speeds.end()) speed_->set_value(static_cast<int>(speed - speeds.begin()));
        const auto format = std::ranges::find_if(formats, [&](const Format& one) {
            return one.parity == settings.parity && one.stop_bits == settings.stop_bits;
        });
        if (format != formats.end()) format_->set_value(static_cast<int>(format - formats.begin()));
    }

    void take() {
        const auto& format = formats.at(static_cast<std::size_t>(format_->value()));
        work_->plan.settings = {speeds.at(static_cast<std::size_t>(speed_->value())), format.parity, format.stop_bits};
    }

    void search() {
        auto& workspace = work_->workspace;
        auto& plan = work_->plan;
        workspace.connection().close();  // it may hold this port
        plan.found.reset();
        error_->clear();
        say({}, Hue::text);
        transport::FindSettingsOptions options;
        options.last_known = commissioning::last_settings(workspace.preferences().recent_endpoints, plan.port);
        options.probe = station::line_probe(workspace.profiles());
        const auto progress =
            ui::Bridge::latest<SettingsProgress>(alive_, [this](const SettingsProgress& now) { came(now); });
        job_ = workspace.bridge().start<Found>(
            [closed = workspace.connection().until_closed(), port = plan.port, options, progress] {
                return search_line(closed, port, options, progress);
            },
            [this](const Found& found) { ended(found); }, [this](const std::exception_ptr& error) { failed(error); });
        strip_->show({text::tr("Listening; nothing is sent"), 0, 0, std::nullopt}, [this] { stop_searching(); });
        choose(true);
    }

    void came(const SettingsProgress& now) {
        if (!job_.running()) return;
        const auto left = std::chrono::ceil<std::chrono::seconds>(now.left);
        strip_->show({text::trf("Trying {}", to_string(now.trying)), now.tried, now.total, left},
                     [this] { stop_searching(); });
    }

    void ended(const Found& found) {
        if (!found)
            return failed(std::make_exception_ptr(
                transport::LinkError(transport::RtuEndpoint{work_->plan.port, {}},
                                     {transport::LinkFailure::silent,
                                      {},
                                      {},
                                      {},
                                      text::tr("Every usual speed and format was tried at the usual unit ids.")})));
        work_->plan.found = found->settings;
        work_->plan.settings = found->settings;
        show_settings(found->settings);
        strip_->clear();
        search_->SetLabel(tr("&Search again"));
        say(L"✓ " + trf("{} works.", to_string(found->settings)), Hue::good);
        choose(true);
    }

    void failed(const std::exception_ptr& error) {
        strip_->clear();
        search_->SetLabel(tr("&Search again"));
        error_->show(error);
        choose(true);
    }

    void stop_searching() {
        stop();
        say(tr("Stopped."), Hue::muted);
        choose(true);
    }

    void stop() {
        job_.cancel();
        strip_->clear();
    }

    void say(const wxString& words, Hue hue) {
        words_->SetLabel(words);
        words_->SetForegroundColour(ui::colour(hue));
        words_->GetParent()->Layout();
    }

    ConnectPointer work_;
    ui::ErrorBanner* error_ = nullptr;
    wxRadioButton *find_ = nullptr, *by_hand_ = nullptr;
    wxButton* search_ = nullptr;
    wxStaticText* words_ = nullptr;
    ui::ActivityStrip* strip_ = nullptr;
    ui::ChoiceField *speed_ = nullptr, *format_ = nullptr;
    ui::Alive alive_;
    ui::Job job_;
};

}  // namespace

std::unique_ptr<Step> line_settings_step(ConnectPointer work) {
    return std::make_unique<LineSettingsStep>(std::move(work));
}

}  // namespace firstlight::wizards
