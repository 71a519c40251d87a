#pragma once

#include "station/profile.h"
#include "transport/link.h"

#include <string>

namespace firstlight::app::cli {

/// The maker's pace: the slowest that any profile asks for.
transport::Pace vendor_pace(const station::ProfileSet& profiles);

/// "vendor" or requests per second. Throws WrongUse. ("measured" needs the station: see measured_pace.)
transport::Pace parse_pace(const std::string& text, const station::ProfileSet& profiles);

/// Asks a few times without pause and takes twice the slowest answer, never slower than the maker's pace. The maker's
/// pace when an answer failed to come.
transport::awaitable<transport::Pace> measured_pace(transport::Link& link, const station::ProfileSet& profiles);

/// "one request per second (the maker's rule)", "20 requests per second"
std::string to_words(transport::Pace pace, const station::ProfileSet& profiles);

}  // namespace firstlight::app::cli
