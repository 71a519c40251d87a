#include "app/cli/commands.h"
#include "app/cli/table.h"
#include "app/data_folder.h"
#include "text/text.h"
#include "transport/serial_ports.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct PortsOptions : CommonOptions {
    bool all = false;
};

Json to_json(const transport::SerialPort& port) {
    Json json{{"name", port.name},     {"description", port.description},     {"adapter", port.adapter},
              {"advice", port.advice}, {"serial_number", port.serial_number}, {"offered", port.offered}};
    if (port.vendor_id && port.product_id)
        json["usb_id"] = fmt::format("{:04x}:{:04x}", *port.vendor_id, *port.product_id);
    if (!port.offered) json["why_not"] = port.why_not;
    return json;
}

std::string ports_text(const std::vector<transport::SerialPort>& ports) {
    Table table({{text::tr("PORT")},
                 {text::tr("ADAPTER")},
                 {text::tr("DESCRIPTION")},
                 {text::tr("SERIAL NUMBER")},
                 {text::tr("NOT OFFERED BECAUSE")}});
    std::string advice;
    for (const auto& port : ports) {
        table.add({port.name, port.adapter.empty() ? text::tr("unknown") : port.adapter, port.description,
                   port.serial_number, text::tr(port.why_not)});
        if (!port.advice.empty()) advice += fmt::format("{}: {}\n", port.name, text::tr(port.advice));
    }
    return table.text() + advice;
}

int run(const PortsOptions& options, Output& output) {
    auto ports = transport::list_serial_ports(data_folder(options.data) / "usb_adapters.json");
    const auto known = ports.size();
    if (!options.all) std::erase_if(ports, [](const auto& port) { return !port.offered; });

    Json json = Json::array();
    for (const auto& port : ports) json.push_back(to_json(port));
    output.document(Json{{"ports", json}});

    if (!ports.empty()) output.text(ports_text(ports));
    if (ports.empty()) output.text(text::tr("No RS485 adapter was found. Plug it in and run this command again."));
    if (known > ports.size())
        output.text(
            text::trf_n("{} more port is not offered (console, Bluetooth or built-in); ports --all shows it.",
                        "{} more ports are not offered (console, Bluetooth or built-in); ports --all shows them.",
                        static_cast<long long>(known - ports.size())));
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_ports(Commands& commands) {
    auto options = std::make_shared<PortsOptions>();
    auto* command =
        commands.add("ports", text::tr("List the serial ports of this computer, likeliest RS485 adapter first"),
                     text::tr("Examples:\n  firstlight-cli ports\n  firstlight-cli ports --all"), *options);
    command->add_flag("--all", options->all, text::tr("Also those that are not offered, with the reason"));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
