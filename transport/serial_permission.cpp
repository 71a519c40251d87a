#include "transport/serial_permission.h"

#ifdef __linux__
#include <algorithm>
#include <vector>

#include <grp.h>
#include <unistd.h>
#endif

namespace firstlight::transport {

#ifdef __linux__

namespace {

bool is_member(gid_t group) {
    if (getegid() == group) return true;
    std::vector<gid_t> groups(static_cast<std::size_t>(std::max(getgroups(0, nullptr), 0)));
    const int count = getgroups(static_cast<int>(groups.size()), groups.data());
    groups.resize(static_cast<std::size_t>(std::max(count, 0)));
    return std::ranges::find(groups, group) != groups.end();
}

}  // namespace

SerialPermission serial_permission() {
    // Debian and its relatives call the group dialout, Arch and its relatives uucp.
    for (const auto* name : {"dialout", "uucp"})
        if (const auto* group = getgrnam(name)) return {geteuid() == 0 || is_member(group->gr_gid), name};
    return {};
}

#else

SerialPermission serial_permission() {
    return {};
}

#endif

}  // namespace firstlight::transport
