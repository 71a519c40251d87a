#include "app/desktop/ready_list.h"

#include "ui/accessible_name.h"
#include "ui/appearance.h"
#include "ui/page.h"
#include "ui/words.h"

#include <algorithm>

namespace firstlight::app::desktop {

using commissioning::DepartureItem;
using ui::Hue;
using ui::px;
using ui::to_wx;
using ui::tr;
using ui::trf;
using ui::Type;

namespace {

constexpr int text_width = 720;

void add_title(wxWindow& parent, wxSizer& sizer, const wxString& words, Type type) {
    auto* label = new wxStaticText(&parent, wxID_ANY, wxControl::EscapeMnemonics(words));
    label->SetFont(ui::font(parent, type));
    sizer.Add(label, 0, wxBOTTOM, px(parent, ui::space::inside) / 4);
}

}  // namespace

ReadyList::ReadyList(wxWindow* parent, ui::Workspace& workspace)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL),
      workspace_(workspace) {
    SetScrollRate(0, px(*this, ui::space::between));
    SetSizer(new wxBoxSizer(wxVERTICAL));
    ui::set_accessible_name(*this, tr("Ready to leave"));
}

void ReadyList::look(const Prepared& prepared) {
    using Items = std::vector<DepartureItem>;
    job_ = workspace_.bridge().start_beside<Items>(
        [folders = workspace_.folders(), language = workspace_.preferences().language, prepared] {
            const auto laptop = commissioning::look_at_laptop(folders.data, folders.user, folders.locale, language,
                                                              prepared.plan, prepared.preparation);
            return commissioning::ready_to_leave(laptop, prepared.plan, prepared.preparation);
        },
        [this](const Items& items) { show(items); }, {});
}

void ReadyList::show(const std::vector<DepartureItem>& items) {
    GetSizer()->Clear(true);
    const auto open = std::ranges::count(items, false, &DepartureItem::ok);
    add_title(*this, *GetSizer(), open == 0 ? tr("Ready to leave") : trf("Not yet in order: {}", open), Type::section);
    for (const auto& item : items) add(item);
    ui::settle_fonts(*this);
    FitInside();
    Layout();
}

void ReadyList::add(const DepartureItem& item) {
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    auto* mark = new wxStaticText(this, wxID_ANY, item.ok ? L"✓" : L"○", wxDefaultPosition, wxSize(px(*this, 24), -1));
    mark->SetForegroundColour(ui::colour(item.ok ? Hue::good : Hue::warning));
    mark->SetFont(ui::font(*this, Type::strong));
    auto* words = new wxBoxSizer(wxVERTICAL);
    add_title(*this, *words, to_wx(item.title), Type::strong);
    ui::add_paragraph(this, *words, to_wx(item.reason + (item.next_step.empty() ? "" : "\n" + item.next_step)),
                      Type::body, item.ok ? Hue::muted : Hue::text, text_width);
    row->Add(mark);
    row->Add(words, 1);
    GetSizer()->Add(row, 0, wxEXPAND);
}

}  // namespace firstlight::app::desktop
