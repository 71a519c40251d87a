#include "measure.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

int main(int argc, char** argv) {
    using namespace firstlight::bench;
    const std::vector<std::pair<std::string, std::function<void(const Options&)>>> parts{{"tcp", bench_tcp},
                                                                                         {"rtu", bench_rtu},
                                                                                         {"snapshot", bench_snapshot},
                                                                                         {"journal", bench_journal},
                                                                                         {"scan", bench_scan}};
    CLI::App app("Measures Firstlight's engine beside its peers, in the same run on one core.");
    Options options;
    options.data_folder = FIRSTLIGHT_SOURCE_DIR "/data";
    options.disk_folder = FIRSTLIGHT_BINARY_DIR;
    std::vector<std::string> chosen;
    bool quick = false;
    app.add_option("parts", chosen, "tcp, rtu, snapshot, journal, scan (all when none is named)");
    app.add_option("--rounds", options.rounds, "Rounds in which the candidates take turns")->check(CLI::Range(1, 999));
    app.add_option("--disk", options.disk_folder, "A folder on a real disk, for the journal");
    app.add_flag("--quick", quick, "Leave out the scans with 500 ms windows (four minutes)");
    CLI11_PARSE(app, argc, argv);
    options.slow = !quick;
    stay_on_one_core();
    try {
        for (const auto& [name, part] : parts)
            if (chosen.empty() || std::find(chosen.begin(), chosen.end(), name) != chosen.end()) part(options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "The benchmark stopped: {}\n", error.what());
        return 1;
    }
    return 0;
}
