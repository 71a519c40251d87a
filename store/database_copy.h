#pragma once

#include <filesystem>

/// Whole databases from place to place, and looking at files that are somebody else's.
namespace firstlight::store {

/// Puts the content of `from` into `to`, whole or not at all, on disk when it returns. `to` may be missing or open
/// elsewhere; `from` may be in use. Throws StoreError.
void copy_database(const std::filesystem::path& from, const std::filesystem::path& to);

/// Makes the file stand alone: without the log that lies beside an open database. Throws StoreError.
void make_portable(const std::filesystem::path& file);

/// A copy of a database file beside `place`, gone at the end. The file itself is not touched: it may be read-only, and
/// migrating or checking it must not change it. Throws std::system_error when it cannot be read or there is no room.
class WorkingCopy {
  public:
    WorkingCopy(const std::filesystem::path& file, const std::filesystem::path& place);
    /// A new file that does not exist yet.
    explicit WorkingCopy(const std::filesystem::path& place);
    ~WorkingCopy();
    WorkingCopy(const WorkingCopy&) = delete;
    WorkingCopy& operator=(const WorkingCopy&) = delete;

    const std::filesystem::path& file() const { return file_; }
    /// Throws StoreError when parts of it cannot be read.
    void check() const;

  private:
    void remove() noexcept;
    std::filesystem::path file_;
};

}  // namespace firstlight::store
