#pragma once

#include "formats/modbus.h"
#include "transport/errors.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace spdlog {
class logger;
}

namespace firstlight::transport {

/// A link's log in which every frame reads as words. Secrets show their length only.
class Trace {
  public:
    /// Appends to the file; without one, nothing is logged. Throws std::filesystem::filesystem_error.
    Trace(const std::optional<std::filesystem::path>& file, const Endpoint& endpoint);

    bool on() const { return logger_ != nullptr; }
    void asked(std::uint8_t unit, const formats::Request& request, bool secret);
    void answered(std::uint8_t unit, const formats::Response& response, double milliseconds, bool secret);
    void failed(std::uint8_t unit, const LinkFault& fault);
    /// Sound frames nobody waits for, noise, connecting, backing off: `text` in words.
    void note(const std::string& text);

  private:
    std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace firstlight::transport
