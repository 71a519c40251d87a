#include "app/cli/errors.h"

#include "app/cli/output.h"
#include "app/data_folder.h"
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
    } catch (...) {
        return reports::describe(error);
    }
}

}  // namespace firstlight::app::cli
