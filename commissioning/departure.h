#pragma once

#include "commissioning/plan.h"
#include "commissioning/preparation.h"
#include "store/secret_store.h"
#include "transport/serial_permission.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// Ready to leave: what must be on this laptop before it stands in a cellar without Internet.
namespace firstlight::commissioning {

struct DepartureItem {
    std::string title;
    bool ok = true;
    std::string reason;     ///< why it is or is not in order
    std::string next_step;  ///< what to do; empty when it is in order
};

/// What the check looks at. Gathered by look_at_laptop.
struct Laptop {
    std::size_t profiles = 0;
    std::string profiles_fault;          ///< why they do not load; empty: they do
    std::vector<std::string> rule_sets;  ///< ids
    std::string rule_sets_fault;
    std::string language = "en";         ///< as chosen in the settings
    std::vector<std::string> languages;  ///< that are there, besides English
    transport::SerialPermission serial;
    std::vector<std::string> missing_documents;  ///< titles of documents that are not on this laptop
    std::vector<std::string> missing_secrets;    ///< entries that the plan names and the secret store does not have
    std::string secrets_fault;                   ///< why the secret store could not be asked
};

/// Names of the secret store's entries; store::secret_entries.
using SecretEntries = std::function<std::vector<std::string>()>;

/// Reads files, and asks the secret store when the plan names entries of it: blocking. Never throws for what it finds
/// broken; that is what it says.
Laptop look_at_laptop(const std::filesystem::path& data, const std::filesystem::path& user,
                      const std::filesystem::path& locale, const std::string& language, const Plan& plan,
                      const Preparation& preparation, const SecretEntries& entries = store::secret_entries);

std::vector<DepartureItem> ready_to_leave(const Laptop& laptop, const Plan& plan, const Preparation& preparation);

}  // namespace firstlight::commissioning
