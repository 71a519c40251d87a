#include "reports/error_parts.h"

#include <fmt/format.h>

namespace firstlight::reports {

namespace {

using store::StoreError;

std::string name_of(const std::filesystem::path& file) {
    const auto text = file.u8string();
    return {text.begin(), text.end()};
}

ErrorWords words_of(StoreError::Kind kind) {
    switch (kind) {
        case StoreError::Kind::newer_version:
            return {"The visits were saved by a newer Firstlight",
                    "This version does not know their form.",
                    "Install the newer Firstlight on this computer, or choose another file.",
                    {}};
        case StoreError::Kind::not_a_database:
            return {"The file does not hold visits",
                    "It is something else, or it was damaged.",
                    "Choose another file, or restore the back-up that lies beside it.",
                    {}};
        case StoreError::Kind::disk_full:
            return {"The visit cannot be saved: the disk is full",
                    "There is no room left for the file of visits.",
                    "Make room and continue the visit. What was saved before is safe.",
                    {}};
        case StoreError::Kind::no_permission:
            return {"The file of visits may not be written",
                    "This person lacks the permission, or it is read-only.",
                    "Choose a folder that is yours, or have the permission given.",
                    {}};
        case StoreError::Kind::in_use:
            return {"The visits are in use",
                    "Another Firstlight has the file open.",
                    "Close the other Firstlight and try again.",
                    {}};
        case StoreError::Kind::missing_folder:
            return {"The folder for the visits does not exist",
                    "It was moved or deleted, or the drive is not there.",
                    "Make the folder or plug the drive in, or choose another file.",
                    {}};
        case StoreError::Kind::broken:
            return {"The file of visits is damaged",
                    "Parts of it cannot be read. The drive may be failing.",
                    "Copy the file to a safe place and restore the back-up that lies beside it.",
                    {}};
        case StoreError::Kind::other:
            return {"The visits cannot be read or saved",
                    "The database reports a fault that is not known here.",
                    "Try again. If it happens again, send the details to support.",
                    {}};
    }
    return {};
}

}  // namespace

ErrorWords words_of(const formats::FileError& error) {
    const std::string where = error.line() == 0 ? "" : fmt::format(" at line {}", error.line());
    return {"A file cannot be used", fmt::format("{}{}: {}", name_of(error.file().filename()), where, error.reason()),
            error.line() == 0 ? "Check that the file is there and may be read." : "Mend that line and try again.",
            fmt::format("File: {}\nLine: {}\n{}", name_of(error.file()), error.line(), error.reason()), exit_wrong_use};
}

ErrorWords words_of(const store::StoreError& error) {
    ErrorWords words = words_of(error.kind());
    words.details = fmt::format("File: {}\n{}", name_of(error.file()), error.what());
    words.exit_code = exit_wrong_use;
    return words;
}

ErrorWords words_of(const std::system_error& error) {
    ErrorWords words{"The system reports a fault",
                     "A file or a device of this computer could not be used.",
                     "Look at the details, mend the cause and try again.",
                     {}};
    const std::error_code& code = error.code();
    if (code == std::errc::no_space_on_device || code == std::errc::file_too_large)
        words = {"The disk is full",
                 "There is no room left for the file. No half-written file was left behind.",
                 "Make room, or choose another drive, and write it again.",
                 {}};
    else if (code == std::errc::permission_denied || code == std::errc::operation_not_permitted)
        words = {"The file may not be written or read",
                 "This person lacks the permission.",
                 "Choose a folder that is yours, or have the permission given.",
                 {}};
    else if (code == std::errc::read_only_file_system)
        words = {"The drive is read-only",
                 "It may be locked by a switch, or mounted for reading.",
                 "Unlock it or choose another drive.",
                 {}};
    else if (code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory)
        words = {"The file or its folder does not exist",
                 "The path may be mistyped, or the drive is not there.",
                 "Check the path, make the folder, or choose another place.",
                 {}};
    words.details = fmt::format("{}\nCode: {} ({})", error.what(), code.value(), code.category().name());
    words.exit_code = exit_wrong_use;
    return words;
}

}  // namespace firstlight::reports
