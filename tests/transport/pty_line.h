#pragma once

#include "formats/bytes.h"

#include <array>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

namespace firstlight::test {

/// The far end of a serial line as the test holds it: a pty whose other side the code under test opens.
class PtyLine {
  public:
    PtyLine() : fd_(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)) {
        if (fd_ < 0 || ::grantpt(fd_) != 0 || ::unlockpt(fd_) != 0) throw std::runtime_error("no pty");
        name_ = ::ptsname(fd_);
        termios raw{};
        ::tcgetattr(fd_, &raw);
        ::cfmakeraw(&raw);
        ::tcsetattr(fd_, TCSANOW, &raw);
        // Keeps the pty alive while nobody else has it open.
        near_ = ::open(name_.c_str(), O_RDWR | O_NOCTTY);
    }
    ~PtyLine() {
        ::close(near_);
        ::close(fd_);
    }
    PtyLine(const PtyLine&) = delete;
    PtyLine& operator=(const PtyLine&) = delete;

    const std::string& name() const { return name_; }
    void write(const formats::Bytes& bytes) {
        if (::write(fd_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            throw std::runtime_error("pty does not take bytes");
    }
    /// What the other side has sent since the last call; does not wait.
    formats::Bytes take() {
        formats::Bytes all;
        std::array<std::uint8_t, 256> buffer{};
        for (auto count = ::read(fd_, buffer.data(), buffer.size()); count > 0;
             count = ::read(fd_, buffer.data(), buffer.size()))
            all.insert(all.end(), buffer.begin(), buffer.begin() + count);
        return all;
    }

  private:
    int fd_;
    int near_ = -1;
    std::string name_;
};

}  // namespace firstlight::test
