#pragma once

#include "commissioning/plan.h"
#include "station/station.h"

#include <vector>

/// Rows and arguments of a plan, as people write them, to the values that are sent.
namespace firstlight::commissioning {

/// A column left out is as the station's row with the same key has it; in a new row, and in a table without key, it is
/// the column's special value ("none") or empty text. Any other column must be given. `secrets` are by row, or fewer.
/// Throws station::ValueNotAccepted, whose point is "schedule row 2, from".
std::vector<station::Row> complete_rows(const station::RowTable& table, const std::vector<Cells>& rows,
                                        const std::vector<station::Row>& live, const std::vector<Cells>& secrets = {});

/// Whether an argument is "now", which is another value every time.
bool names_this_moment(const station::Command& command, const Cells& given);
/// In the command's order; all must be given. Throws station::ValueNotAccepted.
std::vector<station::Value> arguments_of(const station::Command& command, const Cells& given);

}  // namespace firstlight::commissioning
