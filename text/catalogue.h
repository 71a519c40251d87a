#pragma once

#include "text/plural_rule.h"

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace firstlight::text {

/// A catalogue that cannot be used; what() says why.
class CatalogueError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One language's words: a gettext .mo file (GNU gettext manual, "The Format of GNU MO Files"), either byte order.
class Catalogue {
  public:
    Catalogue() = default;
    /// Throws CatalogueError for bytes that are no such file, and for a plural rule that cannot be reckoned.
    explicit Catalogue(std::string_view bytes);

    /// The translation, or nullptr. `context` (gettext's msgctxt) tells apart what is one word in English.
    const std::string* find(std::string_view english, std::string_view context = {}) const;
    /// The form that the number takes, or nullptr. `one` is the English singular.
    const std::string* find_plural(std::string_view one, unsigned long long number) const;

    /// Every entry: English (the singular; behind context and EOT when it has one) and its forms.
    const std::map<std::string, std::vector<std::string>, std::less<>>& entries() const { return entries_; }

  private:
    PluralRule plural_rule_;
    std::map<std::string, std::vector<std::string>, std::less<>> entries_;
};

}  // namespace firstlight::text
