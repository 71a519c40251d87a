#include "app/desktop/by_hand_form.h"

#include "app/desktop/by_hand_questions.h"
#include "ui/words.h"

#include <utility>

namespace firstlight::app::desktop {

using ui::to_wx;
using ui::tr;

ByHandForm::ByHandForm(wxWindow* parent, ui::Workspace& workspace, Found found, const commissioning::SettingPage& page)
    : Page(parent, to_wx(page.name)) {
    ui::add_paragraph(body(), content(), to_wx(page.why), ui::Type::body, ui::Hue::muted);
    if (!page.warning.empty())
        ui::add_paragraph(body(), content(), to_wx(page.warning), ui::Type::body, ui::Hue::warning);
    ui::add_paragraph(body(), content(),
                      tr("This station does not offer it over Modbus. Set it in the maker's app and confirm here what "
                         "you have set."));
    box_ = new ByHandBox(body(), workspace, std::move(found), question_of_rest(page));
    box_->on_layout([this] { lay_out(); });
    content().Add(box_, 1, wxEXPAND);
    lay_out();
}

}  // namespace firstlight::app::desktop
