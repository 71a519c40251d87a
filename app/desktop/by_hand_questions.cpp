#include "app/desktop/by_hand_questions.h"

#include "commissioning/hard_export.h"
#include "ui/words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::app::desktop {

using ui::tr;
using ui::trf;

ByHandBox::Question question_of_transformers() {
    return {std::string(commissioning::ct_verdict),
            text::tr("Direction of the current transformers"),
            tr("How they sit"),
            tr("The hard export limit waits for this and for the check of the grid meter in the same visit."),
            {{std::string(commissioning::ct_right), tr("Each on its phase, arrows towards the house")},
             {"wrong", tr("Not as they should")}},
            true};
}

ByHandBox::Question question_of_rest(const commissioning::SettingPage& page) {
    const auto hint = page.by_hand() ? tr("It stands in the report as confirmed by hand.")
                                     : trf("Not offered over Modbus: {}. It stands in the report as confirmed by hand.",
                                           fmt::format("{}", fmt::join(page.not_offered, ", ")));
    return {"setting_" + page.id, page.name, tr("What was set"), hint, {}, false};
}

}  // namespace firstlight::app::desktop
