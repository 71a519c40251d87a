#include "reports/error_parts.h"
#include "station/device.h"
#include "text/numbers.h"
#include "text/text.h"

#include <cctype>

#include <fmt/format.h>

namespace firstlight::reports {

namespace {

using formats::ExceptionCode;
using station::ValueNotAccepted;

/// On a write the maker's stations use code 2 also for "not allowed now", see the field reports in the facts.
ErrorWords address_words(bool write) {
    if (write)
        return {
            text::tr("The station does not accept this setting now"),
            text::tr("It is not accepted in the present mode or not known to this firmware."),
            text::tr(
                "Check what the setting depends on, such as remote control being on. Otherwise update the firmware."),
            {}};
    return {text::tr("The station does not know this value"),
            text::tr("Its firmware is older or its model lacks it."),
            text::tr("Go on without it. A newer firmware may offer it."),
            {}};
}

ErrorWords words_of(ExceptionCode code, bool write) {
    switch (code) {
        case ExceptionCode::illegal_function:
            return {text::tr("The device does not know this kind of request"),
                    text::tr("Its Modbus server offers fewer functions."),
                    text::tr("Check that the right device answers at this unit id."),
                    {}};
        case ExceptionCode::illegal_data_address:
            return address_words(write);
        case ExceptionCode::illegal_data_value:
            return {text::tr("The device finds the request malformed"),
                    text::tr("The value or the number of registers does not suit it."),
                    text::tr("Check the value against the range in the device's manual."),
                    {}};
        case ExceptionCode::server_device_failure:
            return {text::tr("The device could not carry it out"),
                    text::tr("It reports a failure of its own, or has lost its supply."),
                    text::tr("Look at its alarms, mend their cause and try again."),
                    {}};
        case ExceptionCode::acknowledge:
            return {text::tr("The device needs more time"),
                    text::tr("It has accepted the request and is still working on it."),
                    text::tr("Wait a minute and read the value again."),
                    {}};
        case ExceptionCode::server_device_busy:
            return {text::tr("The device is busy"),
                    text::tr("It may be starting, updating or working for another master."),
                    text::tr("Wait a minute and try again. Close the maker's app meanwhile."),
                    {}};
        case ExceptionCode::memory_parity_error:
            return {text::tr("The device reports a memory fault"),
                    text::tr("Its own memory failed a check."),
                    text::tr("Restart the device. If it happens again, have it exchanged."),
                    {}};
        case ExceptionCode::gateway_path_unavailable:
            return {text::tr("The gateway has no way to this device"),
                    text::tr("The unit id is not known behind the device that was asked."),
                    text::tr("Check the unit id and the list of devices in the maker's app."),
                    {}};
        case ExceptionCode::gateway_target_failed:
            return {text::tr("The device behind the gateway did not answer"),
                    text::tr("It may be off, disconnected or offline, such as a charger without network."),
                    text::tr("Check its power and its network, then try again."),
                    {}};
    }
    return {text::tr("The device refused the request"),
            text::tr("It gave a code that the Modbus standard does not name."),
            text::tr("Look for the code in the device's manual."),
            {}};
}

std::string nothing_written() {
    return text::tr("Nothing was written.");
}

/// With one full stop, whether or not it had its own.
std::string closed(std::string sentence) {
    if (!sentence.ends_with('.')) sentence += '.';
    return sentence;
}

/// The reason alone as a sentence; `otherwise` when the refusal gives none.
std::string sentence(std::string detail, const std::string& otherwise) {
    if (detail.empty()) return otherwise;
    detail.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(detail.front())));
    return closed(std::move(detail));
}

/// What the refusal knows beside the value (the range, the other setting), as the end of a sentence.
std::string ending(const std::string& detail) {
    return (detail.empty() ? "." : ": " + closed(detail)) + " " + nothing_written();
}

ErrorWords words_of(ValueNotAccepted::Reason reason, const std::string& point, const std::string& wanted,
                    const std::string& found, const std::string& detail) {
    const std::string given = "\"" + text::shown_value(wanted) + "\"";
    const auto was_given = wanted.empty() ? text::tr("Nothing was given") : text::trf("{} was given", given);
    switch (reason) {
        case ValueNotAccepted::Reason::not_a_value:
            return {text::trf("This is not a value of {}", point),
                    was_given + ending(detail),
                    text::tr("Give a value in the form that the setting shows."),
                    {},
                    exit_wrong_use};
        case ValueNotAccepted::Reason::out_of_range:
            return {text::trf("The value of {} is out of range", point),
                    text::trf("{} is not allowed", given) + ending(detail),
                    text::tr("Choose an allowed value."),
                    {},
                    exit_wrong_use};
        case ValueNotAccepted::Reason::not_writable:
            return {text::trf("{} cannot be set", point),
                    text::tr("The station only shows this value. Nothing was written."),
                    text::tr("Set what it depends on, or use the maker's app."),
                    {},
                    exit_wrong_use};
        case ValueNotAccepted::Reason::precondition:
            return {text::trf("{} cannot be set yet", point),
                    sentence(detail, text::tr("Another setting must hold first.")) + " " + nothing_written(),
                    text::tr("Mend what the sentence above names, then try again."),
                    {},
                    exit_wrong_use};
        case ValueNotAccepted::Reason::did_not_stick:
            return {
                text::trf("{} did not keep the value", point),
                text::trf("{} was written, but \"{}\" was read back. A limit of the device or another controller may "
                          "have changed it.",
                          given, text::shown_value(found)),
                text::tr("Look for another controller (app, energy manager) and for limits, then write again."),
                {},
                exit_refused};
        case ValueNotAccepted::Reason::unsupported:
            return {
                text::trf("This device does not offer {}", point),
                sentence(detail, text::tr("Its firmware or its model lacks it.")) + " " + nothing_written(),
                text::tr("Look for another setting that does it, or set it in the maker's app and confirm it by hand."),
                {},
                exit_refused};
    }
    return {};
}

std::string danger_of(station::RiskClass risk) {
    switch (risk) {
        case station::RiskClass::safe:
        case station::RiskClass::config:
            return text::tr("It changes how the station works.");
        case station::RiskClass::disruptive:
            return text::tr("It starts, stops or restarts the device.");
        case station::RiskClass::grid:
            return text::tr("It changes how the station behaves at the public grid.");
        case station::RiskClass::onsite:
            return text::tr("It can make parts live or dead; somebody must be on site.");
    }
    return {};
}

}  // namespace

ErrorWords words_of(const transport::DeviceRefused& refused) {
    ErrorWords words = words_of(refused.code(), refused.was_write());
    words.details = text::trf("Unit {}: {}\nException {} ({})", refused.unit(), refused.asked(),
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
    return {text::trf("Setting {} needs a confirmation", missing.point()),
            danger_of(missing.risk()) + " "
                + text::trf("Nothing was written to {}.", station::name_for_people(missing.device())),
            missing.needed(),
            {},
            exit_wrong_use};
}

}  // namespace firstlight::reports
