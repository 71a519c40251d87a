#include "store/secret_store.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <system_error>

#include <windows.h>
#include <wincred.h>

namespace firstlight::store {

namespace {

constexpr std::wstring_view prefix = L"Firstlight/";

[[noreturn]] void fail() {
    throw SecretStoreError(std::system_category().message(static_cast<int>(GetLastError())));
}

std::wstring wide(const std::string& text) {
    const auto length = static_cast<int>(text.size());
    std::wstring converted(static_cast<std::size_t>(MultiByteToWideChar(CP_UTF8, 0, text.data(), length, nullptr, 0)),
                           L'\0');
    MultiByteToWideChar(CP_UTF8, 0, text.data(), length, converted.data(), static_cast<int>(converted.size()));
    return converted;
}

std::string narrow(std::wstring_view text) {
    const auto length = static_cast<int>(text.size());
    const int size = WideCharToMultiByte(CP_UTF8, 0, text.data(), length, nullptr, 0, nullptr, nullptr);
    std::string converted(static_cast<std::size_t>(size), '\0');
    WideCharToMultiByte(CP_UTF8, 0, text.data(), length, converted.data(), size, nullptr, nullptr);
    return converted;
}

std::wstring target_of(const std::string& entry) {
    return std::wstring(prefix) + wide(entry);
}

struct FreeCredential {
    void operator()(void* memory) const { CredFree(memory); }
};

}  // namespace

std::optional<std::string> find_secret(const std::string& entry) {
    CREDENTIALW* found = nullptr;
    if (!CredReadW(target_of(entry).c_str(), CRED_TYPE_GENERIC, 0, &found)) {
        if (GetLastError() == ERROR_NOT_FOUND) return std::nullopt;
        fail();
    }
    const std::unique_ptr<CREDENTIALW, FreeCredential> owned(found);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the system hands out bytes
    return std::string(reinterpret_cast<const char*>(found->CredentialBlob), found->CredentialBlobSize);
}

void keep_secret(const std::string& entry, const std::string& secret) {
    auto target = target_of(entry);
    auto bytes = secret;
    CREDENTIALW credential{};
    credential.Type = CRED_TYPE_GENERIC;
    credential.TargetName = target.data();
    credential.CredentialBlobSize = static_cast<DWORD>(bytes.size());
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the system takes bytes
    credential.CredentialBlob = reinterpret_cast<BYTE*>(bytes.data());
    credential.Persist = CRED_PERSIST_LOCAL_MACHINE;
    if (!CredWriteW(&credential, 0)) fail();
}

bool forget_secret(const std::string& entry) {
    if (CredDeleteW(target_of(entry).c_str(), CRED_TYPE_GENERIC, 0)) return true;
    if (GetLastError() == ERROR_NOT_FOUND) return false;
    fail();
}

std::vector<std::string> secret_entries() {
    DWORD count = 0;
    CREDENTIALW** found = nullptr;
    const auto ours = std::wstring(prefix) + L"*";
    if (!CredEnumerateW(ours.c_str(), 0, &count, &found)) {
        if (GetLastError() == ERROR_NOT_FOUND) return {};
        fail();
    }
    const std::unique_ptr<CREDENTIALW*, FreeCredential> owned(found);
    std::vector<std::string> entries;
    for (DWORD i = 0; i < count; ++i)
        entries.push_back(narrow(std::wstring_view(found[i]->TargetName).substr(prefix.size())));
    std::ranges::sort(entries);
    return entries;
}

}  // namespace firstlight::store
