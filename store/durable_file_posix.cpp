#include "store/durable_file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace firstlight::store {

namespace {

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int number() const { return number_; }
    /// A full disk may be reported only here.
    bool close() { return ::close(std::exchange(number_, -1)) == 0; }

  private:
    int number_;
};

[[noreturn]] void fail(const std::filesystem::path& file) {
    throw std::system_error(errno, std::generic_category(), file.string());
}

}  // namespace

void write_and_flush(const std::filesystem::path& file, std::string_view content) {
    Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (out.number() < 0) fail(file);
    while (!content.empty()) {
        const ssize_t written = ::write(out.number(), content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail(file);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(out.number()) != 0 && errno != EINVAL && errno != EROFS) fail(file);
    if (!out.close()) fail(file);
}

void flush_folder(const std::filesystem::path& folder) noexcept {
    const Descriptor entry(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (entry.number() >= 0) static_cast<void>(::fsync(entry.number()));
}

}  // namespace firstlight::store
