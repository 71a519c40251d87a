#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Which serial ports this computer has, and which of them an installer means.
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
    std::string place;          ///< USB bus and address ("usb 1.4"), or empty
    bool known_rs485 = false;   ///< a chip that RS485 adapters are made of
    bool offered = true;        ///< false for console, Bluetooth and built-in ports; shown only when asked
    std::string why_not;        ///< reason when not offered
};

/// One family of the adapter file.
struct UsbAdapter {
    std::uint16_t vendor = 0;
    std::vector<std::uint16_t> products;
    std::string family;
    std::string advice;
    bool rs485 = false;
};

/// Throws formats::FileError. The file's form is documented in docs/usb_adapters.md.
std::vector<UsbAdapter> load_usb_adapters(const std::filesystem::path& file);

/// What the operating system says about a port.
struct PortFacts {
    enum class Bus { usb, bluetooth, built_in };
    std::string name;
    std::string description;
    Bus bus = Bus::built_in;
    std::optional<std::uint16_t> vendor_id;
    std::optional<std::uint16_t> product_id;
    std::string serial_number;
    std::string place;
};

/// The port as it is shown: its family, its advice, and whether it is offered at all.
SerialPort classify_port(const PortFacts& facts, const std::vector<UsbAdapter>& adapters);

/// Known RS485 chips first, then other USB ports, those not offered last; by name (COM2 before COM10) within these.
void sort_ports(std::vector<SerialPort>& ports);

/// Ports sorted with the likeliest RS485 adapter first. `adapters` is the data file usb_adapters.json; blocking (a
/// few milliseconds), so run it beside the I/O thread. Throws formats::FileError.
std::vector<SerialPort> list_serial_ports(const std::filesystem::path& adapters);

}  // namespace firstlight::transport
