#pragma once

#include <cstdint>
#include <string>
#include <thread>

/// Peers that are no station: what a wrong address or a bad cable leads to.
namespace firstlight::tests {

/// A TCP port of this computer on which nobody listens.
std::uint16_t unused_port();
/// Somebody listens at that port of this computer.
bool can_connect(std::uint16_t port);

class BadHost {
  public:
    enum class Manner { silent, web_server, hangs_up };
    explicit BadHost(Manner manner);
    ~BadHost();
    std::string endpoint() const;

  private:
    void serve();

    Manner manner_;
    std::uint16_t port_ = 0;
    int listening_ = -1;  ///< after port_, which opening it sets
    int stop_[2] = {-1, -1};
    std::thread thread_;
};

/// A pty whose other side says nothing, or goes away with the first byte it hears.
class BadPort {
  public:
    enum class Manner { silent, vanishes };
    explicit BadPort(Manner manner);
    ~BadPort();
    const std::string& path() const { return path_; }

  private:
    int near_ = -1;
    int stop_[2] = {-1, -1};
    std::string path_;
    std::thread thread_;
};

}  // namespace firstlight::tests
