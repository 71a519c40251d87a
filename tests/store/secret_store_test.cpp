#include "store/secret_store.h"

#include <algorithm>
#include <string>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight::store;

/// GLib keeps what belongs to its threads until the end of the program.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libglib-2.0.so";
}

namespace {

/// Entries of a name of their own: Windows keeps them beside those of the person who runs the test.
struct Entries {
    const std::string first = "firstlight test: card of Änne", second = "firstlight test: depot";
    ~Entries() {
        forget_secret(first);
        forget_secret(second);
    }
};

bool is_listed(const std::string& entry) {
    return std::ranges::count(secret_entries(), entry) == 1;
}

}  // namespace

TEST_CASE("the system's secret store keeps, replaces, lists and forgets entries") {
    const Entries entries;
    CHECK_FALSE(find_secret(entries.first));
    CHECK_FALSE(forget_secret(entries.first));

    keep_secret(entries.first, "04A1B2C3");
    keep_secret(entries.second, "pässwörd with spaces");
    CHECK(find_secret(entries.first) == "04A1B2C3");
    CHECK(find_secret(entries.second) == "pässwörd with spaces");
    CHECK(is_listed(entries.first));
    CHECK(is_listed(entries.second));

    keep_secret(entries.first, "04FFEEDD");
    CHECK(find_secret(entries.first) == "04FFEEDD");
    CHECK(is_listed(entries.first));

    CHECK(forget_secret(entries.first));
    CHECK_FALSE(find_secret(entries.first));
    CHECK_FALSE(is_listed(entries.first));
    CHECK(is_listed(entries.second));
}
