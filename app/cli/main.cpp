#include "app/cli/program.h"

int main(int argc, char** argv) {
    return firstlight::app::cli::run_program(argc, argv);
}
