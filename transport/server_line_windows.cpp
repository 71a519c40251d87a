#include "text/text.h"
#include "transport/errors.h"
#include "transport/server_line.h"

#include <utility>

namespace firstlight::transport {

std::unique_ptr<ServerLine> make_pty_line(boost::asio::any_io_executor, const std::string& link_path,
                                          const SerialSettings& settings) {
    LinkFault fault;
    fault.kind = LinkFailure::port_unsuitable;
    fault.detail = text::tr("Windows has no pseudo terminals for serial lines; serve a COM port instead");
    throw LinkError(RtuEndpoint{link_path.empty() ? "pty" : link_path, settings}, std::move(fault));
}

}  // namespace firstlight::transport
