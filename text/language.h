#pragma once

#include "text/catalogue.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Which language the program speaks. Programs choose once at their start; a window may choose again at any time.
namespace firstlight::text {

class Language {
  public:
    /// English as it stands in the code.
    Language() = default;
    Language(std::string code, Catalogue catalogue) : code_(std::move(code)), catalogue_(std::move(catalogue)) {}

    const std::string& code() const { return code_; }  ///< "de"
    std::string words(std::string_view english, std::string_view context = {}) const;
    std::string words(std::string_view one, std::string_view many, unsigned long long count) const;
    const Catalogue& catalogue() const { return catalogue_; }

  private:
    std::string code_ = "en";
    Catalogue catalogue_;
};
using LanguagePointer = std::shared_ptr<const Language>;

/// `wanted` is "en", a language of the folder ("de", also as "de_AT" or "de-AT"), "xx" for the pseudo-language of
/// tests, or "system" (empty is the same): what the system speaks if there is a catalogue, else English. `folder` holds
/// <language>/firstlight.mo. Throws CatalogueError: no such language, naming those there are, or a broken file.
LanguagePointer load_language(const std::filesystem::path& folder, std::string_view wanted);

/// The whole program speaks it from now on. May be called while other threads read.
void use_language(LanguagePointer language);
LanguagePointer language_in_use();

/// "en" and every language of the folder.
std::vector<std::string> languages_in(const std::filesystem::path& folder);

/// This thread speaks another language as long as it lives: a report in the customer's language.
class Speaking {
  public:
    explicit Speaking(LanguagePointer language);
    ~Speaking();
    Speaking(const Speaking&) = delete;
    Speaking& operator=(const Speaking&) = delete;

  private:
    LanguagePointer before_;
};

}  // namespace firstlight::text
