#include "transport/errors.h"

#include <fmt/format.h>

namespace firstlight::transport {

std::string_view to_string(LinkFailure failure) {
    switch (failure) {
        case LinkFailure::port_missing:
            return "port missing";
        case LinkFailure::port_denied:
            return "no permission for the port";
        case LinkFailure::port_in_use:
            return "port in use";
        case LinkFailure::port_vanished:
            return "port vanished";
        case LinkFailure::port_unsuitable:
            return "port unsuitable";
        case LinkFailure::name_unknown:
            return "name unknown";
        case LinkFailure::unreachable:
            return "unreachable";
        case LinkFailure::refused:
            return "connection refused";
        case LinkFailure::closed:
            return "connection closed";
        case LinkFailure::silent:
            return "no answer";
        case LinkFailure::garbled:
            return "garbled answer";
        case LinkFailure::not_modbus:
            return "not Modbus";
        case LinkFailure::wrong_answer:
            return "wrong answer";
        case LinkFailure::backed_off:
            return "left alone after silence";
        case LinkFailure::other_master:
            return "another master on the line";
        case LinkFailure::not_accepted:
            return "not accepted";
        case LinkFailure::other_station:
            return "not known to be the same station";
    }
    return "link failure";
}

LinkError::LinkError(Endpoint endpoint, LinkFault fault)
    : std::runtime_error(fmt::format("{}: {}{}{}", to_string(endpoint), to_string(fault.kind),
                                     fault.detail.empty() ? "" : ", ", fault.detail)),
      endpoint_(std::move(endpoint)),
      fault_(std::move(fault)) {}

namespace {

std::string words_of(const formats::Request& request, bool secret) {
    return secret ? fmt::format("{} (secret)", formats::to_string(function_of(request))) : describe(request);
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
