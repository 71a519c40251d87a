#pragma once

#include "commissioning/visit_store.h"
#include "ui/table.h"

#include <string>
#include <vector>

namespace firstlight::app::desktop {

/// A visit as lists show and search it, made once beside the windows: ten thousand stay quick to search.
struct ListedVisit {
    commissioning::VisitHeader header;
    ui::Row row;        ///< begun, customer, station, state, checks
    wxString haystack;  ///< what a search looks in, in lower case
};

/// `open` is the id of the visit that is open.
std::vector<ListedVisit> listed(std::vector<commissioning::VisitHeader> visits, const std::string& open);

/// "2026-11-23 10:42", in this computer's time.
wxString local_time(commissioning::Time at);
}  // namespace firstlight::app::desktop
