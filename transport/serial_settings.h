#pragma once

#include "transport/errors.h"

#include <boost/system/error_code.hpp>

/// What differs between systems when a serial port is opened: serial_settings_posix.cpp, serial_settings_windows.cpp.
namespace firstlight::transport {

// Asio's own header cannot be included where the kernel's termbits.h is.
#ifdef _WIN32
using SerialHandle = void*;
#else
using SerialHandle = int;
#endif

/// Why a port could not be opened, from the system's error.
LinkFault fault_of_opening(const std::string& port, const boost::system::error_code& error);
/// Makes sure nobody else uses the port. Throws LinkError port_in_use.
void claim_port(SerialHandle handle, const Endpoint& endpoint);
/// Sets speed, parity and stop bits together (a pty keeps no parity, and refuses parity alone). Throws LinkError
/// port_unsuitable when the driver cannot do them.
void apply_settings(SerialHandle handle, const SerialSettings& settings, const Endpoint& endpoint);
/// Shortens the adapter's latency timer where the driver offers it; quietly does nothing elsewhere.
void ask_low_latency(SerialHandle handle);
/// Bytes with parity or framing errors and breaks come marked (POSIX PARMRK). Does nothing on Windows.
void mark_errors(SerialHandle handle);

}  // namespace firstlight::transport
