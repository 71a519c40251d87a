#pragma once

#include <cstdint>
#include <filesystem>
#include <random>

#include <fmt/format.h>

namespace firstlight::tests {

/// A folder of its own for one test, gone with it.
class TemporaryFolder {
  public:
    TemporaryFolder() : TemporaryFolder(std::filesystem::temp_directory_path()) {}
    explicit TemporaryFolder(const std::filesystem::path& parent)
        : path_(parent / fmt::format("firstlight-{:016x}", random_number())) {
        std::filesystem::create_directories(path_);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

    /// A place in memory where there is one: for tests with hundreds of files that are not about the disk.
    static std::filesystem::path in_memory() {
        const std::filesystem::path shared_memory = "/dev/shm";
        return std::filesystem::is_directory(shared_memory) ? shared_memory : std::filesystem::temp_directory_path();
    }

  private:
    static std::uint64_t random_number() {
        std::random_device source;
        return (std::uint64_t{source()} << 32) | source();
    }
    std::filesystem::path path_;
};

}  // namespace firstlight::tests
