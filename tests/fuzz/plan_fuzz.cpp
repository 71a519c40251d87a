#include "commissioning/plan.h"
#include "formats/strict_json.h"
#include "tests/fuzz/fuzz_file.h"

#include <cstdlib>

using namespace firstlight;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto plan = commissioning::load_plan(tests::fuzz_file(data, size));
        for (const auto& setting : plan.settings)
            if (setting.point.empty()) std::abort();
        for (const auto& table : plan.tables)
            if (table.table.empty() || table.device.empty()) std::abort();
        for (const auto& command : plan.commands)
            if (command.command.empty() || command.device.empty()) std::abort();
    } catch (const formats::FileError& error) {
        if (error.reason().empty()) std::abort();
    }
    return 0;
}
