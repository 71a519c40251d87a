#include "text/catalogue.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace firstlight;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const text::Catalogue catalogue({reinterpret_cast<const char*>(data), size});
        for (const auto& [english, forms] : catalogue.entries()) {
            if (forms.empty()) std::abort();
            catalogue.find(english);
            for (const unsigned number : {0U, 1U, 2U, 11U, 105U}) catalogue.find_plural(english, number);
        }
    } catch (const text::CatalogueError&) {
    }
    return 0;
}
