#include "transport/endpoint.h"

#include <cstdlib>

using namespace firstlight::transport;

// What parses must print as something that parses to the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const Endpoint endpoint = parse_endpoint({reinterpret_cast<const char*>(data), size});
        if (parse_endpoint(to_string(endpoint)) != endpoint) std::abort();
    } catch (const EndpointError& error) {
        if (error.what()[0] == '\0') std::abort();
    }
    return 0;
}
