#pragma once

#include "app/cli/commands.h"
#include "commissioning/visit_places.h"
#include "commissioning/visit_store.h"

#include <memory>
#include <string>

namespace firstlight::app::cli {

/// The file with the visits, made when there is none. Throws store::StoreError.
std::unique_ptr<commissioning::VisitStore> open_store(const StoreOptions& options);

/// The store's file, and what lies beside it.
commissioning::VisitPlaces places_of(const StoreOptions& options);

/// Starts a visit with an id of its own and saves it.
commissioning::Visit begin_visit(commissioning::VisitStore& store, const std::string& purpose);

/// The visit with that id. Throws WrongUse when there is none.
commissioning::Visit load_visit(commissioning::VisitStore& store, const std::string& id);

/// What the visit wrote to the station, one line a change; empty when nothing was written.
std::string changes_text(const commissioning::Visit& visit);

}  // namespace firstlight::app::cli
