#include "transport/asio_stream.h"
#include "transport/serial_settings.h"

#include <boost/asio/serial_port.hpp>
#include <fmt/format.h>

namespace firstlight::transport {

namespace asio = boost::asio;

namespace {

LinkFault fault_of_port(const boost::system::error_code& error) {
    LinkFault fault;
    fault.kind = LinkFailure::port_vanished;
    fault.detail = error == asio::error::eof ? "the port is gone" : error.message();
    return fault;
}

}  // namespace

std::unique_ptr<ByteStream> open_serial_line(asio::any_io_executor executor, const std::string& port,
                                             const SerialSettings& settings, SerialLineOptions options) {
    const Endpoint endpoint = RtuEndpoint{port, settings};
    asio::serial_port serial(executor);
    boost::system::error_code error;
    serial.open(port, error);
    if (error) throw LinkError(endpoint, fault_of_opening(port, error));
    claim_port(serial.native_handle(), endpoint);
    apply_settings(serial.native_handle(), settings, endpoint);
    if (options.mark_errors) mark_errors(serial.native_handle());
    if (options.low_latency) ask_low_latency(serial.native_handle());
    return std::make_unique<AsioStream<asio::serial_port>>(std::move(serial), &fault_of_port);
}

}  // namespace firstlight::transport
