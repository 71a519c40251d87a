#include "transport/modbus_server.h"
#include "transport/paced_line.h"

#include <utility>

#include <boost/asio/dispatch.hpp>

namespace firstlight::transport {
namespace {

class SerialServer final : public ModbusServer {
  public:
    SerialServer(Runtime& runtime, std::unique_ptr<ServerLine> line, SerialServerOptions options,
                 RequestHandler handler)
        : executor_(runtime.executor()),
          endpoint_{line->name(), options.settings},
          line_(std::make_shared<PacedLine>(executor_, std::move(line), std::move(options), std::move(handler))) {
        boost::asio::dispatch(executor_, [line = line_] { line->start(); });
    }
    ~SerialServer() override {
        line_->slot.clear();
        boost::asio::dispatch(executor_, [line = line_] { line->stop(); });
    }
    Endpoint endpoint() const override { return endpoint_; }
    LineObservation observation() const override { return line_->observation(); }
    void interrupt() override {
        boost::asio::dispatch(executor_, [line = line_] { line->set_interrupted(true); });
    }
    void resume() override {
        boost::asio::dispatch(executor_, [line = line_] { line->set_interrupted(false); });
    }

  private:
    boost::asio::any_io_executor executor_;
    RtuEndpoint endpoint_;
    std::shared_ptr<PacedLine> line_;
};

}  // namespace

std::unique_ptr<ModbusServer> serve_pty(Runtime& runtime, const std::string& link_path, SerialServerOptions options,
                                        RequestHandler handler) {
    auto line = make_pty_line(runtime.executor(), link_path, options.settings);
    return std::make_unique<SerialServer>(runtime, std::move(line), std::move(options), std::move(handler));
}

std::unique_ptr<ModbusServer> serve_serial_port(Runtime& runtime, const std::string& port, SerialServerOptions options,
                                                RequestHandler handler) {
    auto line = open_serial_line(runtime.executor(), port, options.settings);
    return std::make_unique<SerialServer>(runtime, std::move(line), std::move(options), std::move(handler));
}

}  // namespace firstlight::transport
