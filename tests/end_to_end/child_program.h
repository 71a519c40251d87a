#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

/// Runs the real programs as child processes, as a person would: arguments, environment, exit code, both outputs.
namespace firstlight::tests {

struct Ended {
    int exit_code = -1;  ///< -1: it was killed
    std::string out, err;
};

using Environment = std::map<std::string, std::string>;

class ChildProgram {
  public:
    /// `program` is a name in the build's bin folder or a path. Standard input is empty.
    ChildProgram(const std::string& program, std::vector<std::string> arguments, const Environment& environment = {});
    ~ChildProgram();
    ChildProgram(const ChildProgram&) = delete;
    ChildProgram& operator=(const ChildProgram&) = delete;

    pid_t id() const { return id_; }
    void signal(int number) const;
    /// Waits for its end.
    Ended wait();
    /// Waits until standard output or error holds `text`; false when the program ended before.
    bool wait_for_text(const std::string& text);
    std::string output_so_far() const;

  private:
    bool has_ended();

    std::filesystem::path out_, err_;
    pid_t id_ = -1;
    bool waited_ = false;
    int status_ = 0;
};

Ended run_program(const std::string& program, std::vector<std::string> arguments, const Environment& environment = {});

/// A folder of its own that goes with the object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace firstlight::tests
