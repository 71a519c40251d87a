#pragma once

#include <string>

namespace firstlight::transport {

struct SerialPermission {
    bool allowed = true;
    std::string group;  ///< whose members may open serial ports; empty where none is asked for
};

/// Whether this person may open serial ports on this computer, adapter plugged in or not.
SerialPermission serial_permission();

}  // namespace firstlight::transport
