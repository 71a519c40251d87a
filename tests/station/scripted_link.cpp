#include "scripted_link.h"

#include <algorithm>

namespace firstlight::tests {

using formats::Exception;
using formats::ExceptionCode;
using formats::Function;
using transport::LinkFailure;
using transport::LinkFault;
using transport::Milliseconds;

namespace {

LinkFault fault_of(LinkFailure kind, std::uint8_t unit) {
    LinkFault fault;
    fault.kind = kind;
    fault.unit = unit;
    return fault;
}

}  // namespace

void ScriptedUnit::put(std::uint16_t address, const formats::Words& words) {
    for (const std::uint16_t word : words) registers[address++] = word;
}

std::size_t ScriptedLink::requests_to(std::uint8_t unit) const {
    return static_cast<std::size_t>(std::ranges::count(log, unit, &Asked::unit));
}

std::size_t ScriptedLink::writes() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(log, [](const Asked& asked) { return formats::is_write(asked.request); }));
}

transport::awaitable<transport::Answer> ScriptedLink::ask(std::uint8_t unit, formats::Request request,
                                                          transport::AskOptions options) {
    Milliseconds patience = timeouts_.contains(unit) ? timeouts_[unit] : Milliseconds(1000);
    if (options.timeout) patience = *options.timeout;
    const int times = 1 + (formats::is_write(request) ? 0 : options.read_retries);
    transport::Answer result;
    for (int time = 0; time < times; ++time) {
        result = answer(unit, request, patience);
        const auto* fault = std::get_if<LinkFault>(&result);
        if (!fault || (fault->kind != LinkFailure::silent && fault->kind != LinkFailure::garbled)) break;
    }
    co_return result;
}

transport::Answer ScriptedLink::answer(std::uint8_t unit, const formats::Request& request, Milliseconds patience) {
    log.push_back({unit, request});
    auto& counted = statistics_.units[unit];
    ++counted.asked;
    const auto passes = [&](transport::Clock::duration time) { elapsed += std::max(time, pace_.interval); };
    const auto silence = [&] {
        passes(patience);
        ++counted.silent;
        return fault_of(LinkFailure::silent, unit);
    };
    bool done = true;
    if (auto fault = disturb ? disturb(log.size(), log.back(), done) : std::nullopt) {
        if (done && units.contains(unit)) respond(units[unit], request);
        passes(patience);
        ++(fault->kind == LinkFailure::garbled ? counted.garbled : counted.silent);
        return *fault;
    }
    const auto found = units.find(unit);
    if (found == units.end() && absent_units_answer) {
        passes(Milliseconds(20));
        return formats::Response(Exception{Function::read_input_registers, *absent_units_answer});
    }
    if (found == units.end() || found->second.silent) return silence();
    if (elapsed >= stalled_until_ && found->second.stalls) {
        stalled_until_ = elapsed + found->second.stall_time;
        return silence();
    }
    const auto held_up = std::max(stalled_until_ - elapsed, transport::Clock::duration{});
    if (held_up > patience) return silence();
    const auto takes = found->second.takes + held_up;
    if (takes > patience) {
        ++counted.late;
        return silence();
    }
    passes(takes);
    ++counted.answered;
    ++statistics_.all.answered;
    counted.total += takes;
    counted.slowest = std::max(counted.slowest, takes);
    statistics_.all.total += takes;
    return respond(found->second, request);
}

formats::Response ScriptedLink::respond(ScriptedUnit& unit, const formats::Request& request) {
    if (unit.refuses_all) return Exception{formats::function_of(request), *unit.refuses_all};
    if (unit.refused_functions.contains(formats::function_of(request))) {
        return Exception{formats::function_of(request), ExceptionCode::illegal_function};
    }
    if (const auto* one = std::get_if<formats::ReadRegisters>(&request)) return read(unit, *one);
    if (const auto* one = std::get_if<formats::WriteSingleRegister>(&request)) {
        return write(unit, Function::write_single_register, one->address, {one->value});
    }
    if (const auto* many = std::get_if<formats::WriteMultipleRegisters>(&request)) {
        return write(unit, Function::write_multiple_registers, many->address, many->values);
    }
    return Exception{formats::function_of(request), ExceptionCode::illegal_function};
}

formats::Response ScriptedLink::read(const ScriptedUnit& unit, const formats::ReadRegisters& request) const {
    formats::Registers answer;
    bool any = false;
    for (std::uint32_t at = request.address; at < std::uint32_t{request.address} + request.count; ++at) {
        const auto address = static_cast<std::uint16_t>(at);
        const auto found = unit.registers.find(address);
        const bool known = found != unit.registers.end() && !unit.write_only.contains(address);
        if (!known && !unit.reserved.contains(address)) {
            return Exception{request.function, ExceptionCode::illegal_data_address};
        }
        any = any || known;
        answer.values.push_back(known ? found->second : std::uint16_t{0});
    }
    if (!any) return Exception{request.function, ExceptionCode::illegal_data_address};
    return answer;
}

formats::Response ScriptedLink::write(ScriptedUnit& unit, Function function, std::uint16_t address,
                                      const formats::Words& words) {
    if (const auto refusal = unit.on_write ? unit.on_write(address, words) : std::nullopt) {
        return Exception{function, *refusal};
    }
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto one = static_cast<std::uint16_t>(address + at);
        if (!unit.registers.contains(one)) return Exception{function, ExceptionCode::illegal_data_address};
        unit.registers[one] = words[at];
    }
    if (unit.after_write) unit.after_write(address);
    return formats::Written{};
}

transport::awaitable<void> ScriptedLink::broadcast(formats::Request request) {
    log.push_back({0, std::move(request)});
    co_return;
}

transport::awaitable<void> ScriptedLink::reopen() {
    ++reopened;
    if (!reopens) throw transport::LinkError(endpoint_, fault_of(LinkFailure::refused, 0));
    ++statistics_.reconnects;
    co_return;
}

transport::awaitable<void> ScriptedLink::close() {
    co_return;
}

void ScriptedLink::set_default_timeout(std::optional<std::uint8_t> unit, Milliseconds timeout) {
    if (unit) timeouts_[*unit] = timeout;
}

}  // namespace firstlight::tests
