#include "app/cli/terminal.h"

#include "app/cli/errors.h"
#include "text/text.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <iostream>

#include <fmt/format.h>

#ifdef _WIN32
#include <windows.h>
#include <io.h>
#else
#include <termios.h>
#include <unistd.h>
#endif

namespace firstlight::app::cli {

namespace {

bool is_terminal(std::FILE* stream) {
#ifdef _WIN32
    return _isatty(_fileno(stream)) != 0;
#else
    return ::isatty(::fileno(stream)) != 0;
#endif
}

#ifndef _WIN32
/// For whoever is stopped while nothing is shown: the terminal must not stay so.
termios shown_as{};

extern "C" void show_and_go(int signal) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &shown_as);
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}
#endif

/// While it lives, the terminal on standard input does not show what is typed. Where there is none it does nothing.
class Unshown {
  public:
#ifdef _WIN32
    Unshown() : input_(GetStdHandle(STD_INPUT_HANDLE)) {
        is_terminal_ = GetConsoleMode(input_, &before_) != 0;
        if (is_terminal_) SetConsoleMode(input_, before_ & ~static_cast<DWORD>(ENABLE_ECHO_INPUT));
    }
    ~Unshown() {
        if (is_terminal_) SetConsoleMode(input_, before_);
    }
#else
    Unshown() : is_terminal_(::tcgetattr(STDIN_FILENO, &shown_as) == 0) {
        if (!is_terminal_) return;
        for (std::size_t i = 0; i < stopping.size(); ++i) before_[i] = ::signal(stopping[i], show_and_go);
        auto unshown = shown_as;
        unshown.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &unshown);
    }
    ~Unshown() {
        if (!is_terminal_) return;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown_as);
        for (std::size_t i = 0; i < stopping.size(); ++i) ::signal(stopping[i], before_[i]);
    }
#endif
    Unshown(const Unshown&) = delete;
    Unshown& operator=(const Unshown&) = delete;
    bool is_terminal() const { return is_terminal_; }

  private:
#ifdef _WIN32
    HANDLE input_;
    DWORD before_ = 0;
#else
    static constexpr std::array stopping{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    std::array<void (*)(int), stopping.size()> before_{};
#endif
    bool is_terminal_ = false;
};

/// With the spaces around it, which a password may have.
std::optional<std::string> ask_as_typed(const std::string& question) {
    std::cerr << question << std::flush;
    std::string line;
    if (!std::getline(std::cin, line)) return std::nullopt;
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

void write_utf8() {
#ifdef _WIN32
    SetConsoleOutputCP(CP_UTF8);
#endif
}

bool input_is_terminal() {
    return is_terminal(stdin);
}
bool output_is_terminal() {
    return is_terminal(stdout);
}
bool error_is_terminal() {
    return is_terminal(stderr);
}

std::optional<std::string> ask_line(const std::string& question) {
    auto line = ask_as_typed(question);
    return line ? std::optional(trimmed(*line)) : std::nullopt;
}

std::optional<std::string> ask_hidden(const std::string& question) {
    const Unshown unshown;
    auto line = ask_as_typed(question);
    if (unshown.is_terminal()) std::cerr << "\n";
    return line;
}

bool ask_yes(const std::string& question) {
    // The first letter of yes and no in the person's language; English is always understood.
    const auto yes = text::tr_in("answer", "y"), no = text::tr_in("answer", "n");
    while (auto answer = ask_line(fmt::format("{} [{}/{}] ", question, yes, no))) {
        if (answer->starts_with("y") || answer->starts_with(yes)) return true;
        if (answer->starts_with("n") || answer->starts_with(no)) return false;
    }
    return false;
}

void require_yes(bool said, const std::string& question) {
    if (said) return;
    if (!input_is_terminal())
        throw WrongUse(text::tr("Nothing was done"),
                       question + " " + text::tr("Without a terminal nobody can be asked."),
                       text::tr("Add --yes to the command."));
    if (!ask_yes(question))
        throw WrongUse(text::tr("Nothing was done"), text::tr("You did not say yes."),
                       text::tr("Run the command again when you are sure."));
}

void require_free(const std::filesystem::path& file, bool said) {
    if (std::filesystem::exists(file)) require_yes(said, text::trf("{} is there already. Replace it?", file.string()));
}

}  // namespace firstlight::app::cli
