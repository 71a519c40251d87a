#pragma once

#include "app/cli/commands.h"
#include "commissioning/visit_places.h"

#include <filesystem>
#include <memory>
#include <string>

/// What the commands below "visits" share.
namespace firstlight::app::cli {

struct VisitsOptions : CommonOptions, StoreOptions {
    std::string visit, customer, confirm;
    std::filesystem::path file;
    bool all = false, yes = false, take_out = false;
};
using VisitsPointer = std::shared_ptr<VisitsOptions>;

/// Puts one command below "visits"; `run` gives the exit code.
CLI::App* add_below_visits(Commands& commands, CLI::App& visits, const VisitsPointer& options, const std::string& name,
                           const std::string& summary, const std::string& examples,
                           int (*run)(const VisitsOptions&, Output&));

/// Visits to and from files: export, import, backup, restore.
void add_visit_files(Commands& commands, CLI::App& visits, const VisitsPointer& options);
/// Visits in their store: archive, duplicate, delete-customer.
void add_visit_upkeep(Commands& commands, CLI::App& visits, const VisitsPointer& options);

}  // namespace firstlight::app::cli
