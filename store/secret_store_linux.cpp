#include "store/secret_store.h"

#include <algorithm>
#include <memory>

#include <libsecret/secret.h>

namespace firstlight::store {

namespace {

constexpr auto attribute = "entry";

const SecretSchema* schema() {
    static const SecretSchema ours = [] {
        SecretSchema made{};
        made.name = "org.firstlight.Secret";
        made.attributes[0] = {attribute, SECRET_SCHEMA_ATTRIBUTE_STRING};
        return made;
    }();
    return &ours;
}

/// What the library reports a failure by; must be looked at after each call.
class Failure {
  public:
    GError** place() { return &error_; }
    void throw_if_any() {
        if (!error_) return;
        const std::string words = error_->message;
        g_clear_error(&error_);
        throw SecretStoreError(words);
    }

  private:
    GError* error_ = nullptr;
};

/// The library finds nothing in a store that stays locked, and says no word of it.
void throw_if_locked(const std::string& entry) {
    const auto entries = secret_entries();
    if (std::ranges::find(entries, entry) != entries.end())
        throw SecretStoreError("it is locked, and was not unlocked");
}

using Attributes = std::unique_ptr<GHashTable, decltype(&g_hash_table_unref)>;

}  // namespace

std::optional<std::string> find_secret(const std::string& entry) {
    Failure failure;
    const std::unique_ptr<gchar, decltype(&secret_password_free)> secret(
        secret_password_lookup_sync(schema(), nullptr, failure.place(), attribute, entry.c_str(), nullptr),
        secret_password_free);
    failure.throw_if_any();
    if (secret) return secret.get();
    throw_if_locked(entry);
    return std::nullopt;
}

void keep_secret(const std::string& entry, const std::string& secret) {
    Failure failure;
    const auto label = "Firstlight: " + entry;
    secret_password_store_sync(schema(), SECRET_COLLECTION_DEFAULT, label.c_str(), secret.c_str(), nullptr,
                               failure.place(), attribute, entry.c_str(), nullptr);
    failure.throw_if_any();
}

bool forget_secret(const std::string& entry) {
    Failure failure;
    const bool removed =
        secret_password_clear_sync(schema(), nullptr, failure.place(), attribute, entry.c_str(), nullptr) != 0;
    failure.throw_if_any();
    if (!removed) throw_if_locked(entry);
    return removed;
}

std::vector<std::string> secret_entries() {
    Failure failure;
    const auto free_all = [](GList* items) { g_list_free_full(items, g_object_unref); };
    const std::unique_ptr<GList, decltype(free_all)> found(
        secret_password_search_sync(schema(), SECRET_SEARCH_ALL, nullptr, failure.place(), nullptr), free_all);
    failure.throw_if_any();
    std::vector<std::string> entries;
    for (const GList* item = found.get(); item; item = item->next) {
        const Attributes attributes(secret_retrievable_get_attributes(SECRET_RETRIEVABLE(item->data)),
                                    g_hash_table_unref);
        const auto* name = static_cast<const char*>(g_hash_table_lookup(attributes.get(), attribute));
        if (name) entries.emplace_back(name);
    }
    std::ranges::sort(entries);
    return entries;
}

}  // namespace firstlight::store
