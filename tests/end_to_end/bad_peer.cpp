#include "tests/end_to_end/bad_peer.h"

#include <cstdlib>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace firstlight::tests {

namespace {

int listen_on_loopback(std::uint16_t& port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(socket, 16) != 0)
        throw std::runtime_error("cannot listen on loopback");
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    return socket;
}

}  // namespace

std::uint16_t unused_port() {
    std::uint16_t port = 0;
    ::close(listen_on_loopback(port));
    return port;
}

bool can_connect(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool connected = ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    return connected;
}

BadHost::BadHost(Manner manner) : manner_(manner), listening_(listen_on_loopback(port_)) {
    if (::pipe2(stop_, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    thread_ = std::thread([this] { serve(); });
}

BadHost::~BadHost() {
    ::close(stop_[1]);
    thread_.join();
    ::close(stop_[0]);
    ::close(listening_);
}

std::string BadHost::endpoint() const {
    return "tcp:127.0.0.1:" + std::to_string(port_);
}

void BadHost::serve() {
    std::vector<pollfd> watched{{stop_[0], POLLIN, 0}, {listening_, POLLIN, 0}};
    for (;;) {
        ::poll(watched.data(), watched.size(), -1);
        if (watched[0].revents != 0) break;
        if (watched[1].revents & POLLIN) watched.push_back({::accept(listening_, nullptr, nullptr), POLLIN, 0});
        for (std::size_t i = 2; i < watched.size(); ++i) {
            if (watched[i].revents == 0) continue;
            char heard[512];
            const bool gone = ::read(watched[i].fd, heard, sizeof heard) <= 0;
            constexpr char page[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            if (!gone && manner_ == Manner::web_server) (void)!::write(watched[i].fd, page, sizeof page - 1);
            if (!gone && manner_ != Manner::hangs_up) continue;
            ::close(watched[i].fd);
            watched[i].fd = -1;
        }
    }
    for (std::size_t i = 2; i < watched.size(); ++i)
        if (watched[i].fd >= 0) ::close(watched[i].fd);
}

BadPort::BadPort(Manner manner) : near_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (near_ < 0 || ::grantpt(near_) != 0 || ::unlockpt(near_) != 0 || ::pipe2(stop_, O_CLOEXEC) != 0)
        throw std::runtime_error("no pty");
    path_ = ::ptsname(near_);
    termios raw{};
    ::tcgetattr(near_, &raw);
    ::cfmakeraw(&raw);
    ::tcsetattr(near_, TCSANOW, &raw);
    if (manner == Manner::silent) return;
    thread_ = std::thread([this] {
        for (;;) {
            pollfd watched[2] = {{stop_[0], POLLIN, 0}, {near_, POLLIN, 0}};
            ::poll(watched, 2, 20);
            if (watched[0].revents != 0) return;
            char heard;
            if ((watched[1].revents & POLLIN) && ::read(near_, &heard, 1) == 1) break;
        }
        ::close(near_);
        near_ = -1;
    });
}

BadPort::~BadPort() {
    ::close(stop_[1]);
    if (thread_.joinable()) thread_.join();
    ::close(stop_[0]);
    if (near_ >= 0) ::close(near_);
}

}  // namespace firstlight::tests
