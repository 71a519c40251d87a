#pragma once

#include "formats/strict_json.h"
#include "reports/error_words.h"
#include "station/errors.h"
#include "store/database.h"

#include <system_error>

/// The words of each exact error type; describe() chooses among them.
namespace firstlight::reports {

/// Exit codes of the command line. `wrong_use` also stands for what this computer refuses: files, disk, database.
inline constexpr int exit_wrong_use = 2;
inline constexpr int exit_not_reached = 3;
inline constexpr int exit_refused = 4;

ErrorWords words_of(const transport::DeviceRefused& refused);
ErrorWords words_of(const station::ValueNotAccepted& refused);
ErrorWords words_of(const station::ConsentMissing& missing);
ErrorWords words_of(const formats::FileError& error);
ErrorWords words_of(const store::StoreError& error);
ErrorWords words_of(const std::system_error& error);

}  // namespace firstlight::reports
