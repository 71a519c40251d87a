#include "app/desktop/visit_list.h"

#include "ui/words.h"

#include <utility>

#include <wx/datetime.h>

namespace firstlight::app::desktop {

using commissioning::VisitHeader;
using ui::Hue;
using ui::to_wx;
using ui::tr;
using ui::trf;

namespace {

std::pair<wxString, Hue> verdict_of(const VisitHeader& visit) {
    if (visit.failed > 0) return {trf("{} failed", visit.failed), Hue::fault};
    if (visit.warnings > 0) return {trf("{} to look at", visit.warnings), Hue::warning};
    if (visit.not_tested > 0) return {trf("{} not tested", visit.not_tested), Hue::muted};
    if (visit.checks > 0) return {trf("{} checked", visit.checks), Hue::good};
    return {tr("no check yet"), Hue::muted};
}

std::pair<wxString, Hue> state_of(const VisitHeader& visit, const std::string& open) {
    if (visit.open_writes > 0) return {tr("write unknown"), Hue::fault};
    if (visit.id == open) return {tr("open here"), Hue::info};
    if (visit.archived) return {tr("archived"), Hue::muted};
    if (visit.closed) return {tr("closed"), Hue::good};
    return {tr("in work"), Hue::text};
}

/// "Maier, Ulm", or that there is no name yet.
ui::Cell customer_of(const VisitHeader& visit) {
    if (visit.customer.empty()) return {tr("no name yet"), Hue::muted, {}};
    return {to_wx(visit.city.empty() ? visit.customer : visit.customer + ", " + visit.city), {}, {}};
}

ui::Row row_of(const VisitHeader& visit, const std::string& open) {
    const auto [state, state_hue] = state_of(visit, open);
    const auto [verdict, verdict_hue] = verdict_of(visit);
    return {visit.id,
            {{local_time(visit.created), {}, {}},
             customer_of(visit),
             {to_wx(visit.anchor_serial), {}, {}},
             {state, state_hue, {}},
             {verdict, verdict_hue, {}}}};
}

}  // namespace

wxString local_time(commissioning::Time at) {
    const wxDateTime time(std::chrono::system_clock::to_time_t(at));
    return time.FormatISODate() + " " + time.Format("%H:%M");
}

std::vector<ListedVisit> listed(std::vector<VisitHeader> visits, const std::string& open) {
    std::vector<ListedVisit> list;
    list.reserve(visits.size());
    for (auto& header : visits) {
        auto row = row_of(header, open);
        auto haystack =
            to_wx(header.customer + "\n" + header.city + "\n" + header.anchor_serial + "\n" + header.id).Lower();
        list.push_back({std::move(header), std::move(row), std::move(haystack)});
    }
    return list;
}

}  // namespace firstlight::app::desktop
