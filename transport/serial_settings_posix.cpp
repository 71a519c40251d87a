#include "text/text.h"
#include "transport/byte_stream.h"
#include "transport/serial_settings.h"

#include <cerrno>
#include <cstring>

#include <asm/termbits.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/serial.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace firstlight::transport {

namespace {

LinkError unsuitable(const Endpoint& endpoint, const std::string& detail) {
    return {endpoint, LinkFault{LinkFailure::port_unsuitable, {}, {}, {}, detail}};
}

}  // namespace

LinkFault fault_of_opening(const std::string& port, const boost::system::error_code& error) {
    LinkFault fault;
    fault.detail = fmt::format("{}: {}", port, error.message());
    switch (error.value()) {
        case ENOENT:
        case ENODEV:
        case ENXIO:
            fault.kind = LinkFailure::port_missing;
            break;
        case EACCES:
        case EPERM:
            fault.kind = LinkFailure::port_denied;
            break;
        case EBUSY:
            fault.kind = LinkFailure::port_in_use;
            break;
        default:
            fault.kind = LinkFailure::port_unsuitable;
    }
    return fault;
}

void claim_port(SerialHandle handle, const Endpoint& endpoint) {
    // TIOCEXCL stops later opens (not root's); the lock tells programs that ask for it, ours among them.
    if (::flock(handle, LOCK_EX | LOCK_NB) != 0)
        throw LinkError(
            endpoint, LinkFault{LinkFailure::port_in_use, {}, {}, {}, text::tr("another program has locked the port")});
    ::ioctl(handle, TIOCEXCL);
}

void apply_settings(SerialHandle handle, const SerialSettings& settings, const Endpoint& endpoint) {
    termios2 options{};
    if (::ioctl(handle, TCGETS2, &options) != 0) throw unsuitable(endpoint, text::tr("not a serial port"));
    options.c_iflag = 0;
    options.c_oflag = 0;
    options.c_lflag = 0;
    options.c_cflag = CS8 | CREAD | CLOCAL | BOTHER;
    if (settings.parity != Parity::none) options.c_cflag |= PARENB;
    if (settings.parity == Parity::odd) options.c_cflag |= PARODD;
    if (settings.parity != Parity::none) options.c_iflag |= INPCK;
    if (settings.stop_bits == 2) options.c_cflag |= CSTOPB;
    options.c_ispeed = options.c_ospeed = settings.baud;
    options.c_cc[VMIN] = 1;
    options.c_cc[VTIME] = 0;
    if (::ioctl(handle, TCSETS2, &options) != 0)
        throw unsuitable(endpoint, text::trf("the driver refuses {}: {}", to_string(settings), std::strerror(errno)));
    ::ioctl(handle, TCFLSH, TCIOFLUSH);
}

void ask_low_latency(SerialHandle handle) {
    serial_struct info{};
    if (::ioctl(handle, TIOCGSERIAL, &info) != 0) return;
    info.flags |= ASYNC_LOW_LATENCY;
    ::ioctl(handle, TIOCSSERIAL, &info);
}

void mark_errors(SerialHandle handle) {
    termios2 options{};
    if (::ioctl(handle, TCGETS2, &options) != 0) return;
    options.c_iflag |= INPCK | PARMRK;
    ::ioctl(handle, TCSETS2, &options);
}

bool ports_mark_errors() {
    return true;
}

}  // namespace firstlight::transport
