#include "reports/error_parts.h"
#include "text/text.h"

#include <fmt/format.h>

// Likely causes come from the field: what installers met with this maker's stations and with RS485 lines.
namespace firstlight::reports {

namespace {

using transport::LinkFailure;

bool is_serial(const transport::Endpoint& endpoint) {
    return std::holds_alternative<transport::RtuEndpoint>(endpoint);
}

std::string unit_words(const transport::LinkFault& fault) {
    return fault.unit ? fmt::format("Unit {}", *fault.unit) : std::string("The station");
}

std::string details_of(const transport::Endpoint& endpoint, const transport::LinkFault& fault) {
    std::string text = "Link: " + to_string(endpoint);
    if (fault.unit) text += fmt::format("\nUnit: {}", *fault.unit);
    if (!fault.sent.empty()) text += "\nSent: " + formats::to_hex(fault.sent);
    if (!fault.received.empty()) text += "\nReceived: " + formats::to_hex(fault.received);
    if (!fault.detail.empty()) text += "\n" + fault.detail;
    return text;
}

std::string permission_step() {
#ifdef _WIN32
    return "Close other programs that use the port, or sign in as a person who may use serial ports.";
#else
    return "Add yourself to the group \"dialout\" (sudo adduser $USER dialout), sign out and in, and try again.";
#endif
}

ErrorWords silent_words(bool serial, const std::string& who) {
    if (serial)
        return {who + " did not answer on the line",
                "Wires A and B may be swapped, the speed or the unit id may be wrong, or the unit has no power.",
                "Swap A and B once and try again. Then let Firstlight find the settings of the line.",
                {}};
    return {who + " did not answer Modbus",
            "The network connection stands but no answer came. The Modbus TCP server may be off, a firmware update may "
            "have switched it off, this computer's address may not be allowed, an AC charger may use the same unit id, "
            "or the maker's app keeps the station busy.",
            "In the maker's app, as installer, enable the Modbus TCP server, allow this computer's address and press "
            "Save. Give inverter and charger different unit ids. Close the app on the phone and try again.",
            {}};
}

ErrorWords closed_words(bool serial) {
    if (serial)
        return {"The serial port was closed",
                "The adapter or its driver ended the connection.",
                "Plug the adapter in again and continue the visit.",
                {}};
    return {"The station closed the connection",
            "It may be restarting, or another program holds the one connection it allows.",
            "Close the maker's app and other Modbus programs, wait a minute and continue the visit.",
            {}};
}

ErrorWords garbled_words(bool serial) {
    if (serial)
        return {"Bytes arrived that make no sense",
                "The speed or parity may be wrong, two devices may answer at once, or the line has noise.",
                "Let Firstlight find the settings of the line. Then check termination, the shield and double unit ids.",
                {}};
    return {"The answer was damaged",
            "Bytes arrived in the wrong form. A serial device server may use another speed or mode.",
            "Check the settings of the device server, or use rtutcp: when it passes RTU frames through.",
            {}};
}

ErrorWords words_of(LinkFailure kind, bool serial, const std::string& who) {
    switch (kind) {
        case LinkFailure::port_missing:
            return {"There is no such serial port",
                    "The adapter is not plugged in, or it got another name.",
                    "Plug the adapter in and list the ports again.",
                    {}};
        case LinkFailure::port_denied:
            return {"The serial port may not be used",
                    "The system gives this port only to certain people.",
                    permission_step(),
                    {}};
        case LinkFailure::port_in_use:
            return {"The serial port is in use",
                    "Another program, or another Firstlight, holds it.",
                    "Close that program and try again.",
                    {}};
        case LinkFailure::port_vanished:
            return {"The serial port vanished",
                    "The adapter was pulled out or lost its power.",
                    "Plug the adapter in again and continue the visit. Nothing that was saved is lost.",
                    {}};
        case LinkFailure::port_unsuitable:
            return {"The serial port cannot be used with these settings",
                    "It is not a serial port, or it does not offer this speed or parity.",
                    "Choose another port or other settings.",
                    {}};
        case LinkFailure::name_unknown:
            return {"The host name is not known",
                    "It may be mistyped, or this network cannot look it up.",
                    "Use the station's IP address, as its app or the router shows it.",
                    {}};
        case LinkFailure::unreachable:
            return {"The station cannot be reached over the network",
                    "This computer may be in another network or not in the station's hotspot, or the address has "
                    "changed.",
                    "Check the Wi-Fi or cable, then search the network for the station.",
                    {}};
        case LinkFailure::refused:
            return {"The station refused the connection",
                    "The device is there, but nothing listens at that port. The Modbus TCP server may be off, for "
                    "example after a firmware update.",
                    "In the maker's app, as installer, enable the Modbus TCP server and press Save. Check the port "
                    "(usually 502).",
                    {}};
        case LinkFailure::closed:
            return closed_words(serial);
        case LinkFailure::silent:
            return silent_words(serial, who);
        case LinkFailure::garbled:
            return garbled_words(serial);
        case LinkFailure::not_modbus:
            return {"Something other than Modbus answers there",
                    "The address or port belongs to another service, such as a web page, or to a device server that "
                    "passes RTU frames through.",
                    "Check address and port. For a serial device server use rtutcp: instead of tcp:.",
                    {}};
        case LinkFailure::wrong_answer:
            return {"An answer came that does not fit the question",
                    "Two devices may share one unit id, or a late answer of another unit arrived.",
                    "Look for double unit ids, among them the factory id 1 of AC chargers, and try again.",
                    {}};
        case LinkFailure::backed_off:
            return {who + " is left alone for a moment",
                    "It was silent several times, so it is not asked for a while.",
                    "Check its power and its network. It is asked again by itself within about a minute.",
                    {}};
        case LinkFailure::other_master:
            return {"Somebody else asks on this line",
                    "Another Modbus master, such as a gateway or an energy manager, uses the line. Firstlight has sent "
                    "nothing.",
                    "Disconnect the other master or use another line, then try again.",
                    {}};
        case LinkFailure::not_accepted:
            return {"The station or the write is not allowed on this link",
                    "The station that dialled in is not on the list of allowed serials, or the link only reads.",
                    "Add the station's serial to the allowed list, or open the link for writing.",
                    {}};
        case LinkFailure::other_station:
            return {text::tr("It is not certain that this is still the same station"),
                    text::tr("The connection was cut and opened again. Another station answers there now, or this one "
                             "does not tell its serial number. Nothing more was read or written."),
                    text::tr("Check which hotspot or network this computer is in, then go on with the visit."),
                    {}};
    }
    return {};
}

}  // namespace

ErrorWords describe(const transport::Endpoint& endpoint, const transport::LinkFault& fault) {
    ErrorWords words = words_of(fault.kind, is_serial(endpoint), unit_words(fault));
    words.details = details_of(endpoint, fault);
    words.exit_code = fault.kind == LinkFailure::not_accepted ? exit_wrong_use : exit_not_reached;
    return words;
}

}  // namespace firstlight::reports
