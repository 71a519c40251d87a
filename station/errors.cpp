#include "station/errors.h"

#include "text/text.h"

#include <utility>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

std::string_view words(ValueNotAccepted::Reason reason) {
    using Reason = ValueNotAccepted::Reason;
    switch (reason) {
        case Reason::not_a_value:
            return text::marked("is not a value of this point");
        case Reason::out_of_range:
            return text::marked("is out of range");
        case Reason::not_writable:
            return text::marked("cannot be written");
        case Reason::precondition:
            return text::marked("is not accepted in the present mode");
        case Reason::did_not_stick:
            return text::marked("was not kept by the device");
        case Reason::unsupported:
            return text::marked("is not known to this firmware");
    }
    return text::marked("was not accepted");
}

std::string_view words(RiskClass risk) {
    switch (risk) {
        case RiskClass::safe:
            return text::marked("safe");
        case RiskClass::config:
            return text::marked("config");
        case RiskClass::disruptive:
            return text::marked("disruptive");
        case RiskClass::grid:
            return text::marked("grid");
        case RiskClass::onsite:
            return text::marked("onsite");
    }
    return text::marked("unknown");
}

}  // namespace

ValueNotAccepted::ValueNotAccepted(Reason reason, std::string point, std::string wanted, std::string detail,
                                   std::string found)
    : std::runtime_error(fmt::format("{}: \"{}\" {}{}{}{}", point, wanted, text::tr(words(reason)),
                                     detail.empty() ? "" : " (", detail, detail.empty() ? "" : ")")),
      reason_(reason),
      point_(std::move(point)),
      wanted_(std::move(wanted)),
      detail_(std::move(detail)),
      found_(std::move(found)) {}

ConsentMissing::ConsentMissing(std::string device, std::string point, RiskClass risk, std::string needed)
    : std::runtime_error(text::trf("writing {} of {} is {}: {}", point, device, text::tr(words(risk)), needed)),
      device_(std::move(device)),
      point_(std::move(point)),
      risk_(risk),
      needed_(std::move(needed)) {}

}  // namespace firstlight::station
