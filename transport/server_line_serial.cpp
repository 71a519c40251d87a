#include "transport/errors.h"
#include "transport/serial_settings.h"
#include "transport/server_line.h"

#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/serial_port.hpp>

namespace firstlight::transport {
namespace asio = boost::asio;

namespace {

class SerialLine final : public ServerLine {
  public:
    SerialLine(asio::any_io_executor executor, const std::string& port, const SerialSettings& settings)
        : name_(port), port_(std::make_shared<Port>(executor)) {
        boost::system::error_code error;
        port_->device.open(port, error);
        const RtuEndpoint endpoint{port, settings};
        if (error) throw LinkError(endpoint, fault_of_opening(port, error));
        claim_port(port_->device.native_handle(), endpoint);
        apply_settings(port_->device.native_handle(), settings, endpoint);
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
