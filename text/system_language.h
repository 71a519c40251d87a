#pragma once

#include <string>

namespace firstlight::text {

/// The language the system speaks to this person, as it names it ("de_AT.UTF-8", "de-AT"); empty when it does not say.
std::string system_language();

}  // namespace firstlight::text
