#include "formats/modbus.h"

namespace firstlight::formats {

Function function_of(const Request& request) {
    struct {
        Function operator()(const ReadBits& r) const { return r.function; }
        Function operator()(const ReadRegisters& r) const { return r.function; }
        Function operator()(const WriteSingleCoil&) const { return Function::write_single_coil; }
        Function operator()(const WriteSingleRegister&) const { return Function::write_single_register; }
        Function operator()(const WriteMultipleCoils&) const { return Function::write_multiple_coils; }
        Function operator()(const WriteMultipleRegisters&) const { return Function::write_multiple_registers; }
        Function operator()(const ReadFileRecord&) const { return Function::read_file_record; }
        Function operator()(const WriteFileRecord&) const { return Function::write_file_record; }
        Function operator()(const MaskWriteRegister&) const { return Function::mask_write_register; }
        Function operator()(const ReadWriteMultipleRegisters&) const { return Function::read_write_multiple_registers; }
        Function operator()(const ReadDeviceIdentification&) const { return Function::read_device_identification; }
    } visitor;
    return std::visit(visitor, request);
}

bool is_write(const Request& request) {
    switch (function_of(request)) {
        case Function::read_coils:
        case Function::read_discrete_inputs:
        case Function::read_holding_registers:
        case Function::read_input_registers:
        case Function::read_file_record:
        case Function::read_device_identification:
            return false;
        default:
            return true;
    }
}

}  // namespace firstlight::formats
