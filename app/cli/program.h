#pragma once

namespace firstlight::app::cli {

/// The whole program: understands the command, runs it, shows what went wrong. Gives the exit code.
int run_program(int argc, char** argv);

}  // namespace firstlight::app::cli
