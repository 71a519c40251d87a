#include "commissioning/owner_invitation.h"

#include "text/text.h"

namespace firstlight::commissioning {

namespace {

using std::chrono::system_clock;
constexpr auto link_is_good_for = std::chrono::hours(24);

/// Choices of the point "owner_state".
enum class OwnerState { not_sent, sent, activated, expired };

std::string mail_help() {
    return text::tr(
        "When the owner has no mail: look in the spam folder, compare the address, then send the invitation again.");
}

std::string time_left(system_clock::duration left) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(left).count();
    return minutes >= 60 ? text::trf("{} h {} min", minutes / 60, minutes % 60) : text::trf("{} min", minutes);
}

std::string expired() {
    return text::tr("The owner did not open the invitation within 24 hours, and its link is dead.") + " "
           + text::tr("Send the invitation again while the owner is at hand.");
}

}  // namespace

std::optional<std::string> owner_invitation(const station::PointLookup& numbers, system_clock::time_point now) {
    const auto state = numbers("owner_state");
    if (!state) return std::nullopt;
    switch (static_cast<OwnerState>(static_cast<int>(*state))) {
        case OwnerState::not_sent:
            return text::tr(
                "The owner is not invited yet. Enter the e-mail address, write it, then send the "
                "invitation.");
        case OwnerState::activated:
            return text::tr("The owner has taken over the station.");
        case OwnerState::expired:
            return expired();
        case OwnerState::sent:
            break;
    }
    const auto invited = numbers("owner_invited_at");
    if (!invited) return text::tr("The invitation is sent.") + " " + mail_help();
    const auto left =
        system_clock::time_point(std::chrono::seconds(static_cast<std::int64_t>(*invited))) + link_is_good_for - now;
    if (left <= left.zero()) return expired();
    return text::trf("The invitation is sent. Its link is good for another {}.", time_left(left)) + " " + mail_help();
}

}  // namespace firstlight::commissioning
