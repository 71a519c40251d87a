#include "commissioning/owner_invitation.h"

#include <map>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight;
using Catch::Matchers::ContainsSubstring;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::system_clock;

namespace {

constexpr double sent_at = 1'790'000'000;
const auto sent = system_clock::time_point(std::chrono::seconds(static_cast<std::int64_t>(sent_at)));

std::optional<std::string> words(const std::map<std::string, double>& points, system_clock::time_point now) {
    const station::PointLookup numbers = [&](const std::string& name) {
        const auto found = points.find(name);
        return found == points.end() ? std::nullopt : std::optional(found->second);
    };
    return commissioning::owner_invitation(numbers, now);
}

}  // namespace

TEST_CASE("the invitation of the owner counts down from 24 hours and tells what to do") {
    CHECK_FALSE(words({}, sent));
    CHECK_THAT(*words({{"owner_state", 0}}, sent), ContainsSubstring("not invited"));
    const std::map<std::string, double> invited{{"owner_state", 1}, {"owner_invited_at", sent_at}};
    CHECK_THAT(*words(invited, sent + hours(3) + minutes(20)), ContainsSubstring("20 h 40 min"));
    CHECK_THAT(*words(invited, sent + hours(23) + minutes(15)), ContainsSubstring("another 45 min"));
    CHECK_THAT(*words(invited, sent + hours(1)), ContainsSubstring("spam"));
    CHECK_THAT(*words(invited, sent + hours(24)), ContainsSubstring("dead"));
    CHECK_THAT(*words({{"owner_state", 3}}, sent), ContainsSubstring("again"));
    CHECK_THAT(*words({{"owner_state", 2}}, sent), ContainsSubstring("taken over"));
    CHECK_THAT(*words({{"owner_state", 1}}, sent), ContainsSubstring("spam"));
}
