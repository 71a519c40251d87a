#pragma once

#include "transport/endpoint.h"

#include <exception>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// How a person reaches a station: the answers that the pages of the Connect wizard share, and what follows from them.
namespace firstlight::commissioning {

struct ConnectPlan {
    enum class Way { cable, network, dial_in, demo };
    Way way = Way::cable;
    std::optional<transport::Endpoint> recent;  ///< chosen as it is: nothing more is asked

    std::string port;
    bool find_settings = true;  ///< else `settings` were chosen by hand
    std::optional<transport::SerialSettings> found;
    transport::SerialSettings settings;

    std::string host, host_port = "502";  ///< as typed
    bool rtu_frames = false;              ///< a serial device server that passes RTU frames through

    std::string listen_address = "0.0.0.0", listen_port = "1502";  ///< as typed
    std::string allowed;                                           ///< serial numbers, in any order and spelling
    bool allow_writes = false;

    std::string scenario;  ///< file of the demo station

    bool modbus_silent = false;  ///< the last attempt found somebody there who did not speak Modbus
};

enum class ConnectPage { way, cable, settings, network, dial_in, demo, modbus, station };

bool needed(ConnectPage page, const ConnectPlan& plan);
/// What is missing on the page, in words, or empty.
std::string why_not_next(ConnectPage page, const ConnectPlan& plan);
/// Nothing for the demo station. Throws transport::EndpointError when a field is no part of an address.
std::optional<transport::Endpoint> endpoint_of(const ConnectPlan& plan);
/// Fills the fields with those of an earlier connection. Where a person must think again, as before a station dials
/// in, its page is shown; else nothing more is asked.
void take_recent(ConnectPlan& plan, const transport::Endpoint& endpoint);
/// Those of the newest connection over this port.
std::optional<transport::SerialSettings> last_settings(const std::vector<std::string>& recent_endpoints,
                                                       const std::string& port);
/// Station serials that may dial in; none typed: any.
std::set<std::string> allowed_serials(const ConnectPlan& plan);

/// "Cable /dev/ttyUSB0, 9600:8N1", "Network 192.168.4.1, port 502"
std::string in_words(const transport::Endpoint& endpoint);
/// Somebody is at the address, and Modbus is most likely switched off there.
bool modbus_may_be_off(const std::exception_ptr& error);

}  // namespace firstlight::commissioning
