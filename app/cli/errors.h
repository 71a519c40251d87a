#pragma once

#include "reports/error_words.h"

#include <exception>
#include <stdexcept>
#include <string>

namespace firstlight::app::cli {

/// The command was used wrongly: nothing was done. Exit code 2.
class WrongUse : public std::runtime_error {
  public:
    WrongUse(const std::string& title, std::string explanation, std::string next_step);
    reports::ErrorWords words() const;

  private:
    std::string explanation_, next_step_;
};

/// Words for anything a command can throw: the command line's own errors, else the engine's (reports::describe).
reports::ErrorWords words_for(const std::exception_ptr& error);

}  // namespace firstlight::app::cli
