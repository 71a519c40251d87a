#include "reports/error_parts.h"

#include <cctype>

#include <fmt/format.h>

namespace firstlight::reports {

namespace {

using formats::ExceptionCode;
using station::ValueNotAccepted;

/// On a write the maker's stations use code 2 also for "not allowed now", see the field reports in the facts.
ErrorWords address_words(bool write) {
    if (write)
        return {"The station does not accept this setting now",
                "It is not accepted in the present mode or not known to this firmware.",
                "Check what the setting depends on, such as remote control being on. Otherwise update the firmware.",
                {}};
    return {"The station does not know this value",
            "Its firmware is older or its model lacks it.",
            "Go on without it. A newer firmware may offer it.",
            {}};
}

ErrorWords words_of(ExceptionCode code, bool write) {
    switch (code) {
        case ExceptionCode::illegal_function:
            return {"The device does not know this kind of request",
                    "Its Modbus server offers fewer functions.",
                    "Check that the right device answers at this unit id.",
                    {}};
        case ExceptionCode::illegal_data_address:
            return address_words(write);
        case ExceptionCode::illegal_data_value:
            return {"The device finds the request malformed",
                    "The value or the number of registers does not suit it.",
                    "Check the value against the range in the device's manual.",
                    {}};
        case ExceptionCode::server_device_failure:
            return {"The device could not carry it out",
                    "It reports a failure of its own, or has lost its supply.",
                    "Look at its alarms, mend their cause and try again.",
                    {}};
        case ExceptionCode::acknowledge:
            return {"The device needs more time",
                    "It has accepted the request and is still working on it.",
                    "Wait a minute and read the value again.",
                    {}};
        case ExceptionCode::server_device_busy:
            return {"The device is busy",
                    "It may be starting, updating or working for another master.",
                    "Wait a minute and try again. Close the maker's app meanwhile.",
                    {}};
        case ExceptionCode::memory_parity_error:
            return {"The device reports a memory fault",
                    "Its own memory failed a check.",
                    "Restart the device. If it happens again, have it exchanged.",
                    {}};
        case ExceptionCode::gateway_path_unavailable:
            return {"The gateway has no way to this device",
                    "The unit id is not known behind the device that was asked.",
                    "Check the unit id and the list of devices in the maker's app.",
                    {}};
        case ExceptionCode::gateway_target_failed:
            return {"The device behind the gateway did not answer",
                    "It may be off, disconnected or offline, such as a charger without network.",
                    "Check its power and its network, then try again.",
                    {}};
    }
    return {"The device refused the request",
            "It gave a code that the Modbus standard does not name.",
            "Look for the code in the device's manual.",
            {}};
}

/// The reason alone as a sentence; `otherwise` when the refusal gives none.
std::string sentence(std::string detail, const std::string& otherwise) {
    if (detail.empty()) return otherwise;
    detail.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(detail.front())));
    return detail + ".";
}

/// What the refusal knows beside the value (the range, the other setting), as the end of a sentence.
std::string ending(const std::string& detail) {
    return detail.empty() ? "." : ": " + detail + ".";
}

ErrorWords words_of(ValueNotAccepted::Reason reason, const std::string& point, const std::string& wanted,
                    const std::string& found, const std::string& detail) {
    const std::string given = "\"" + wanted + "\"";
    switch (reason) {
        case ValueNotAccepted::Reason::not_a_value:
            return {"This is not a value of " + point,
                    given + " is none" + ending(detail) + " Nothing was written.",
                    "Give a value in the form that the setting shows.",
                    {},
                    exit_wrong_use};
        case ValueNotAccepted::Reason::out_of_range:
            return {"The value of " + point + " is out of range",
                    given + " is not allowed" + ending(detail) + " Nothing was written.",
                    "Choose an allowed value.",
                    {},
                    exit_wrong_use};
        case ValueNotAccepted::Reason::not_writable:
            return {point + " cannot be set",
                    "The station only shows this value. Nothing was written.",
                    "Set what it depends on, or use the maker's app.",
                    {},
                    exit_wrong_use};
        case ValueNotAccepted::Reason::precondition:
            return {point + " cannot be set yet",
                    sentence(detail, "Another setting must hold first.") + " Nothing was written.",
                    "Set the other setting first, then this one.",
                    {},
                    exit_wrong_use};
        case ValueNotAccepted::Reason::did_not_stick:
            return {point + " did not keep the value",
                    given + " was written, but \"" + found
                        + "\" was read back. A limit of the device or another controller may have changed it.",
                    "Look for another controller (app, energy manager) and for limits, then write again.",
                    {},
                    exit_refused};
        case ValueNotAccepted::Reason::unsupported:
            return {"This device does not offer " + point,
                    sentence(detail, "Its firmware or its model lacks it.") + " Nothing was written.",
                    "Look for another setting that does it, or set it in the maker's app and confirm it by hand.",
                    {},
                    exit_refused};
    }
    return {};
}

std::string danger_of(station::RiskClass risk) {
    switch (risk) {
        case station::RiskClass::safe:
        case station::RiskClass::config:
            return "It changes how the station works.";
        case station::RiskClass::disruptive:
            return "It starts, stops or restarts the device.";
        case station::RiskClass::grid:
            return "It changes how the station behaves at the public grid.";
        case station::RiskClass::onsite:
            return "It can make parts live or dead; somebody must be on site.";
    }
    return {};
}

std::string step_of(const station::ConsentMissing& missing) {
    const bool reviewed = missing.risk() == station::RiskClass::safe || missing.risk() == station::RiskClass::config;
    if (reviewed || missing.needed().empty()) return "Read the review of the settings and confirm it.";
    const bool is_demand = missing.needed().starts_with("name ") || missing.needed().starts_with("type ");
    if (is_demand) return "To confirm, " + missing.needed() + ".";
    std::string sentence = missing.needed() + ".";
    sentence.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence.front())));
    return sentence;
}

}  // namespace

ErrorWords words_of(const transport::DeviceRefused& refused) {
    ErrorWords words = words_of(refused.code(), refused.was_write());
    words.details = fmt::format("Unit {}: {}\nException {} ({})", refused.unit(), refused.asked(),
                                static_cast<int>(refused.code()), formats::to_string(refused.code()));
    words.exit_code = exit_refused;
    return words;
}

ErrorWords words_of(const station::ValueNotAccepted& refused) {
    ErrorWords words = words_of(refused.reason(), refused.point(), refused.wanted(), refused.found(), refused.detail());
    words.details = refused.detail();
    return words;
}

ErrorWords words_of(const station::ConsentMissing& missing) {
    return {"Setting " + missing.point() + " needs a confirmation",
            danger_of(missing.risk()) + " Nothing was written to " + missing.device() + ".", step_of(missing),
            "Needed: " + missing.needed(), exit_wrong_use};
}

}  // namespace firstlight::reports
