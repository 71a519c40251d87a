#pragma once

#include "text/language.h"

namespace firstlight::ui {

/// The program and the words of wxWidgets itself (dialogs, stock buttons) speak it, for windows made from now on.
void speak(text::LanguagePointer language);

}  // namespace firstlight::ui
