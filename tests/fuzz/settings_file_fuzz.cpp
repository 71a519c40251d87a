#include "commissioning/settings_file.h"
#include "formats/strict_json.h"
#include "tests/fuzz/fuzz_file.h"

#include <cstdlib>

using namespace firstlight;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto settings = commissioning::load_settings(tests::fuzz_file(data, size));
        for (const auto& device : settings.devices) {
            if (device.name.empty() || device.profile.empty()) std::abort();
            for (const auto& kept : device.settings)
                if (device.find(kept.point) != &kept) std::abort();
        }
    } catch (const formats::FileError& error) {
        if (error.reason().empty()) std::abort();
    }
    return 0;
}
