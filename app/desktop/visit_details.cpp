#include "app/desktop/visit_details.h"

#include "app/desktop/visit_list.h"
#include "reports/error_words.h"
#include "ui/accessible_name.h"
#include "ui/appearance.h"
#include "ui/page.h"
#include "ui/words.h"

#include <array>

#include <wx/wrapsizer.h>

namespace firstlight::app::desktop {

using commissioning::Verdict;
using ui::Card;
using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;
using ui::Type;

namespace {
constexpr int width = 380, text_width = 320;
constexpr std::size_t most_lines = 8;
constexpr std::array verdicts{Verdict::fail, Verdict::warning, Verdict::not_tested, Verdict::pass,
                              Verdict::not_applicable};
}  // namespace

VisitDetails::VisitDetails(wxWindow* parent, ui::Workspace& workspace)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxSize(px(*parent, width), -1),
                       wxVSCROLL | wxTAB_TRAVERSAL),
      workspace_(workspace) {
    SetMinSize(wxSize(px(*this, width), px(*this, 300)));
    SetScrollRate(0, px(*this, ui::space::between));
    SetSizer(new wxBoxSizer(wxVERTICAL));
    ui::set_accessible_name(*this, tr("Details of the visit"));
    show({});
}

VisitDetails::Story VisitDetails::read(ui::Workspace& workspace, const std::string& id) {
    auto& store = workspace.store();
    Story story;
    story.visit = store.load(id);
    if (const auto before = commissioning::visit_before(story.visit, store.list());
        before && !story.visit.devices.empty())
        story.changed = commissioning::differences(store.load(*before), story.visit, workspace.profiles());
    story.stop = commissioning::stop_here(story.visit,
                                          commissioning::load_preparation(workspace.places().drafts, story.visit.id));
    return story;
}

void VisitDetails::show(const std::string& visit) {
    shown_ = visit;
    if (visit.empty()) {
        job_.cancel();
        begin();
        add_lines(*add_card(tr("No visit is chosen")), {},
                  {text::tr("Choose one to see what was found, what changed and what is left to do.")}, Hue::muted, 1);
        return end();
    }
    job_ = workspace_.bridge().start_beside<Story>([&workspace = workspace_, visit] { return read(workspace, visit); },
                                                   [this](const Story& story) { tell(story); },
                                                   [this](const std::exception_ptr& error) {
                                                       const auto words = reports::describe(error);
                                                       begin();
                                                       add_lines(*add_card(to_wx(words.title)), {},
                                                                 {words.explanation, words.next_step}, Hue::text, 2);
                                                       end();
                                                   });
}

void VisitDetails::begin() {
    Freeze();
    GetSizer()->Clear(true);
}

void VisitDetails::end() {
    Scroll(0, 0);
    ui::settle_fonts(*this);
    FitInside();
    Layout();
    Thaw();
}

Card* VisitDetails::add_card(const wxString& title) {
    auto* card = new Card(this);
    auto* head = ui::add_section(card, card->content(), title);
    head->SetForegroundColour(ui::colour(Hue::text));
    head->Wrap(px(*this, text_width));
    GetSizer()->Add(card, 0, wxEXPAND | wxBOTTOM, px(*this, ui::space::inside));
    return card;
}

void VisitDetails::add_lines(Card& card, const wxString& head, const std::vector<std::string>& lines, Hue hue,
                             std::size_t most) {
    if (lines.empty()) return;
    if (!head.empty()) ui::add_paragraph(&card, card.content(), head, Type::strong, hue, text_width);
    const auto body = head.empty() ? hue : Hue::text;
    for (std::size_t i = 0; i < std::min(lines.size(), most); ++i)
        ui::add_paragraph(&card, card.content(), to_wx(lines[i]), Type::body, body, text_width);
    if (lines.size() > most)
        ui::add_paragraph(&card, card.content(), trf("and {} more", lines.size() - most), Type::hint, Hue::muted);
}

void VisitDetails::tell(const Story& story) {
    begin();
    tell_site(story);
    tell_changes(story);
    tell_results(story.visit);
    tell_stop_here(story.stop);
    end();
}

void VisitDetails::tell_site(const Story& story) {
    const auto& visit = story.visit;
    const auto& site = visit.site;
    auto* card = add_card(site.customer.empty() ? tr("No name yet") : to_wx(site.customer));
    std::vector<std::string> lines;
    for (const auto& line : {site.address, site.postcode + (site.postcode.empty() ? "" : " ") + site.city})
        if (!line.empty()) lines.push_back(line);
    if (!visit.anchor_serial.empty()) lines.push_back(text::trf("Station {}", visit.anchor_serial));
    add_lines(*card, {}, lines, Hue::text, most_lines);
    const auto state = visit.closed ? trf("Visit {}, closed", visit.id) : trf("Visit {}, not closed", visit.id);
    ui::add_paragraph(card, card->content(), state, Type::hint, Hue::muted, text_width);
}

void VisitDetails::tell_changes(const Story& story) {
    if (!story.changed) return;
    auto* card = add_card(tr("Since the visit before"));
    ui::add_paragraph(card, card->content(), local_time(story.changed->earlier), Type::hint, Hue::muted);
    const auto lines = commissioning::in_words(*story.changed);
    add_lines(*card, {}, lines.empty() ? std::vector{text::tr("Nothing changed.")} : lines, Hue::text, most_lines);
}

void VisitDetails::tell_results(const commissioning::Visit& visit) {
    if (visit.devices.empty() && visit.checks.empty()) return;
    auto* card = add_card(tr("What was found"));
    auto* counts = new wxWrapSizer(wxHORIZONTAL);
    const auto summary = commissioning::summarise(visit);
    for (const auto verdict : verdicts) {
        const auto found = summary.counts.find(verdict);
        if (found == summary.counts.end()) continue;
        auto* label =
            new wxStaticText(card, wxID_ANY, trf("{} {}", found->second, text::tr(commissioning::to_string(verdict))));
        label->SetFont(ui::font(*card, Type::strong));
        label->SetForegroundColour(ui::colour(ui::hue_of(verdict)));
        counts->Add(label, 0, wxRIGHT | wxBOTTOM, px(*this, ui::space::inside));
    }
    card->content().Add(counts, 0, wxEXPAND);
    std::vector<std::string> devices;
    for (const auto& device : visit.devices)
        devices.push_back(station::name_for_people(device.name) + (device.model.empty() ? "" : ", " + device.model)
                          + (device.serial.empty() ? "" : ", " + device.serial));
    add_lines(*card, {}, devices, Hue::text, most_lines);
}

void VisitDetails::tell_stop_here(const commissioning::StopHere& stop) {
    auto* card = add_card(tr("If you stop here"));
    add_lines(*card, tr("Not safe to rely on"), stop.not_safe, Hue::fault, stop.not_safe.size());
    add_lines(*card, tr("Works"), stop.works, Hue::good, most_lines);
    add_lines(*card, tr("The next visit needs"), stop.next, Hue::info, most_lines);
}

}  // namespace firstlight::app::desktop
