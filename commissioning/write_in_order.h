#pragma once

#include "commissioning/own_journal.h"
#include "commissioning/settings.h"
#include "station/station.h"

#include <exception>
#include <functional>
#include <optional>
#include <vector>

/// Carries out planned writes outside of a procedure: what a person set on a page or with one command.
namespace firstlight::commissioning {

using transport::awaitable;

/// Throws what Station::write, write_table and carry_out throw.
awaitable<station::Change> carry_out(station::Station& station, const PlannedWrite& write,
                                     station::ChangeJournal& journal);

/// Settings that the station takes only while another one holds come behind the rest, so that one review can set both.
void put_conditions_first(std::vector<PlannedWrite>& writes);

/// What became of one write.
struct WriteOutcome {
    PlannedWrite write;
    std::optional<station::Change> change;  ///< not set: nothing was sent, for the reason in `error`
    std::exception_ptr error;               ///< station::ValueNotAccepted, ConsentMissing or transport::LinkError

    bool done() const { return change && station::succeeded(*change->result); }
};
using OutcomeSink = std::function<void(const WriteOutcome&)>;

/// Writes in order and tells each outcome as it comes; ends with the first that is not done. The outcomes may be fewer
/// than the writes. When a value that a person saw is another by now (PlannedWrite::seen), that is the one outcome and
/// nothing is written. What the journal throws passes through.
awaitable<std::vector<WriteOutcome>> write_in_order(station::Station& station, std::vector<PlannedWrite> writes,
                                                    OwnJournal& journal, OutcomeSink told = {});

}  // namespace firstlight::commissioning
