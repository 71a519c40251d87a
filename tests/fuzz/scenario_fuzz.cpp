#include "formats/strict_json.h"
#include "simulator/virtual_station.h"

#include <cstdlib>
#include <string>

using namespace firstlight;

// A scenario that loads makes a station that answers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto profiles = station::ProfileSet::load(FIRSTLIGHT_SOURCE_DIR "/data/profiles");
    try {
        const std::string text(reinterpret_cast<const char*>(data), size);
        simulator::VirtualStation station(profiles, simulator::parse_scenario(text, profiles));
        station.advance(60);
        station.handle(247, formats::ReadRegisters{formats::Function::read_input_registers, 30051, 1});
        station.handle(1, formats::ReadRegisters{formats::Function::read_input_registers, 30578, 2});
    } catch (const formats::FileError& error) {
        if (error.reason().empty()) std::abort();
    }
    return 0;
}
