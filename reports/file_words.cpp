#include "reports/error_parts.h"
#include "text/text.h"

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
            return {text::tr("The visits were saved by a newer Firstlight"),
                    text::tr("This version does not know their form."),
                    text::tr("Install the newer Firstlight on this computer, or choose another file."),
                    {}};
        case StoreError::Kind::not_a_database:
            return {text::tr("The file does not hold visits"),
                    text::tr("It is something else, or it was damaged."),
                    text::tr("Choose another file, or restore the back-up that lies beside it."),
                    {}};
        case StoreError::Kind::disk_full:
            return {text::tr("The visit cannot be saved: the disk is full"),
                    text::tr("There is no room left for the file of visits."),
                    text::tr("Make room and continue the visit. What was saved before is safe."),
                    {}};
        case StoreError::Kind::no_permission:
            return {text::tr("The file of visits may not be written"),
                    text::tr("This person lacks the permission, or it is read-only."),
                    text::tr("Choose a folder that is yours, or have the permission given."),
                    {}};
        case StoreError::Kind::in_use:
            return {text::tr("The visits are in use"),
                    text::tr("Another Firstlight has the file open."),
                    text::tr("Close the other Firstlight and try again."),
                    {}};
        case StoreError::Kind::missing_folder:
            return {text::tr("The folder for the visits does not exist"),
                    text::tr("It was moved or deleted, or the drive is not there."),
                    text::tr("Make the folder or plug the drive in, or choose another file."),
                    {}};
        case StoreError::Kind::broken:
            return {text::tr("The file of visits is damaged"),
                    text::tr("Parts of it cannot be read. The drive may be failing."),
                    text::tr("Copy the file to a safe place and restore the back-up that lies beside it."),
                    {}};
        case StoreError::Kind::other:
            return {text::tr("The visits cannot be read or saved"),
                    text::tr("The database reports a fault that is not known here."),
                    text::tr("Try again. If it happens again, send the details to support."),
                    {}};
    }
    return {};
}

}  // namespace

ErrorWords words_of(const formats::FileError& error) {
    const auto name = name_of(error.file().filename());
    const auto where = error.line() == 0 ? name : text::trf("{} at line {}", name, error.line());
    return {text::tr("A file cannot be used"), fmt::format("{}: {}", where, error.reason()),
            error.line() == 0 ? text::tr("Check that the file is there and may be read.")
                              : text::tr("Mend that line and try again."),
            text::trf("File: {}\nLine: {}\n{}", name_of(error.file()), error.line(), error.reason()), exit_wrong_use};
}

ErrorWords words_of(const store::StoreError& error) {
    ErrorWords words = words_of(error.kind());
    words.details = text::trf("File: {}\n{}", name_of(error.file()), error.what());
    words.exit_code = exit_wrong_use;
    return words;
}

ErrorWords words_of(const std::system_error& error) {
    ErrorWords words{text::tr("The system reports a fault"),
                     text::tr("A file or a device of this computer could not be used."),
                     text::tr("Look at the details, mend the cause and try again."),
                     {}};
    const std::error_code& code = error.code();
    if (code == std::errc::no_space_on_device || code == std::errc::file_too_large)
        words = {text::tr("The disk is full"),
                 text::tr("There is no room left for the file. No half-written file was left behind."),
                 text::tr("Make room, or choose another drive, and write it again."),
                 {}};
    else if (code == std::errc::permission_denied || code == std::errc::operation_not_permitted)
        words = {text::tr("The file may not be written or read"),
                 text::tr("This person lacks the permission."),
                 text::tr("Choose a folder that is yours, or have the permission given."),
                 {}};
    else if (code == std::errc::read_only_file_system)
        words = {text::tr("The drive is read-only"),
                 text::tr("It may be locked by a switch, or mounted for reading."),
                 text::tr("Unlock it or choose another drive."),
                 {}};
    else if (code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory)
        words = {text::tr("The file or its folder does not exist"),
                 text::tr("The path may be mistyped, or the drive is not there."),
                 text::tr("Check the path, make the folder, or choose another place."),
                 {}};
    words.details = text::trf("{}\nCode: {} ({})", error.what(), code.value(), code.category().name());
    words.exit_code = exit_wrong_use;
    return words;
}

}  // namespace firstlight::reports
