#include "transport/errors.h"

#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::transport {

std::string_view to_string(LinkFailure failure) {
    switch (failure) {
        case LinkFailure::port_missing:
            return text::marked("port missing");
        case LinkFailure::port_denied:
            return text::marked("no permission for the port");
        case LinkFailure::port_in_use:
            return text::marked("port in use");
        case LinkFailure::port_vanished:
            return text::marked("port vanished");
        case LinkFailure::port_unsuitable:
            return text::marked("port unsuitable");
        case LinkFailure::name_unknown:
            return text::marked("name unknown");
        case LinkFailure::unreachable:
            return text::marked("unreachable");
        case LinkFailure::refused:
            return text::marked("connection refused");
        case LinkFailure::closed:
            return text::marked("connection closed");
        case LinkFailure::silent:
            return text::marked("no answer");
        case LinkFailure::garbled:
            return text::marked("garbled answer");
        case LinkFailure::not_modbus:
            return text::marked("not Modbus");
        case LinkFailure::wrong_answer:
            return text::marked("wrong answer");
        case LinkFailure::backed_off:
            return text::marked("left alone after silence");
        case LinkFailure::other_master:
            return text::marked("another master on the line");
        case LinkFailure::not_accepted:
            return text::marked("not accepted");
        case LinkFailure::other_station:
            return text::marked("not known to be the same station");
    }
    return text::marked("link failure");
}

LinkError::LinkError(Endpoint endpoint, LinkFault fault)
    : std::runtime_error(fmt::format("{}: {}{}{}", to_string(endpoint), to_string(fault.kind),
                                     fault.detail.empty() ? "" : ", ", fault.detail)),
      endpoint_(std::move(endpoint)),
      fault_(std::move(fault)) {}

namespace {

std::string words_of(const formats::Request& request, bool secret) {
    return secret ? text::trf("{} (secret)", formats::to_string(function_of(request))) : describe(request);
}

}  // namespace

DeviceRefused::DeviceRefused(std::uint8_t unit, const formats::Request& request, formats::ExceptionCode code,
                             bool secret)
    : std::runtime_error(fmt::format("unit {} refused to {}: exception {} ({})", unit, words_of(request, secret),
                                     static_cast<int>(code), formats::to_string(code))),
      unit_(unit),
      asked_(words_of(request, secret)),
      was_write_(formats::is_write(request)),
      code_(code) {}

}  // namespace firstlight::transport
