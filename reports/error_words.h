#pragma once

#include "transport/errors.h"

#include <exception>
#include <string>

/// The one place that turns an error into words for window, command line and report.
namespace firstlight::reports {

struct ErrorWords {
    std::string title;        ///< what happened
    std::string explanation;  ///< why, likely
    std::string next_step;    ///< what to do now
    std::string details;      ///< codes, bytes, system text; may be empty
    int exit_code = 3;        ///< command line: 2 wrong use, 3 could not reach, 4 refused by the station
};

ErrorWords describe(const std::exception_ptr& error);
ErrorWords describe(const transport::Endpoint& endpoint, const transport::LinkFault& fault);

}  // namespace firstlight::reports
