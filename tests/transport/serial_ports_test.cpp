#include "transport/serial_ports.h"

#include "formats/strict_json.h"

#include <fstream>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace firstlight;
using namespace firstlight::transport;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::filesystem::path shipped = std::filesystem::path(FIRSTLIGHT_SOURCE_DIR) / "data" / "usb_adapters.json";

PortFacts usb(std::string name, std::uint16_t vendor, std::uint16_t product, std::string serial = "") {
    return {std::move(name), "USB Serial", PortFacts::Bus::usb, vendor, product, std::move(serial), "usb 1.4"};
}

std::vector<UsbAdapter> load_text(const std::string& text) {
    const auto file = std::filesystem::temp_directory_path() / "firstlight_usb_adapters_test.json";
    std::ofstream(file, std::ios::binary) << text;
    return load_usb_adapters(file);
}

}  // namespace

TEST_CASE("the shipped adapter file loads and names no chip twice") {
    const auto adapters = load_usb_adapters(shipped);
    CHECK(adapters.size() >= 15);
    std::set<std::pair<int, int>> ids;
    for (const auto& adapter : adapters) {
        CHECK_FALSE(adapter.family.empty());
        CHECK_FALSE(adapter.products.empty());
        for (const auto product : adapter.products) CHECK(ids.emplace(adapter.vendor, product).second);
    }
}

TEST_CASE("an adapter is known by its USB ids and brings its advice") {
    const auto adapters = load_usb_adapters(shipped);
    const auto ftdi = classify_port(usb("/dev/ttyUSB0", 0x0403, 0x6001, "A50285BI"), adapters);
    CHECK(ftdi.adapter == "FTDI FT232R");
    CHECK(ftdi.known_rs485);
    CHECK(ftdi.offered);
    CHECK(ftdi.serial_number == "A50285BI");
    CHECK_THAT(ftdi.advice, ContainsSubstring("latency"));

    const auto ch340 = classify_port(usb("/dev/ttyUSB1", 0x1a86, 0x7523), adapters);
    CHECK(ch340.adapter == "WCH CH340");
    CHECK_THAT(ch340.advice, ContainsSubstring("no serial number"));
    CHECK(ch340.place == "usb 1.4");

    const auto unknown = classify_port(usb("/dev/ttyACM0", 0x1234, 0x6001), adapters);
    CHECK(unknown.adapter.empty());
    CHECK(unknown.offered);
    CHECK_FALSE(unknown.known_rs485);
}

TEST_CASE("console, built-in and Bluetooth ports are not offered") {
    const PortFacts console{"/dev/ttyS0", "ttyS0", PortFacts::Bus::built_in, {}, {}, "", ""};
    CHECK_FALSE(classify_port(console, {}).offered);
    CHECK_THAT(classify_port(console, {}).why_not, ContainsSubstring("console"));
    const PortFacts phone{"/dev/rfcomm0", "Phone", PortFacts::Bus::bluetooth, {}, {}, "", ""};
    CHECK_FALSE(classify_port(phone, {}).offered);
    CHECK_THAT(classify_port(phone, {}).why_not, ContainsSubstring("Bluetooth"));
}

TEST_CASE("known RS485 adapters come first, and COM2 before COM10") {
    const auto adapters = load_usb_adapters(shipped);
    std::vector<SerialPort> ports;
    for (const auto& facts : {PortFacts{"COM1", "", PortFacts::Bus::built_in, {}, {}, "", ""}, usb("COM3", 0x1234, 1),
                              usb("COM10", 0x0403, 0x6001), usb("COM2", 0x10c4, 0xea60)})
        ports.push_back(classify_port(facts, adapters));
    sort_ports(ports);
    std::vector<std::string> names;
    for (const auto& port : ports) names.push_back(port.name);
    CHECK(names == std::vector<std::string>{"COM2", "COM10", "COM3", "COM1"});
}

TEST_CASE("mistakes in an adapter file are told with their line") {
    const auto row =
        GENERATE(std::pair{R"({"format": "x", "version": 1, "adapters": []})", 1},
                 std::pair{"{\"format\": \"firstlight-usb-adapters\",\n\"version\": 2, \"adapters\": []}", 2},
                 std::pair{"{\"format\": \"firstlight-usb-adapters\", \"version\": 1, \"adapters\": [\n"
                           "{\"vendor\": \"403\", \"products\": [], \"family\": \"x\", \"rs485\": true}]}",
                           2},
                 std::pair{"{\"format\": \"firstlight-usb-adapters\", \"version\": 1, \"adapters\": [\n\n"
                           "{\"vendor\": \"0403\", \"products\": [\"6001\"], \"family\": \"x\", \"rs485\": 1}]}",
                           3});
    try {
        load_text(row.first);
        FAIL("accepted");
    } catch (const formats::FileError& error) {
        CHECK(error.line() == static_cast<std::size_t>(row.second));
    }
}

TEST_CASE("listing this computer's ports works and never offers a console") {
    for (const auto& port : list_serial_ports(shipped)) {
        CHECK_FALSE(port.name.empty());
        CHECK(port.offered == port.why_not.empty());
        if (port.name.starts_with("/dev/ttyS")) CHECK_FALSE(port.offered);
    }
}
