#pragma once

#include <filesystem>
#include <optional>
#include <string>

/// The person at the other end of standard input and output, if there is one.
namespace firstlight::app::cli {

/// All our text is UTF-8; a console of Windows has to be told.
void write_utf8();

bool input_is_terminal();
bool output_is_terminal();
bool error_is_terminal();

/// Shows `question` on standard error and reads one line; nothing at the end of the input.
std::optional<std::string> ask_line(const std::string& question);

/// The same for what nobody shall read over the shoulder: a terminal does not show what is typed, and spaces around it
/// stay.
std::optional<std::string> ask_hidden(const std::string& question);

/// "y", "yes" and "n", "no"; asks again on anything else, false at the end of the input.
bool ask_yes(const std::string& question);

/// Throws WrongUse unless `said` (--yes) or the person at the terminal says yes.
void require_yes(bool said, const std::string& question);
/// The same for a file that would be replaced.
void require_free(const std::filesystem::path& file, bool said);

}  // namespace firstlight::app::cli
