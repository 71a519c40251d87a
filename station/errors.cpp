#include "station/errors.h"

#include <utility>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

std::string_view words(ValueNotAccepted::Reason reason) {
    using Reason = ValueNotAccepted::Reason;
    switch (reason) {
        case Reason::not_a_value:
            return "is not a value of this point";
        case Reason::out_of_range:
            return "is out of range";
        case Reason::not_writable:
            return "cannot be written";
        case Reason::precondition:
            return "is not accepted in the present mode";
        case Reason::did_not_stick:
            return "was not kept by the device";
        case Reason::unsupported:
            return "is not known to this firmware";
    }
    return "was not accepted";
}

std::string_view words(RiskClass risk) {
    switch (risk) {
        case RiskClass::safe:
            return "safe";
        case RiskClass::config:
            return "config";
        case RiskClass::disruptive:
            return "disruptive";
        case RiskClass::grid:
            return "grid";
        case RiskClass::onsite:
            return "onsite";
    }
    return "unknown";
}

}  // namespace

ValueNotAccepted::ValueNotAccepted(Reason reason, std::string point, std::string wanted, std::string detail,
                                   std::string found)
    : std::runtime_error(fmt::format("{}: \"{}\" {}{}{}{}", point, wanted, words(reason), detail.empty() ? "" : " (",
                                     detail, detail.empty() ? "" : ")")),
      reason_(reason),
      point_(std::move(point)),
      wanted_(std::move(wanted)),
      detail_(std::move(detail)),
      found_(std::move(found)) {}

ConsentMissing::ConsentMissing(std::string device, std::string point, RiskClass risk, std::string needed)
    : std::runtime_error(
          fmt::format("writing {} of {} is {}: it needs the confirmation \"{}\"", point, device, words(risk), needed)),
      device_(std::move(device)),
      point_(std::move(point)),
      risk_(risk),
      needed_(std::move(needed)) {}

}  // namespace firstlight::station
