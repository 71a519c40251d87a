#include "tests/end_to_end/child_program.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace firstlight::tests {

namespace {

std::string path_of(const std::string& program) {
    if (program.find('/') != std::string::npos) return program;
    const auto built = std::filesystem::path(FIRSTLIGHT_BINARY_DIR) / "bin" / program;
    return std::filesystem::exists(built) ? built.string() : program;
}

std::filesystem::path empty_file() {
    std::string name = (std::filesystem::temp_directory_path() / "firstlight-output-XXXXXX").string();
    const int file = ::mkstemp(name.data());
    if (file < 0) throw std::system_error(errno, std::generic_category(), name);
    ::close(file);
    return name;
}

std::vector<std::string> environment_with(const Environment& more) {
    std::vector<std::string> all;
    for (char** entry = environ; *entry; ++entry) {
        const std::string text = *entry;
        if (!more.contains(text.substr(0, text.find('=')))) all.push_back(text);
    }
    for (const auto& [name, value] : more) all.push_back(name + "=" + value);
    if (!more.contains("FIRSTLIGHT_LANGUAGE")) all.emplace_back("FIRSTLIGHT_LANGUAGE=en");
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (auto& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

}  // namespace

ChildProgram::ChildProgram(const std::string& program, std::vector<std::string> arguments,
                           const Environment& environment)
    : out_(empty_file()), err_(empty_file()) {
    arguments.insert(arguments.begin(), path_of(program));
    auto variables = environment_with(environment);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 1, out_.c_str(), O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 2, err_.c_str(), O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, 3);  // a port that the test listens at is not the child's too
    const int error = ::posix_spawnp(&id_, arguments.front().c_str(), &actions, nullptr, pointers(arguments).data(),
                                     pointers(variables).data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::system_error(error, std::generic_category(), arguments.front());
}

ChildProgram::~ChildProgram() {
    if (!waited_) {
        signal(SIGKILL);
        ::waitpid(id_, &status_, 0);
    }
    std::filesystem::remove(out_);
    std::filesystem::remove(err_);
}

void ChildProgram::signal(int number) const {
    ::kill(id_, number);
}

Ended ChildProgram::wait() {
    if (!waited_) ::waitpid(id_, &status_, 0);
    waited_ = true;
    return {WIFEXITED(status_) ? WEXITSTATUS(status_) : -1, read_text(out_), read_text(err_)};
}

bool ChildProgram::has_ended() {
    if (!waited_ && ::waitpid(id_, &status_, WNOHANG) == id_) waited_ = true;
    return waited_;
}

bool ChildProgram::wait_for_text(const std::string& text) {
    for (;;) {
        const bool ended = has_ended();
        if (output_so_far().find(text) != std::string::npos) return true;
        if (ended) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

std::string ChildProgram::output_so_far() const {
    return read_text(out_) + read_text(err_);
}

Ended run_program(const std::string& program, std::vector<std::string> arguments, const Environment& environment) {
    return ChildProgram(program, std::move(arguments), environment).wait();
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "firstlight-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), name);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace firstlight::tests
