#include "commissioning/cells.h"

#include <cstdint>
#include <cstdlib>

using namespace firstlight::commissioning;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto rows = rows_of_json({reinterpret_cast<const char*>(data), size});
    if (rows && rows_of_json(rows_as_json(*rows)) != rows) std::abort();
    return 0;
}
