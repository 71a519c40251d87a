#include "text/system_language.h"

#include <windows.h>

namespace firstlight::text {

std::string system_language() {
    wchar_t name[LOCALE_NAME_MAX_LENGTH];
    const int length = GetUserDefaultLocaleName(name, LOCALE_NAME_MAX_LENGTH);
    std::string plain;
    for (int i = 0; i + 1 < length; ++i) plain += static_cast<char>(name[i]);
    return plain;
}

}  // namespace firstlight::text
