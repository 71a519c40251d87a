#include "app/cli/rule_sets.h"

#include "app/cli/errors.h"
#include "app/data_folder.h"
#include "text/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::app::cli {

std::vector<commissioning::RuleSet> all_rule_sets(const CommonOptions& options) {
    return commissioning::load_rule_sets(data_folder(options.data) / "rule_sets", user_folder() / "rule_sets");
}

commissioning::RuleSet find_rule_set(const CommonOptions& options, const std::string& id) {
    std::vector<std::string> ids;
    for (auto& set : all_rule_sets(options)) {
        if (set.id == id) return set;
        ids.push_back(set.id);
    }
    throw WrongUse(text::trf("There is no rule set \"{}\"", id), text::trf("Known are: {}.", fmt::join(ids, ", ")),
                   text::tr("Choose one of them; firstlight-cli rules shows their limits."));
}

}  // namespace firstlight::app::cli
