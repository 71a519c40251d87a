#include "tests/end_to_end/terminal_program.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace firstlight::tests {

namespace {

constexpr int stuck_after_ms = 60'000;

}  // namespace

TerminalProgram::TerminalProgram(const std::string& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), std::string(FIRSTLIGHT_BINARY_DIR) + "/bin/" + program);
    std::vector<char*> words;
    for (auto& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    id_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (id_ < 0) throw std::system_error(errno, std::generic_category(), "forkpty");
    if (id_ == 0) {
        ::setenv("FIRSTLIGHT_LANGUAGE", "en", 1);
        ::execv(words[0], words.data());
        ::_exit(127);
    }
}

TerminalProgram::~TerminalProgram() {
    if (!waited_) {
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
    }
    ::close(terminal_);
}

bool TerminalProgram::read_more() {
    pollfd ready{terminal_, POLLIN, 0};
    if (::poll(&ready, 1, stuck_after_ms) <= 0) return false;
    char text[4096];
    const auto count = ::read(terminal_, text, sizeof text);
    if (count <= 0) return false;
    seen_.append(text, static_cast<std::size_t>(count));
    return true;
}

bool TerminalProgram::expect(const std::string& text) {
    for (;;) {
        const auto place = seen_.find(text, expected_);
        if (place != std::string::npos) {
            expected_ = place + text.size();
            return true;
        }
        if (!read_more()) return false;
    }
}

void TerminalProgram::type(const std::string& line) {
    const auto text = line + "\n";
    if (::write(terminal_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw std::system_error(errno, std::generic_category(), "terminal");
}

void TerminalProgram::press_ctrl_c() {
    if (::write(terminal_, "\x03", 1) != 1) throw std::system_error(errno, std::generic_category(), "terminal");
}

bool TerminalProgram::shows_typing() const {
    termios settings{};
    if (::tcgetattr(terminal_, &settings) != 0) throw std::system_error(errno, std::generic_category(), "terminal");
    return (settings.c_lflag & ECHO) != 0;
}

int TerminalProgram::wait() {
    while (read_more()) {
    }
    int status = 0;
    ::waitpid(id_, &status, 0);
    waited_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace firstlight::tests
