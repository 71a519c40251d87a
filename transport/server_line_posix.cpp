#include "transport/errors.h"
#include "transport/server_line.h"

#include <array>
#include <filesystem>
#include <utility>

#include <asm/termbits.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace firstlight::transport {
namespace asio = boost::asio;

namespace {

[[noreturn]] void fail(const std::string& name, const SerialSettings& settings, LinkFailure kind,
                       const std::string& detail) {
    LinkFault fault;
    fault.kind = kind;
    fault.detail = detail;
    throw LinkError(RtuEndpoint{name, settings}, std::move(fault));
}

/// Both ends of a pty pair. The far end stays open here, so that a master may come and go.
class PtyLine final : public ServerLine {
  public:
    PtyLine(asio::any_io_executor executor, const std::string& link_path, const SerialSettings& settings)
        : near_(std::make_shared<Near>(executor)), link_(link_path) {
        const int near = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (near < 0) fail("pty", settings, LinkFailure::port_missing, std::generic_category().message(errno));
        near_->device.assign(near);
        std::array<char, 128> name{};
        if (::grantpt(near) != 0 || ::unlockpt(near) != 0 || ::ptsname_r(near, name.data(), name.size()) != 0)
            fail("pty", settings, LinkFailure::port_unsuitable, std::generic_category().message(errno));
        name_ = name.data();
        far_ = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (far_ < 0) fail(name_, settings, LinkFailure::port_denied, std::generic_category().message(errno));
        make_raw(settings);
        near_->device.non_blocking(true);
        place_link(settings);
    }
    ~PtyLine() override {
        near_->heard = nullptr;
        boost::system::error_code ignored;
        near_->device.close(ignored);
        ::close(far_);
        std::error_code gone;
        if (linked_) std::filesystem::remove(link_, gone);
    }
    std::string name() const override { return linked_ ? link_ : name_; }
    void listen(std::function<void(formats::ByteView)> heard) override {
        near_->heard = std::move(heard);
        read(near_);
    }
    void write(formats::ByteView bytes) override {
        boost::system::error_code lost;
        near_->device.write_some(asio::buffer(bytes.data(), bytes.size()), lost);
    }
    /// The near end sees what the master set on the far one.
    std::optional<std::uint32_t> master_baud() const override {
        termios2 settings{};
        if (::ioctl(near_->device.native_handle(), TCGETS2, &settings) != 0) return std::nullopt;
        return settings.c_ospeed;
    }
    bool is_instant() const override { return true; }

  private:
    struct Near {
        explicit Near(asio::any_io_executor executor) : device(executor) {}
        mutable asio::posix::stream_descriptor device;
        std::function<void(formats::ByteView)> heard;
        std::array<std::uint8_t, 512> in{};
    };

    void make_raw(const SerialSettings& settings) {
        termios2 raw{};
        ::ioctl(far_, TCGETS2, &raw);
        raw.c_iflag = 0;
        raw.c_oflag = 0;
        raw.c_lflag = 0;
        raw.c_cflag = CS8 | CREAD | CLOCAL | BOTHER;
        raw.c_ospeed = raw.c_ispeed = settings.baud;
        ::ioctl(far_, TCSETS2, &raw);
    }

    void place_link(const SerialSettings& settings) {
        if (link_.empty()) return;
        std::error_code error;
        if (std::filesystem::is_symlink(link_)) std::filesystem::remove(link_, error);
        std::filesystem::create_symlink(name_, link_, error);
        if (error) fail(link_, settings, LinkFailure::port_in_use, error.message());
        linked_ = true;
    }

    static void read(const std::shared_ptr<Near>& near) {
        near->device.async_read_some(asio::buffer(near->in),
                                     [near](boost::system::error_code error, std::size_t count) {
                                         if (error || !near->heard) return;
                                         near->heard(formats::ByteView(near->in.data(), count));
                                         if (near->heard) read(near);
                                     });
    }

    std::shared_ptr<Near> near_;
    int far_ = -1;
    std::string name_, link_;
    bool linked_ = false;
};

}  // namespace

std::unique_ptr<ServerLine> make_pty_line(asio::any_io_executor executor, const std::string& link_path,
                                          const SerialSettings& settings) {
    return std::make_unique<PtyLine>(executor, link_path, settings);
}

}  // namespace firstlight::transport
