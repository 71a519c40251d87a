#pragma once

#include "app/cli/output.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace firstlight::app::cli {

/// Options that every command has.
struct CommonOptions {
    bool json = false;
    bool details = false;
    std::filesystem::path data;  ///< shipped data files; empty: the usual place
};

/// Options of the commands that keep or show visits.
struct StoreOptions {
    std::filesystem::path store;  ///< empty: visits.db in the person's folder
};

/// Options of the commands that talk to a station.
struct StationOptions {
    std::string endpoint;
    std::string pace = "vendor";
    std::filesystem::path trace;
    std::string units;               ///< "1,2,5-9" or "all"; empty: the usual ones
    double timeout = 0;              ///< seconds; 0: the profile's
    std::vector<std::string> allow;  ///< listen: endpoints: serials that may dial in
    bool writable = false;           ///< listen: endpoints: writes are allowed too
};

/// The commands of the program; the one that the person chose.
class Commands {
  public:
    explicit Commands(CLI::App& program);

    /// A command with the common options; `examples` ends its help.
    CLI::App* add(const std::string& name, const std::string& summary, const std::string& examples,
                  CommonOptions& options);
    /// A command of a command ("visits export").
    CLI::App* add_below(CLI::App& above, const std::string& name, const std::string& summary,
                        const std::string& examples, CommonOptions& options);
    void add_station_options(CLI::App* command, StationOptions& options);
    void add_store_options(CLI::App* command, StoreOptions& options);
    /// `run` gives the exit code; what it throws is shown as an error. Of a command and one below it the lower runs.
    void on(CLI::App* command, const CommonOptions& options, std::function<int(Output&)> run);

    const CommonOptions& chosen_options() const { return *options_; }
    int run_chosen(Output& output) const { return run_(output); }

  private:
    void add_language_option(CLI::App& command);

    CLI::App& program_;
    std::string language_;
    const CommonOptions* options_ = nullptr;
    std::function<int(Output&)> run_;
};

// One command each, in the file of its name.
void add_ports(Commands& commands);
void add_listen(Commands& commands);
void add_find(Commands& commands);
void add_read(Commands& commands);
void add_set(Commands& commands);
void add_mode(Commands& commands);
void add_schedule(Commands& commands);
void add_cards(Commands& commands);
void add_secrets(Commands& commands);
void add_settings(Commands& commands);
void add_history(Commands& commands);
void add_power(Commands& commands);
void add_watch(Commands& commands);
void add_record(Commands& commands);
void add_diagnose(Commands& commands);
void add_commission(Commands& commands);
void add_report(Commands& commands);
void add_visits(Commands& commands);
void add_profiles(Commands& commands);
void add_rules(Commands& commands);
void add_demo(Commands& commands);

/// "1,2,5-9": sorted, each once; "all": 1..246. Throws WrongUse.
std::vector<std::uint8_t> parse_units(const std::string& text);

}  // namespace firstlight::app::cli
