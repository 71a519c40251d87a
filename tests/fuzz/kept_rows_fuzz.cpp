#include "commissioning/cells.h"

#include <cstdint>
#include <cstdlib>

using namespace firstlight::commissioning;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto rows = rows_in({reinterpret_cast<const char*>(data), size});
    if (rows && rows_in(rows_text(*rows)) != rows) std::abort();
    return 0;
}
