#pragma once

#include <string>
#include <string_view>

namespace firstlight::text {

/// English made strange and 40 % longer, in brackets, for tests of layout: "[Ṡàvé~~]". What stands in braces, and
/// lines, stay as they are.
std::string pseudo(std::string_view english);

}  // namespace firstlight::text
