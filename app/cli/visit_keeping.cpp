#include "app/cli/visit_keeping.h"

#include "app/cli/errors.h"
#include "app/cli/words.h"
#include "app/data_folder.h"
#include "commissioning/new_visit.h"
#include "station/device.h"
#include "text/numbers.h"
#include "text/text.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

std::unique_ptr<commissioning::VisitStore> open_store(const StoreOptions& options) {
    const auto file = places_of(options).store;
    if (options.store.empty()) std::filesystem::create_directories(file.parent_path());
    return commissioning::VisitStore::open(file);
}

commissioning::VisitPlaces places_of(const StoreOptions& options) {
    if (options.store.empty()) return commissioning::places_in(user_folder());
    auto places = commissioning::places_in(std::filesystem::absolute(options.store).parent_path());
    places.store = options.store;
    return places;
}

commissioning::Visit begin_visit(commissioning::VisitStore& store, const std::string& purpose) {
    return commissioning::begin_visit(store, purpose, "firstlight-cli " FIRSTLIGHT_VERSION);
}

commissioning::Visit load_visit(commissioning::VisitStore& store, const std::string& id) {
    for (const auto& header : store.list())
        if (header.id == id) return store.load(id);
    throw WrongUse(text::trf("There is no visit {}", id), text::tr("The file with your visits does not hold it."),
                   text::tr("firstlight-cli visits lists them; --store names another file."));
}

std::string changes_text(const commissioning::Visit& visit) {
    std::string text;
    for (const auto& [number, change] : visit.changes) {
        const auto outcome = change.result ? text::tr(to_words(*change.result))
                                           : text::tr("not known: the program ended before the answer came");
        const auto unit = change.unit_of_measure.empty() ? "" : " " + change.unit_of_measure;
        text += fmt::format("{} {}: {}{} -> {}{}, {}{}\n", station::name_for_people(change.device), change.point,
                            text::shown_value(change.before), unit, text::shown_value(change.wanted), unit, outcome,
                            change.detail.empty() ? "" : " (" + change.detail + ")");
    }
    return text;
}

}  // namespace firstlight::app::cli
