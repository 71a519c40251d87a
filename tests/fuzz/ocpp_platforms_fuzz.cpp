#include "commissioning/ocpp_platforms.h"
#include "formats/strict_json.h"
#include "tests/fuzz/fuzz_file.h"

#include <algorithm>
#include <cstdlib>

using namespace firstlight;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        for (const auto& platform : commissioning::load_ocpp_platforms(tests::fuzz_file(data, size), {})) {
            const bool is_address = !commissioning::trouble_of_ocpp_url(platform.url);
            if (is_address && std::ranges::count(platform.url, ' ') != 0) std::abort();
        }
    } catch (const formats::FileError& error) {
        if (error.reason().empty()) std::abort();
    }
    return 0;
}
