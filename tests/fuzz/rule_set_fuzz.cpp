#include "commissioning/rule_set.h"
#include "formats/strict_json.h"
#include "tests/fuzz/fuzz_file.h"

#include <cstdlib>

using namespace firstlight;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto rules = commissioning::load_rule_set(tests::fuzz_file(data, size));
        for (const auto& rule : rules.rules)
            if (!rules.find(rule.id) || rules.cite(rule).empty()) std::abort();
    } catch (const formats::FileError& error) {
        if (error.reason().empty()) std::abort();
    }
    return 0;
}
