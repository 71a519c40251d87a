#pragma once

#include "commissioning/settings_file.h"
#include "station/station.h"

namespace firstlight::commissioning {

/// Every setting of every device that was discovered: points that can be read and written, and tables that are not the
/// station's own records. No secrets. What could not be read is there with its reason. Throws transport::LinkError when
/// the link cannot be opened again.
transport::awaitable<StationSettings> take_settings(station::Station& station, std::string program,
                                                    station::ProgressSink progress = {});

/// The columns of a row that can be given, as a person types them; secrets left out.
Cells cells_of(const station::RowTable& table, const station::Row& row);

}  // namespace firstlight::commissioning
