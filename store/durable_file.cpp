#include "store/durable_file.h"

#include <atomic>
#include <system_error>

#include <fmt/format.h>

namespace firstlight::store {

namespace fs = std::filesystem;

namespace {

/// Beside the target, so that the rename stays on one drive; numbered, so that two writers do not meet.
fs::path part_name(const fs::path& file) {
    static std::atomic<unsigned> counter{0};
    fs::path part = file;
    part += fmt::format(".{}.part", ++counter);
    return part;
}

}  // namespace

void write_durably(const fs::path& file, std::string_view content) {
    std::error_code ignored;
    if (fs::exists(file, ignored) && !fs::is_regular_file(file, ignored)) return write_and_flush(file, content);
    const fs::path part = part_name(file);
    try {
        write_and_flush(part, content);
        fs::rename(part, file);
    } catch (const std::system_error&) {
        fs::remove(part, ignored);
        throw;
    }
    flush_folder(file.has_parent_path() ? file.parent_path() : fs::path("."));
}

}  // namespace firstlight::store
