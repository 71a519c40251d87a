#include "store/durable_file.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include <io.h>

namespace firstlight::store {

namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
    const auto name = file.u8string();
    throw std::system_error(errno, std::generic_category(), std::string(name.begin(), name.end()));
}

}  // namespace

void write_and_flush(const std::filesystem::path& file, std::string_view content) {
    std::unique_ptr<FILE, int (*)(FILE*)> out(_wfopen(file.c_str(), L"wb"), std::fclose);
    if (!out) fail(file);
    if (std::fwrite(content.data(), 1, content.size(), out.get()) != content.size()) fail(file);
    if (std::fflush(out.get()) != 0 || _commit(_fileno(out.get())) != 0) fail(file);
    if (std::fclose(out.release()) != 0) fail(file);
}

void flush_folder(const std::filesystem::path&) noexcept {}

}  // namespace firstlight::store
