#include "transport/errors.h"
#include "transport/server_line.h"

#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/serial_port.hpp>

namespace firstlight::transport {
namespace asio = boost::asio;

namespace {

[[noreturn]] void fail(const std::string& port, const SerialSettings& settings, boost::system::error_code error) {
    LinkFault fault;
    fault.kind = error == boost::system::errc::permission_denied           ? LinkFailure::port_denied
                 : error == boost::system::errc::no_such_file_or_directory ? LinkFailure::port_missing
                                                                           : LinkFailure::port_unsuitable;
    fault.detail = error.message();
    throw LinkError(RtuEndpoint{port, settings}, std::move(fault));
}

asio::serial_port_base::parity parity_of(Parity parity) {
    using Kind = asio::serial_port_base::parity;
    return Kind(parity == Parity::none ? Kind::none : parity == Parity::even ? Kind::even : Kind::odd);
}

/// A pty keeps no parity and says so with an error; real ports take it.
void configure(asio::serial_port& port, const std::string& name, const SerialSettings& settings) {
    using Base = asio::serial_port_base;
    boost::system::error_code error;
    port.set_option(Base::baud_rate(settings.baud), error);
    if (!error) port.set_option(Base::character_size(8), error);
    if (!error) port.set_option(Base::flow_control(Base::flow_control::none), error);
    if (!error)
        port.set_option(Base::stop_bits(settings.stop_bits == 2 ? Base::stop_bits::two : Base::stop_bits::one), error);
    if (error) fail(name, settings, error);
    port.set_option(parity_of(settings.parity), error);
    if (error && error != boost::system::errc::invalid_argument) fail(name, settings, error);
}

class SerialLine final : public ServerLine {
  public:
    SerialLine(asio::any_io_executor executor, const std::string& port, const SerialSettings& settings)
        : name_(port), port_(std::make_shared<Port>(executor)) {
        boost::system::error_code error;
        port_->device.open(port, error);
        if (error) fail(port, settings, error);
        configure(port_->device, port, settings);
    }
    ~SerialLine() override {
        port_->heard = nullptr;
        boost::system::error_code ignored;
        port_->device.close(ignored);
    }
    std::string name() const override { return name_; }
    void listen(std::function<void(formats::ByteView)> heard) override {
        port_->heard = std::move(heard);
        read(port_);
    }
    /// Bytes are kept until the port has taken them, in order.
    void write(formats::ByteView bytes) override {
        port_->waiting.insert(port_->waiting.end(), bytes.begin(), bytes.end());
        if (port_->writing.empty()) write_next(port_);
    }
    std::optional<std::uint32_t> master_baud() const override { return std::nullopt; }
    bool is_instant() const override { return name_.starts_with("/dev/pts/"); }

  private:
    struct Port {
        explicit Port(asio::any_io_executor executor) : device(executor) {}
        asio::serial_port device;
        std::function<void(formats::ByteView)> heard;
        std::array<std::uint8_t, 512> in{};
        formats::Bytes waiting, writing;
    };

    static void read(const std::shared_ptr<Port>& port) {
        port->device.async_read_some(asio::buffer(port->in),
                                     [port](boost::system::error_code error, std::size_t count) {
                                         if (error || !port->heard) return;
                                         port->heard(formats::ByteView(port->in.data(), count));
                                         if (port->heard) read(port);
                                     });
    }

    static void write_next(const std::shared_ptr<Port>& port) {
        if (port->writing.empty()) port->writing.swap(port->waiting);
        if (port->writing.empty()) return;
        port->device.async_write_some(
            asio::buffer(port->writing), [port](boost::system::error_code error, std::size_t count) {
                if (error) return port->writing.clear();
                port->writing.erase(port->writing.begin(), port->writing.begin() + static_cast<std::ptrdiff_t>(count));
                write_next(port);
            });
    }

    std::string name_;
    std::shared_ptr<Port> port_;
};

}  // namespace

std::unique_ptr<ServerLine> open_serial_line(asio::any_io_executor executor, const std::string& port,
                                             const SerialSettings& settings) {
    return std::make_unique<SerialLine>(executor, port, settings);
}

}  // namespace firstlight::transport
