#pragma once

#include "station/device.h"
#include "station/errors.h"
#include "station/profile.h"
#include "station/read_plan.h"
#include "station/row_table.h"
#include "station/value.h"
#include "transport/link.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// One session with one station over one link: find its devices, read points, prove writes.
namespace firstlight::station {

using transport::awaitable;

/// What long work tells while it runs. `total` 0: unknown.
struct Progress {
    std::string phase;
    int done = 0;
    int total = 0;
    std::optional<std::chrono::seconds> left;
};
using ProgressSink = std::function<void(const Progress&)>;

struct DiscoveryOptions {
    /// Unit ids to try beside the plant's 247. Empty: 1..10 in order, the usual ones.
    std::vector<std::uint8_t> units;
    bool all_units = false;  ///< 1..246
    /// Units that must be there (from the plan or an earlier visit); silence becomes a finding.
    std::vector<std::uint8_t> expected;
};

/// How sure the person is. A write of class `disruptive` needs `named` to be the device's name; `grid` and `onsite`
/// need `typed` to be the point's name, and `onsite` that the person says to be there.
struct Consent {
    bool given = false;  ///< the review page was confirmed: enough for safe and config
    std::string named;
    std::string typed;
    bool batch = false;    ///< part of a batch: grid and onsite are refused
    bool on_site = false;  ///< said now, by a person: no plan that was written before can say it
};

enum class WriteResult {
    proven,       ///< read back as wanted
    unchanged,    ///< already had the value; nothing was written
    sent,         ///< write-only: accepted; the effect is not readable or not yet seen
    effect_seen,  ///< write-only: the effect point shows it
    refused,      ///< the device answered with an exception
    not_stuck,    ///< read back as something else
    not_sent,     ///< the link refused or was cut before the first byte left
    unknown,      ///< the answer was lost and the value could not be read back
};
std::string_view to_string(WriteResult result);
/// Whether a write reached what was wanted, as far as it can be known.
bool succeeded(WriteResult result);

/// One write, as it is journalled. Secrets carry no values.
struct Change {
    std::string device;  ///< Device::name()
    std::string device_serial;
    std::uint8_t unit = 0;
    std::string point;
    std::string unit_of_measure;
    std::string before;  ///< text as read before, or why it could not be read
    std::string wanted;
    std::string after;                  ///< text as read back
    std::optional<WriteResult> result;  ///< not set while the write is on its way
    std::string detail;                 ///< exception code, what was lost
    std::string endpoint;
    std::chrono::system_clock::time_point at{};
    std::string source{};  ///< of the register: "public" (the maker's map) or "extension"
};

/// Keeps changes. `before` returns only when the row is on disk; the write leaves after it.
class ChangeJournal {
  public:
    virtual ~ChangeJournal() = default;
    virtual awaitable<std::int64_t> before(Change change) = 0;
    virtual awaitable<void> after(std::int64_t id, Change change) = 0;
};

class Station {
  public:
    /// `link` and `profiles` must outlive it.
    Station(transport::Link& link, const ProfileSet& profiles);
    ~Station();

    /// Finds the devices. Throws NoStation (nothing answers as a known device) and transport::LinkError (nothing
    /// answers at all, or the link broke).
    awaitable<Discovery> discover(DiscoveryOptions options, ProgressSink progress = {});
    const Discovery& discovery() const;
    /// Uses what an earlier visit or command knows instead of discovering.
    void assume(Discovery discovery);

    /// One reading for each point, in the order given. Never throws for what a device says; a broken link gives
    /// not_read with the reason.
    awaitable<std::vector<Reading>> read(const Device& device, std::vector<const Point*> points);
    awaitable<Reading> read(const Device& device, const Point& point);
    /// Every readable point of every device, in few requests; what discovery has just read is not read again.
    awaitable<Snapshot> snapshot(ProgressSink progress = {});

    /// Checks, journals, writes, reads back. Throws ValueNotAccepted, ConsentMissing before the wire; afterwards the
    /// outcome is in the returned change (also journalled). Throws LinkError only when the old value could not be
    /// read, that is before anything was written.
    awaitable<Change> write(const Device& device, const Point& point, Value value, Consent consent,
                            ChangeJournal& journal);

    /// Count, rows and generation that belong together. Never throws for what the device or the link does.
    awaitable<TableReading> read_table(const Device& device, const RowTable& table);
    /// Makes `rows` the rows of the table, all or nothing; only what differs is sent. A row's secret that has no value
    /// stays as it is. With `generation` (of an earlier read) it is refused when the table was changed since. Throws
    /// ValueNotAccepted and ConsentMissing before the wire; the outcome is in the returned change (also journalled).
    awaitable<Change> write_table(const Device& device, const RowTable& table, std::vector<Row> rows,
                                  std::optional<double> generation, Consent consent, ChangeJournal& journal);
    /// Gives a command and follows it until the device says what became of it; `effect_seen` when it was done. Throws
    /// ValueNotAccepted and ConsentMissing before the wire, LinkError when the state before could not be read.
    awaitable<Change> carry_out(const Device& device, const Command& command, std::vector<Value> arguments,
                                Consent consent, ChangeJournal& journal);
    /// What became of a command whose row of the journal has no outcome, by the number in its detail. Gives nothing and
    /// journals nothing; `unknown` when it could not be told, with the reason in `detail`.
    awaitable<Change> look_up(const Device& device, const Command& command, Change given);

    transport::Link& link();
    const ProfileSet& profiles() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Whether the point exists on this device: protocol version, model, refused before.
bool applies(const Point& point, const Device& device);

}  // namespace firstlight::station
