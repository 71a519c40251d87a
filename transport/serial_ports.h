#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace firstlight::transport {

/// A serial port of this computer that an adapter stands behind.
struct SerialPort {
    std::string name;         ///< what an endpoint takes: "/dev/ttyUSB0", "COM5"
    std::string description;  ///< the driver's words
    std::string adapter;      ///< family from the adapter file ("FTDI FT232R"), or empty
    std::string advice;       ///< quirk worth telling the installer, or empty
    std::optional<std::uint16_t> vendor_id;
    std::optional<std::uint16_t> product_id;
    std::string serial_number;  ///< some families have none: then the port is known by its place only
    bool offered = true;        ///< false for console, Bluetooth and built-in ports; shown only when asked
    std::string why_not;        ///< reason when not offered
};

/// Ports sorted with the likeliest RS485 adapter first. `adapters` is the data file usb_adapters.json; blocking (a
/// few milliseconds), so run it beside the I/O thread.
std::vector<SerialPort> list_serial_ports(const std::filesystem::path& adapters);

}  // namespace firstlight::transport
