#pragma once

#include "commissioning/visit_store.h"

#include <string>

namespace firstlight::commissioning {

/// Makes a visit with an id of its own and saves it. `installer` stands in it unless their name is empty. Throws
/// store::StoreError.
Visit begin_visit(VisitStore& store, const std::string& purpose, const std::string& program_version,
                  const Person& installer = {});

}  // namespace firstlight::commissioning
