#include "commissioning/visit_for_writing.h"

#include "commissioning/identity.h"
#include "commissioning/new_visit.h"
#include "commissioning/records.h"

namespace firstlight::commissioning {

std::string visit_for_writing(VisitStore& store, const std::string& id, const station::Discovery& found,
                              const std::string& program_version, const Person& installer) {
    Visit visit;
    if (!id.empty()) visit = store.load(id);
    if (id.empty() || visit.closed) visit = begin_visit(store, "commissioning", program_version, installer);
    const Identity identity = identify(visit, found, {});
    if (!identity.proven) throw StationUnconfirmed(visit.id, found.anchor_serial);
    if (identity.adopt) {
        visit.anchor_serial = found.anchor_serial;
        store.save_header(visit);
    }
    if (visit.devices.empty()) store.save_devices(visit.id, records_of(found.devices), sentences_of(found.findings));
    return visit.id;
}

}  // namespace firstlight::commissioning
