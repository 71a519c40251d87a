#include "app/cli/errors.h"

#include "app/cli/output.h"
#include "app/data_folder.h"
#include "commissioning/commission.h"
#include "text/text.h"

#include <utility>

namespace firstlight::app::cli {

WrongUse::WrongUse(const std::string& title, std::string explanation, std::string next_step)
    : std::runtime_error(title), explanation_(std::move(explanation)), next_step_(std::move(next_step)) {}

reports::ErrorWords WrongUse::words() const {
    return {what(), explanation_, next_step_, {}, static_cast<int>(Exit::wrong_use)};
}

reports::ErrorWords words_for(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const WrongUse& wrong) {
        return wrong.words();
    } catch (const NoDataFolder& missing) {
        return {text::tr("The data files of Firstlight were not found"),
                text::trf("{}. Without them the program knows no station.", missing.what()),
                text::tr("Name the folder with --data DIR, or install Firstlight again."),
                {},
                static_cast<int>(Exit::wrong_use)};
    } catch (const commissioning::DifferentStation& other) {
        return {
            text::tr("This is another station than the visit's"),
            text::trf("The visit belongs to station {}, but {} answers here. Nothing was written.", other.expected(),
                      other.found()),
            text::tr(
                "Check the address. When the first inverter was replaced, list its old serial number in the plan under "
                "\"former_anchors\". Else begin a new visit."),
            text::trf("Visit: {}", other.visit()), static_cast<int>(Exit::wrong_use)};
    } catch (const commissioning::StationUnconfirmed& unknown) {
        return {text::tr("It is not known whether this is the visit's station"),
                text::trf("In its earlier sessions no serial number could be read. Now station {} answers. Nothing was "
                          "written.",
                          unknown.found()),
                text::tr("Compare the number with the type plate. If it is the same station, go on with "
                         "--same-station. Else begin a new visit."),
                text::trf("Visit: {}", unknown.visit()), static_cast<int>(Exit::wrong_use)};
    } catch (...) {
        return reports::describe(error);
    }
}

}  // namespace firstlight::app::cli
