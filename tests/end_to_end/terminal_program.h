#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace firstlight::tests {

/// A program on a terminal of its own, with somebody who reads and types.
class TerminalProgram {
  public:
    TerminalProgram(const std::string& program, std::vector<std::string> arguments);
    ~TerminalProgram();
    TerminalProgram(const TerminalProgram&) = delete;
    TerminalProgram& operator=(const TerminalProgram&) = delete;

    /// Reads until `text` appears after what was expected before; false when the program ends or is stuck first.
    bool expect(const std::string& text);
    /// One line, with Enter.
    void type(const std::string& line);
    void press_ctrl_c();
    /// Whether the terminal echoes.
    bool shows_typing() const;
    /// Reads to the end and gives the exit code; -1 when it was killed.
    int wait();
    const std::string& seen() const { return seen_; }

  private:
    bool read_more();

    int terminal_ = -1;
    pid_t id_ = -1;
    std::string seen_;
    std::size_t expected_ = 0;
    bool waited_ = false;
};

}  // namespace firstlight::tests
