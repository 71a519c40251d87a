#include "text/system_language.h"

#include <cstdlib>

namespace firstlight::text {

std::string system_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(name); value && *value) return value;
    return {};
}

}  // namespace firstlight::text
