#include "commissioning/connect_plan.h"

#include "commissioning/serial_comparison.h"
#include "text/text.h"
#include "transport/errors.h"

#include <algorithm>

namespace firstlight::commissioning {

using Way = ConnectPlan::Way;
using transport::Endpoint;
using transport::LinkFailure;

namespace {

/// A host as an endpoint takes it: IPv6 in brackets.
std::string bracketed(const std::string& host) {
    const bool ipv6 = !host.starts_with('[') && std::ranges::count(host, ':') > 1;
    return ipv6 ? "[" + host + "]" : host;
}

/// People paste addresses with their port, too: "192.168.4.1:502", "[fe80::1]:502".
bool has_port(const std::string& host) {
    return host.starts_with('[') ? host.find("]:") != std::string::npos : std::ranges::count(host, ':') == 1;
}

Endpoint endpoint_at(const std::string& kind, const std::string& host, const std::string& port) {
    return transport::parse_endpoint(kind + ":" + bracketed(host) + (has_port(host) ? "" : ":" + port));
}

bool is_endpoint(const ConnectPlan& plan) {
    try {
        endpoint_of(plan);
        return true;
    } catch (const transport::EndpointError&) {
        return false;
    }
}

std::string why_no_settings(const ConnectPlan& plan) {
    return !plan.find_settings || plan.found ? std::string()
                                             : text::tr("Let the settings be found, or choose them by hand.");
}

std::string why_no_network(const ConnectPlan& plan) {
    if (plan.host.empty()) return text::tr("Type the station's address, or search for it.");
    return is_endpoint(plan)
               ? std::string()
               : text::tr("Write the address like 192.168.4.1, fe80::1 or station.local; a port is 1 to 65535.");
}

std::string why_no_dial_in(const ConnectPlan& plan) {
    return is_endpoint(plan) ? std::string()
                             : text::tr(
                                   "Write the address like 0.0.0.0 (every one of this computer) or the one of one "
                                   "adapter; a port is 1 to 65535.");
}

struct TakeFields {
    ConnectPlan& plan;

    void operator()(const transport::RtuEndpoint& cable) const {
        plan.way = Way::cable;
        plan.port = cable.port;
        plan.settings = cable.settings;
        plan.found = cable.settings;
    }
    void operator()(const transport::TcpEndpoint& network) const { take(network.host, network.port, false); }
    void operator()(const transport::RtuOverTcpEndpoint& network) const { take(network.host, network.port, true); }
    void operator()(const transport::ListenEndpoint& listening) const {
        plan.way = Way::dial_in;
        plan.listen_address = listening.address;
        plan.listen_port = std::to_string(listening.port);
    }

  private:
    void take(const std::string& host, std::uint16_t port, bool rtu_frames) const {
        plan.way = Way::network;
        plan.host = host;
        plan.host_port = std::to_string(port);
        plan.rtu_frames = rtu_frames;
    }
};

struct Words {
    std::string operator()(const transport::RtuEndpoint& cable) const {
        return text::trf("Cable {}, {}", cable.port, to_string(cable.settings));
    }
    std::string operator()(const transport::TcpEndpoint& network) const {
        return text::trf("Network {}, port {}", network.host, network.port);
    }
    std::string operator()(const transport::RtuOverTcpEndpoint& network) const {
        return text::trf("Device server {}, port {}", network.host, network.port);
    }
    std::string operator()(const transport::ListenEndpoint& listening) const {
        return text::trf("The station dials in at {}, port {}", listening.address, listening.port);
    }
};

}  // namespace

bool needed(ConnectPage page, const ConnectPlan& plan) {
    switch (page) {
        case ConnectPage::way:
        case ConnectPage::station:
            return true;
        case ConnectPage::modbus:
            return plan.modbus_silent;
        case ConnectPage::cable:
        case ConnectPage::settings:
            return !plan.recent && plan.way == Way::cable;
        case ConnectPage::network:
            return !plan.recent && plan.way == Way::network;
        case ConnectPage::dial_in:
            return !plan.recent && plan.way == Way::dial_in;
        case ConnectPage::demo:
            return !plan.recent && plan.way == Way::demo;
    }
    return true;
}

std::string why_not_next(ConnectPage page, const ConnectPlan& plan) {
    switch (page) {
        case ConnectPage::cable:
            return plan.port.empty() ? text::tr("Choose the port of the adapter, or type its name.") : std::string();
        case ConnectPage::settings:
            return why_no_settings(plan);
        case ConnectPage::network:
            return why_no_network(plan);
        case ConnectPage::dial_in:
            return why_no_dial_in(plan);
        case ConnectPage::demo:
            return plan.scenario.empty() ? text::tr("Choose a demo station.") : std::string();
        case ConnectPage::way:
        case ConnectPage::modbus:
        case ConnectPage::station:
            return {};
    }
    return {};
}

std::optional<Endpoint> endpoint_of(const ConnectPlan& plan) {
    if (plan.recent) return plan.recent;
    switch (plan.way) {
        case Way::cable:
            return transport::RtuEndpoint{plan.port, plan.find_settings && plan.found ? *plan.found : plan.settings};
        case Way::network:
            return endpoint_at(plan.rtu_frames ? "rtutcp" : "tcp", plan.host, plan.host_port);
        case Way::dial_in:
            return endpoint_at("listen", plan.listen_address, plan.listen_port);
        case Way::demo:
            return std::nullopt;
    }
    return std::nullopt;
}

void take_recent(ConnectPlan& plan, const Endpoint& endpoint) {
    std::visit(TakeFields{plan}, endpoint);
    plan.recent.reset();
    if (!std::holds_alternative<transport::ListenEndpoint>(endpoint)) plan.recent = endpoint;
}

std::optional<transport::SerialSettings> last_settings(const std::vector<std::string>& recent_endpoints,
                                                       const std::string& port) {
    for (const auto& text : recent_endpoints) {
        try {
            const auto endpoint = transport::parse_endpoint(text);
            const auto* cable = std::get_if<transport::RtuEndpoint>(&endpoint);
            if (cable != nullptr && cable->port == port) return cable->settings;
        } catch (const transport::EndpointError&) {
            continue;  // kept by a newer version, perhaps
        }
    }
    return std::nullopt;
}

std::set<std::string> allowed_serials(const ConnectPlan& plan) {
    const auto serials = serials_in(plan.allowed);
    return {serials.begin(), serials.end()};
}

std::string in_words(const Endpoint& endpoint) {
    return std::visit(Words{}, endpoint);
}

bool modbus_may_be_off(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const transport::LinkError& link) {
        if (!std::holds_alternative<transport::TcpEndpoint>(link.endpoint())) return false;
        const auto kind = link.fault().kind;
        return kind == LinkFailure::silent || kind == LinkFailure::backed_off || kind == LinkFailure::refused
               || kind == LinkFailure::closed;
    } catch (...) {
        return false;
    }
}

}  // namespace firstlight::commissioning
