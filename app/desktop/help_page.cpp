#include "app/desktop/help_page.h"

#include "ui/accessible_name.h"
#include "ui/words.h"

namespace firstlight::app::desktop {

using ui::Hue;
using ui::px;
using ui::tr;
using ui::trf;
using ui::Type;

namespace {

void add_table(wxWindow* parent, wxSizer& column, std::initializer_list<std::pair<wxString, wxString>> rows) {
    auto* grid = new wxFlexGridSizer(2, px(*parent, ui::space::inside) / 2, px(*parent, ui::space::margin));
    for (const auto& [left, right] : rows) {
        auto* key = new wxStaticText(parent, wxID_ANY, left);
        key->SetFont(ui::font(*parent, Type::strong));
        grid->Add(key);
        grid->Add(new wxStaticText(parent, wxID_ANY, right));
    }
    column.Add(grid, 0, wxBOTTOM, px(*parent, ui::space::margin));
}

}  // namespace

HelpPage::HelpPage(wxWindow* parent, const ui::Workspace& workspace) : Page(parent, tr("Help")) {
    ui::set_accessible_name(*body(), tr("Help"));
    ui::add_section(body(), content(), tr("First steps"));
    ui::add_paragraph(
        body(), content(),
        tr("1. In the maker's app, as installer, switch the station's Modbus server on and save it there.\n"
           "2. Plug in the RS485 adapter, or join the station's network, and press Connect.\n"
           "3. Set-up, Commission this station: twelve pages lead to the report."));
    ui::add_section(body(), content(), tr("Keys"));
    add_table(body(), content(),
              {{tr("Ctrl and a digit"), tr("go to a page of the navigation")},
               {"Ctrl+K", tr("connect")},
               {tr("Alt and the right arrow"), tr("next page of a wizard")},
               {tr("Alt and the left arrow"), tr("page before")},
               {tr("Escape"), tr("close a wizard; what was typed is kept")},
               {tr("Tab, arrows, Enter"), tr("move, choose and open, everywhere")},
               {"Ctrl+Q", tr("quit; nothing is lost")}});
    ui::add_section(body(), content(), tr("Where things lie"));
    ui::add_paragraph(body(), content(),
                      trf("Visits, reports and settings: {}", ui::to_utf8(workspace.folders().user)));
    ui::add_section(body(), content(), tr("About"));
    ui::add_paragraph(
        body(), content(),
        trf("Firstlight {}. Free software under the MIT licence. wxWidgets, Boost, libserialport, SQLite, "
            "cairo and the fonts keep their own licences.",
            FIRSTLIGHT_VERSION));
    ui::add_paragraph(body(), content(),
                      tr("Nothing here was tried on real hardware yet: behaviour is taken from the maker's documents."),
                      Type::body, Hue::muted);
}

}  // namespace firstlight::app::desktop
