#include "tests/desktop/accessible_names.h"

#include <windows.h>
#include <oleacc.h>

namespace firstlight::tests {

namespace {

bool is_named(HWND window) {
    void* found = nullptr;
    if (FAILED(AccessibleObjectFromWindow(window, static_cast<DWORD>(OBJID_CLIENT), IID_IAccessible, &found)))
        return false;
    auto* accessible = static_cast<IAccessible*>(found);
    VARIANT self{};
    self.vt = VT_I4;
    self.lVal = CHILDID_SELF;
    BSTR name = nullptr;
    accessible->get_accName(self, &name);
    const bool named = SysStringLen(name) > 0;
    SysFreeString(name);
    accessible->Release();
    return named;
}

}  // namespace

std::vector<std::string> unnamed_parts(wxWindow& control) {
    const auto window = static_cast<HWND>(control.GetHandle());
    wchar_t kind[64] = {};
    GetClassNameW(window, kind, 64);
    if (is_named(window)) return {};
    return {wxString(kind).utf8_string()};
}

}  // namespace firstlight::tests
