#include "transport/serial_ports.h"

#include "formats/strict_json.h"
#include "text/text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>
#include <tuple>

#include <fmt/format.h>
#include <libserialport.h>

namespace firstlight::transport {

namespace {

std::string or_empty(const char* text) {
    return text != nullptr ? text : "";
}

std::uint16_t usb_id(const formats::JsonNode& node) {
    const auto text = node.text();
    std::uint16_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id, 16);
    if (text.size() != 4 || error != std::errc{} || end != text.data() + text.size())
        node.fail(text::tr("a USB id is four hexadecimal digits, such as \"0403\""));
    return id;
}

UsbAdapter read_adapter(const formats::JsonNode& node) {
    node.allow_only({"vendor", "products", "family", "rs485", "advice", "source"});
    UsbAdapter adapter;
    adapter.vendor = usb_id(node.at("vendor"));
    for (const auto& product : node.at("products").items()) adapter.products.push_back(usb_id(product));
    adapter.family = node.at("family").text();
    adapter.advice = node.text_or("advice", "");
    adapter.rs485 = node.at("rs485").boolean();
    return adapter;
}

PortFacts::Bus bus_of(const sp_port* port) {
    switch (sp_get_port_transport(port)) {
        case SP_TRANSPORT_USB:
            return PortFacts::Bus::usb;
        case SP_TRANSPORT_BLUETOOTH:
            return PortFacts::Bus::bluetooth;
        case SP_TRANSPORT_NATIVE:
            break;
    }
    return PortFacts::Bus::built_in;
}

PortFacts facts_of(const sp_port* port) {
    PortFacts facts;
    facts.name = or_empty(sp_get_port_name(port));
    facts.description = or_empty(sp_get_port_description(port));
    facts.bus = bus_of(port);
    facts.serial_number = or_empty(sp_get_port_usb_serial(port));
    int vendor = 0, product = 0, bus = 0, address = 0;
    if (sp_get_port_usb_vid_pid(port, &vendor, &product) == SP_OK) {
        facts.vendor_id = static_cast<std::uint16_t>(vendor);
        facts.product_id = static_cast<std::uint16_t>(product);
    }
    if (sp_get_port_usb_bus_address(port, &bus, &address) == SP_OK)
        facts.place = fmt::format("usb {}.{}", bus, address);
    return facts;
}

/// "COM10" -> ("COM", 10)
std::pair<std::string, int> name_and_number(const std::string& name) {
    auto digits = name.size();
    while (digits > 0 && std::isdigit(static_cast<unsigned char>(name[digits - 1])) != 0) --digits;
    int number = -1;
    std::from_chars(name.data() + digits, name.data() + name.size(), number);
    return {name.substr(0, digits), number};
}

}  // namespace

std::vector<UsbAdapter> load_usb_adapters(const std::filesystem::path& file) {
    const auto document = formats::JsonDocument::load(file);
    const auto root = document.root();
    root.allow_only({"format", "version", "adapters"});
    root.require_format("firstlight-usb-adapters", 1, text::tr("this is not a list of USB adapters"));
    std::vector<UsbAdapter> adapters;
    for (const auto& node : root.at("adapters").items()) adapters.push_back(read_adapter(node));
    return adapters;
}

SerialPort classify_port(const PortFacts& facts, const std::vector<UsbAdapter>& adapters) {
    SerialPort port;
    port.name = facts.name;
    port.description = facts.description;
    port.vendor_id = facts.vendor_id;
    port.product_id = facts.product_id;
    port.serial_number = facts.serial_number;
    port.place = facts.place;
    for (const auto& adapter : adapters) {
        const auto& products = adapter.products;
        if (facts.vendor_id != adapter.vendor || !facts.product_id) continue;
        if (std::find(products.begin(), products.end(), *facts.product_id) == products.end()) continue;
        port.adapter = adapter.family;
        port.advice = adapter.advice;
        port.known_rs485 = adapter.rs485;
    }
    if (facts.bus == PortFacts::Bus::bluetooth) port.why_not = text::marked("a Bluetooth port");
    if (facts.bus == PortFacts::Bus::built_in)
        port.why_not = text::marked("a console or built-in port, no USB adapter");
    port.offered = port.why_not.empty();
    return port;
}

void sort_ports(std::vector<SerialPort>& ports) {
    const auto key = [](const SerialPort& port) {
        return std::tuple(!port.offered, !port.known_rs485, name_and_number(port.name));
    };
    std::sort(ports.begin(), ports.end(), [&key](const auto& a, const auto& b) { return key(a) < key(b); });
}

std::vector<SerialPort> list_serial_ports(const std::filesystem::path& adapters) {
    const auto known = load_usb_adapters(adapters);
    sp_port** list = nullptr;
    std::vector<SerialPort> ports;
    if (sp_list_ports(&list) != SP_OK) return ports;
    const std::unique_ptr<sp_port*, void (*)(sp_port**)> owner(list, sp_free_port_list);
    for (auto** port = list; *port != nullptr; ++port) ports.push_back(classify_port(facts_of(*port), known));
    sort_ports(ports);
    return ports;
}

}  // namespace firstlight::transport
