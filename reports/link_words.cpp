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
    return fault.unit ? text::trf("Unit {}", *fault.unit) : text::tr("The station");
}

std::string details_of(const transport::Endpoint& endpoint, const transport::LinkFault& fault) {
    std::string text = text::trf("Link: {}", to_string(endpoint));
    if (fault.unit) text += "\n" + text::trf("Unit: {}", *fault.unit);
    if (!fault.sent.empty()) text += "\n" + text::trf("Sent: {}", formats::to_hex(fault.sent));
    if (!fault.received.empty()) text += "\n" + text::trf("Received: {}", formats::to_hex(fault.received));
    if (!fault.detail.empty()) text += "\n" + fault.detail;
    return text;
}

std::string permission_step() {
#ifdef _WIN32
    return text::tr("Close other programs that use the port, or sign in as a person who may use serial ports.");
#else
    return text::tr(
        "Add yourself to the group \"dialout\" (sudo adduser $USER dialout), sign out and in, and try again.");
#endif
}

ErrorWords silent_words(bool serial, const std::string& who) {
    if (serial)
        return {
            text::trf("{} did not answer on the line", who),
            text::tr("Wires A and B may be swapped, the speed or the unit id may be wrong, or the unit has no power."),
            text::tr("Swap A and B once and try again. Then let Firstlight find the settings of the line."),
            {}};
    return {
        text::trf("{} did not answer Modbus", who),
        text::tr(
            "The network connection stands but no answer came. The Modbus TCP server may be off, a firmware update may "
            "have switched it off, this computer's address may not be allowed, an AC charger may use the same unit id, "
            "or the maker's app keeps the station busy."),
        text::tr(
            "In the maker's app, as installer, enable the Modbus TCP server, allow this computer's address and press "
            "Save. Give inverter and charger different unit ids. Close the app on the phone and try again."),
        {}};
}

ErrorWords closed_words(bool serial) {
    if (serial)
        return {text::tr("The serial port was closed"),
                text::tr("The adapter or its driver ended the connection."),
                text::tr("Plug the adapter in again and continue the visit."),
                {}};
    return {text::tr("The station closed the connection"),
            text::tr("It may be restarting, or another program holds the one connection it allows."),
            text::tr("Close the maker's app and other Modbus programs, wait a minute and continue the visit."),
            {}};
}

ErrorWords garbled_words(bool serial) {
    if (serial)
        return {text::tr("Bytes arrived that make no sense"),
                text::tr("The speed or parity may be wrong, two devices may answer at once, or the line has noise."),
                text::tr("Let Firstlight find the settings of the line. Then check termination, the shield and double "
                         "unit ids."),
                {}};
    return {text::tr("The answer was damaged"),
            text::tr("Bytes arrived in the wrong form. A serial device server may use another speed or mode."),
            text::tr("Check the settings of the device server, or use rtutcp: when it passes RTU frames through."),
            {}};
}

ErrorWords words_of(LinkFailure kind, bool serial, const std::string& who) {
    switch (kind) {
        case LinkFailure::port_missing:
            return {text::tr("There is no such serial port"),
                    text::tr("The adapter is not plugged in, or it got another name."),
                    text::tr("Plug the adapter in and list the ports again."),
                    {}};
        case LinkFailure::port_denied:
            return {text::tr("The serial port may not be used"),
                    text::tr("The system gives this port only to certain people."),
                    permission_step(),
                    {}};
        case LinkFailure::port_in_use:
            return {text::tr("The serial port is in use"),
                    text::tr("Another program, or another Firstlight, holds it."),
                    text::tr("Close that program and try again."),
                    {}};
        case LinkFailure::port_vanished:
            return {text::tr("The serial port vanished"),
                    text::tr("The adapter was pulled out or lost its power."),
                    text::tr("Plug the adapter in again and continue the visit. Nothing that was saved is lost."),
                    {}};
        case LinkFailure::port_unsuitable:
            return {text::tr("The serial port cannot be used with these settings"),
                    text::tr("It is not a serial port, or it does not offer this speed or parity."),
                    text::tr("Choose another port or other settings."),
                    {}};
        case LinkFailure::name_unknown:
            return {text::tr("The host name is not known"),
                    text::tr("It may be mistyped, or this network cannot look it up."),
                    text::tr("Use the station's IP address, as its app or the router shows it."),
                    {}};
        case LinkFailure::unreachable:
            return {
                text::tr("The station cannot be reached over the network"),
                text::tr("This computer may be in another network or not in the station's hotspot, or the address has "
                         "changed."),
                text::tr("Check the Wi-Fi or cable, then search the network for the station."),
                {}};
        case LinkFailure::refused:
            return {
                text::tr("The station refused the connection"),
                text::tr("The device is there, but nothing listens at that port. The Modbus TCP server may be off, for "
                         "example after a firmware update."),
                text::tr(
                    "In the maker's app, as installer, enable the Modbus TCP server and press Save. Check the port "
                    "(usually 502)."),
                {}};
        case LinkFailure::closed:
            return closed_words(serial);
        case LinkFailure::silent:
            return silent_words(serial, who);
        case LinkFailure::garbled:
            return garbled_words(serial);
        case LinkFailure::not_modbus:
            return {
                text::tr("Something other than Modbus answers there"),
                text::tr(
                    "The address or port belongs to another service, such as a web page, or to a device server that "
                    "passes RTU frames through."),
                text::tr("Check address and port. For a serial device server use rtutcp: instead of tcp:."),
                {}};
        case LinkFailure::wrong_answer:
            return {text::tr("An answer came that does not fit the question"),
                    text::tr("Two devices may share one unit id, or a late answer of another unit arrived."),
                    text::tr("Look for double unit ids, among them the factory id 1 of AC chargers, and try again."),
                    {}};
        case LinkFailure::backed_off:
            return {text::trf("{} is left alone for a moment", who),
                    text::tr("It was silent several times, so it is not asked for a while."),
                    text::tr("Check its power and its network. It is asked again by itself within about a minute."),
                    {}};
        case LinkFailure::other_master:
            return {
                text::tr("Somebody else asks on this line"),
                text::tr(
                    "Another Modbus master, such as a gateway or an energy manager, uses the line. Firstlight has sent "
                    "nothing."),
                text::tr("Disconnect the other master or use another line, then try again."),
                {}};
        case LinkFailure::not_accepted:
            return {
                text::tr("The station or the write is not allowed on this link"),
                text::tr("The station that dialled in is not on the list of allowed serials, or the link only reads."),
                text::tr("Add the station's serial to the allowed list, or open the link for writing."),
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
