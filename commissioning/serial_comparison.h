#pragma once

#include "station/device.h"

#include <string>
#include <vector>

/// Serial numbers that were delivered, against those that answer.
namespace firstlight::commissioning {

struct SerialRow {
    enum class State {
        as_expected,
        missing,    ///< expected, and no device has it
        extra,      ///< a device has it, and it was not expected
        duplicate,  ///< typed or scanned twice
    };
    std::string serial;
    std::string device;  ///< Device::name(), empty when missing
    State state = State::as_expected;
};

/// Serial numbers in text from a scanner, a list or a message: separated by anything that is no letter, digit, '-' or
/// '_'; upper case; shorter than five characters are no serial numbers.
std::vector<std::string> serials_in(std::string_view text);

/// Serial numbers in what a code on a label says: what it calls one ("SN:", "S/N", "serial="), else words of at least
/// eight characters with a digit, so that the words of a link or the kind of device are none; a code of one word is
/// one.
std::vector<std::string> serials_in_code(std::string_view code);

/// Expected ones in their order, then the extra ones. Devices without a serial number are not judged.
std::vector<SerialRow> compare_serials(const std::vector<std::string>& expected,
                                       const std::vector<station::Device>& found);

}  // namespace firstlight::commissioning
