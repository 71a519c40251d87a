#pragma once

#include <filesystem>
#include <string_view>

namespace firstlight::store {

/// Puts `content` into `file` whole or not at all: written beside it, flushed to the disk, renamed. A target that is
/// no ordinary file (a pipe, a terminal) is written straight. Throws std::system_error.
void write_durably(const std::filesystem::path& file, std::string_view content);

/// Writes to a new file and flushes it to the disk; one implementation for each system. Throws std::system_error.
void write_and_flush(const std::filesystem::path& file, std::string_view content);
/// Makes a rename inside `folder` lasting, where the system needs that.
void flush_folder(const std::filesystem::path& folder) noexcept;

}  // namespace firstlight::store
