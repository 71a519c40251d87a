#pragma once

#include <string>
#include <string_view>

namespace firstlight::text {

/// Which form of a plural a number takes: the expression of a catalogue's header, in C's operators over `n`.
class PluralRule {
  public:
    /// The rule of English and German.
    PluralRule() = default;
    /// "nplurals=2; plural=(n != 1);". Throws CatalogueError when it is no such expression.
    explicit PluralRule(std::string_view header_value);

    /// 0 to forms() - 1.
    unsigned form(unsigned long long number) const;
    unsigned forms() const { return forms_; }

  private:
    unsigned forms_ = 2;
    std::string expression_ = "n != 1";
};

}  // namespace firstlight::text
