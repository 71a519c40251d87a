#include "text/text.h"
#include "transport/byte_stream.h"
#include "transport/serial_settings.h"

#include <windows.h>
#include <fmt/format.h>

namespace firstlight::transport {

namespace {

BYTE parity_of(Parity parity) {
    switch (parity) {
        case Parity::none:
            return NOPARITY;
        case Parity::even:
            return EVENPARITY;
        case Parity::odd:
            return ODDPARITY;
    }
    return NOPARITY;
}

}  // namespace

LinkFault fault_of_opening(const std::string& port, const boost::system::error_code& error) {
    LinkFault fault;
    fault.detail = fmt::format("{}: {}", port, error.message());
    switch (error.value()) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
            fault.kind = LinkFailure::port_missing;
            break;
        case ERROR_ACCESS_DENIED:  // Windows says so when another program has the port open
        case ERROR_SHARING_VIOLATION:
            fault.kind = LinkFailure::port_in_use;
            break;
        default:
            fault.kind = LinkFailure::port_unsuitable;
    }
    return fault;
}

void claim_port(SerialHandle, const Endpoint&) {}  // Windows opens serial ports exclusively

void apply_settings(SerialHandle handle, const SerialSettings& settings, const Endpoint& endpoint) {
    DCB control{};
    control.DCBlength = sizeof(control);
    bool done = ::GetCommState(handle, &control) != 0;
    control.BaudRate = settings.baud;
    control.ByteSize = 8;
    control.Parity = parity_of(settings.parity);
    control.fParity = settings.parity != Parity::none;
    control.StopBits = settings.stop_bits == 2 ? TWOSTOPBITS : ONESTOPBIT;
    control.fBinary = TRUE;
    control.fOutxCtsFlow = control.fOutxDsrFlow = control.fOutX = control.fInX = FALSE;
    control.fDtrControl = DTR_CONTROL_ENABLE;
    control.fRtsControl = RTS_CONTROL_ENABLE;
    done = done && ::SetCommState(handle, &control) != 0;
    // Return from a read as soon as anything has come.
    COMMTIMEOUTS timeouts{MAXDWORD, MAXDWORD, MAXDWORD - 1, 0, 0};
    done = done && ::SetCommTimeouts(handle, &timeouts) != 0;
    if (done) return;
    const auto detail = text::trf("the driver refuses {} (error {})", to_string(settings), ::GetLastError());
    throw LinkError(endpoint, LinkFault{LinkFailure::port_unsuitable, {}, {}, {}, detail});
}

void ask_low_latency(SerialHandle) {}  // the FTDI latency timer lives in the registry and needs an administrator

void mark_errors(SerialHandle) {}

bool ports_mark_errors() {
    return false;
}

}  // namespace firstlight::transport
