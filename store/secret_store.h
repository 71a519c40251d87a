#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

/// Passwords and card numbers under names, in the operating system's secret store: the Secret Service of a Linux
/// desktop, the Credential Manager of Windows. Every call may wait for a person who unlocks it. Each throws
/// SecretStoreError.
namespace firstlight::store {

/// There is no secret store, it is locked, or it refused.
class SecretStoreError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Nothing: there is no entry of that name.
std::optional<std::string> find_secret(const std::string& entry);
/// Replaces what the entry had. Windows takes up to 2560 bytes.
void keep_secret(const std::string& entry, const std::string& secret);
/// False: there is no entry of that name.
bool forget_secret(const std::string& entry);
/// The names of Firstlight's own entries, sorted.
std::vector<std::string> secret_entries();

}  // namespace firstlight::store
