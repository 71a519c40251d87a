#include "station/line_probe.h"

namespace firstlight::station {

formats::ReadRegisters line_probe(const ProfileSet& profiles) {
    const auto& plant = profiles.at("plant");
    return {formats::Function::read_input_registers, plant.at(plant.recognition.probe).address, 1};
}

}  // namespace firstlight::station
