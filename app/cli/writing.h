#pragma once

#include "app/cli/session.h"
#include "app/cli/visit_keeping.h"

#include <memory>
#include <string>

/// What every command that writes to a station has in common: it asks, journals, and tells what became of it.
namespace firstlight::app::cli {

struct WriteOptions : StoreOptions {
    std::string confirm, visit;
    bool yes = false;
};
void add_write_options(Commands& commands, CLI::App* command, WriteOptions& options);

/// The words that must be repeated for a write of this class (of a point, table or command of that name), or empty.
std::string words_to_repeat(const station::Device& device, const std::string& name, station::RiskClass risk);
/// Throws WrongUse when nobody said yes, or not in the words that this risk needs.
station::Consent ask_consent(const WriteOptions& options, const station::Device& device, const std::string& name,
                             station::RiskClass risk);

/// Throws station::ValueNotAccepted when the value cannot stand beside the device's other settings.
void refuse_conflict(StationSession& session, const station::Device& device, const station::Point& point,
                     const station::Value& value);

/// Journals in the visit that was named, else in a new one, which begins with its first row: a write that is refused
/// beforehand leaves no empty visit. The new one is closed when the outcome of its rows is known.
class CommandJournal final : public station::ChangeJournal {
  public:
    CommandJournal(StationSession& session, const WriteOptions& options);

    transport::awaitable<std::int64_t> before(station::Change change) override;
    transport::awaitable<void> after(std::int64_t row, station::Change change) override;
    /// Empty when nothing was journalled.
    const std::string& visit() const { return visit_; }

  private:
    void open_visit();
    void close_visit();

    StationSession& session_;
    std::unique_ptr<commissioning::VisitStore> store_;
    std::string visit_;
    bool is_own_;
    std::unique_ptr<station::ChangeJournal> inner_;
};

Exit exit_of(const station::Change& change);
/// "inverter 2 ess_backup_soc: 10 % -> 20 %", and the result in words.
std::string change_text(const station::Change& change);

}  // namespace firstlight::app::cli
