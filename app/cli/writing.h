#pragma once

#include "app/cli/session.h"
#include "app/cli/visit_keeping.h"
#include "commissioning/own_journal.h"
#include "commissioning/setting_rules.h"
#include "commissioning/settings.h"

#include <memory>
#include <string>
#include <vector>

/// What every command that writes to a station has in common: it asks, journals, and tells what became of it.
namespace firstlight::app::cli {

struct WriteOptions : StoreOptions {
    std::string confirm, visit;
    bool yes = false;
    double second_look = 60;  ///< seconds
};
void add_write_options(Commands& commands, CLI::App* command, WriteOptions& options);

/// Throws WrongUse when nobody said yes, or not in the words that this risk needs.
station::Consent ask_consent(const WriteOptions& options, const station::Device& device, const std::string& name,
                             station::RiskClass risk);

/// What the station has now, asked for when it is looked at. Throws transport::LinkError.
commissioning::OtherValues live_values(StationSession& session);
/// Throws station::ValueNotAccepted when the value is out of its range as the station is now, or cannot stand beside
/// the device's other settings.
void refuse_conflict(StationSession& session, const station::Device& device, const station::Point& point,
                     const station::Value& value);

/// Journals in the visit that was named, which must be open, else in a new one, closed at the end when the outcome of
/// each of its rows is known.
class CommandJournal {
  public:
    /// Throws WrongUse: there is no such visit, or it is closed.
    CommandJournal(StationSession& session, const WriteOptions& options);
    /// Keeps what is known even when the command ends with an error.
    ~CommandJournal();

    commissioning::OwnJournal& rows() { return *rows_; }
    commissioning::VisitStore& store() { return *store_; }
    /// Empty when nothing was journalled.
    const std::string& visit() const { return rows_->visit(); }

  private:
    std::unique_ptr<commissioning::VisitStore> store_;
    std::unique_ptr<commissioning::OwnJournal> rows_;
};

/// Writes, tells what became of it and where it is kept. Throws what refused it beforehand. Gives the exit code.
int write_one(StationSession& session, const WriteOptions& options, commissioning::PlannedWrite write, Output& output);
/// Writes in order and ends with the first that is not done; tells each, then what stopped it and what was left. Gives
/// the exit code.
int write_all(StationSession& session, const WriteOptions& options, std::vector<commissioning::PlannedWrite> writes,
              Output& output);

}  // namespace firstlight::app::cli
