#include "ui/language.h"

#include <utility>

#include <wx/translation.h>

namespace firstlight::ui {

void speak(text::LanguagePointer language) {
    auto* translations = new wxTranslations;
    translations->SetLanguage(wxString::FromUTF8(language->code()));
    translations->AddStdCatalog();
    wxTranslations::Set(translations);
    text::use_language(std::move(language));
}

}  // namespace firstlight::ui
