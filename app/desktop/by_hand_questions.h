#pragma once

#include "app/desktop/by_hand_box.h"
#include "commissioning/setting_pages.h"

/// What the pages of settings ask people to say.
namespace firstlight::app::desktop {

/// How the current transformers sit, with a photo: the hard export limit waits for it.
ByHandBox::Question question_of_transformers();
/// What was set of the page in the maker's app, because the station does not offer it over Modbus.
ByHandBox::Question question_of_rest(const commissioning::SettingPage& page);

}  // namespace firstlight::app::desktop
