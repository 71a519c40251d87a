#include "formats/strict_json.h"

#include <cstdint>
#include <cstdlib>

using namespace firstlight::formats;

namespace {

void walk(const JsonNode& node) {
    if (node.line() == 0) std::abort();
    if (node.is_object())
        for (const auto& [key, value] : node.members()) {
            if (!node.has(key)) std::abort();
            walk(value);
        }
    if (node.is_array())
        for (const JsonNode& item : node.items()) walk(item);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto document = JsonDocument::parse({reinterpret_cast<const char*>(data), size}, "fuzz.json");
        walk(document.root());
    } catch (const FileError& error) {
        if (error.reason().empty()) std::abort();
    }
    return 0;
}
