#pragma once

#include "commissioning/visit.h"
#include "transport/runtime.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// Visits and their change journal in one SQLite file. Every save is on disk when it returns (WAL, synchronous FULL).
/// The file's tables are documented in docs/visit_database.md.
namespace firstlight::commissioning {

struct VisitHeader {
    std::string id, purpose, customer, city, anchor_serial;
    Time created{};
    bool closed = false;
    bool archived = false;  ///< put away: lists leave it out unless they are asked
    int checks = 0, failed = 0, warnings = 0, not_tested = 0;
    bool has_results = false;  ///< a check was made or a setting written
    int open_writes = 0;       ///< the program ended before their outcome was known
};

class VisitStore {
  public:
    /// Opens or makes the file and brings it to the newest form, after a back-up. Throws store::StoreError (written
    /// by a newer program, not a database, disk full, no permission, in use).
    static std::unique_ptr<VisitStore> open(const std::filesystem::path& file);
    virtual ~VisitStore() = default;

    // Blocking calls (about a millisecond each); coroutines reach them through VisitSession or run_beside.
    /// All of it; changes get new row numbers.
    virtual void create(const Visit& visit) = 0;
    /// Throws std::out_of_range when there is none.
    virtual Visit load(const std::string& id) = 0;
    /// Newest first.
    virtual std::vector<VisitHeader> list() = 0;
    virtual void set_archived(const std::string& id, bool archived) = 0;

    virtual void save_header(const Visit& visit) = 0;  ///< site, people, anchor, rule set, data files, closed
    virtual void save_devices(const std::string& id, const std::vector<DeviceRecord>&,
                              const std::vector<std::string>& findings) = 0;
    virtual void save_readings(const std::string& id, const std::vector<ReadingRecord>&) = 0;
    /// Replaces the result of the same check and subject.
    virtual void save_check(const std::string& id, const CheckResult&) = 0;
    /// Replaces every result of this check, whatever its subject, in one transaction.
    virtual void save_checks(const std::string& id, const std::string& check, const std::vector<CheckResult>&) = 0;
    virtual void save_link(const std::string& id, int index, const LinkSession&) = 0;
    virtual void save_confirmation(const std::string& id, const ManualConfirmation&) = 0;
    virtual void add_note(const std::string& id, const Note&) = 0;
    /// Returns the journal row's number; durable before it returns.
    virtual std::int64_t journal_before(const std::string& id, const station::Change&) = 0;
    /// The outcome of a row. May be given again when an unknown outcome becomes known; the last one counts, all stay.
    virtual void journal_after(std::int64_t row, const station::Change&) = 0;
};

}  // namespace firstlight::commissioning
