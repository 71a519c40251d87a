#include "commissioning/new_visit.h"

namespace firstlight::commissioning {

Visit begin_visit(VisitStore& store, const std::string& purpose, const std::string& program_version,
                  const Person& installer) {
    Visit visit;
    visit.created = std::chrono::system_clock::now();
    visit.id = new_visit_id(visit.created);
    visit.purpose = purpose;
    visit.program_version = program_version;
    if (!installer.name.empty()) visit.people.push_back(installer);
    store.create(visit);
    return visit;
}

}  // namespace firstlight::commissioning
