#pragma once

#include "station/profile.h"

#include <stdexcept>
#include <string>

namespace firstlight::station {

/// A value that was refused before the wire, or that did not stick after it.
class ValueNotAccepted : public std::runtime_error {
  public:
    enum class Reason {
        not_a_value,  ///< text that cannot be read as this point's value
        out_of_range,
        not_writable,
        precondition,   ///< another setting must hold first
        did_not_stick,  ///< read back as something else
        unsupported,    ///< this firmware lacks the register
    };
    ValueNotAccepted(Reason reason, std::string point, std::string wanted, std::string detail, std::string found = {});
    Reason reason() const { return reason_; }
    const std::string& point() const { return point_; }
    const std::string& wanted() const { return wanted_; }
    const std::string& found() const { return found_; }
    const std::string& detail() const { return detail_; }  ///< range, precondition, "device kept 4.0 kW"

  private:
    Reason reason_;
    std::string point_, wanted_, detail_, found_;
};

/// A write of this risk class needs a confirmation that was not given.
class ConsentMissing : public std::runtime_error {
  public:
    ConsentMissing(std::string device, std::string point, RiskClass risk, std::string needed);
    const std::string& device() const { return device_; }
    const std::string& point() const { return point_; }
    RiskClass risk() const { return risk_; }
    const std::string& needed() const { return needed_; }  ///< what to do for it, as a sentence

  private:
    std::string device_, point_;
    RiskClass risk_;
    std::string needed_;
};

/// No station behind this link, or none that a profile knows.
class NoStation : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace firstlight::station
