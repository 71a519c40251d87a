#include "simulator/commands.h"

#include "station/value.h"

#include <algorithm>

namespace firstlight::simulator {
namespace {

using formats::ExceptionCode;

/// Codes of the extension's "command_status".
enum class CommandStatus { done = 2, refused = 3, failed = 4 };

CommandStatus status_of(CommandResult result) {
    if (result == CommandResult::done) return CommandStatus::done;
    return result == CommandResult::failed ? CommandStatus::failed : CommandStatus::refused;
}

bool in_range(const station::Point& argument, double value) {
    const auto range = station::resolve_range(argument, [](const std::string&) { return std::optional<double>{}; });
    return !(range.low && value < *range.low) && !(range.high && value > *range.high);
}

}  // namespace

void CommandBlocks::add(DevicePoints& device) {
    if (device.device().extension && device.profile().command_block) devices_.push_back(&device);
}

DevicePoints* CommandBlocks::at(std::uint8_t unit) const {
    const auto found =
        std::ranges::find_if(devices_, [&](const DevicePoints* device) { return device->device().unit == unit; });
    return found == devices_.end() ? nullptr : *found;
}

bool CommandBlocks::is_block(std::uint8_t unit, std::uint16_t address) const {
    const DevicePoints* device = at(unit);
    return device && device->profile().command_block->request == address;
}

std::optional<ExceptionCode> CommandBlocks::write(std::uint8_t unit, formats::WordView words) {
    DevicePoints& device = *at(unit);
    const station::CommandBlock& block = *device.profile().command_block;
    if (words.size() != std::size_t{block.arguments} + 2 || words.back() == 0) return ExceptionCode::illegal_data_value;
    if (device.number(block.sequence) == words.back()) return std::nullopt;
    const auto& commands = device.profile().commands;
    const auto command = std::ranges::find_if(commands, [&](const auto& one) { return one.code == words.front(); });
    if (command == commands.end()) return ExceptionCode::illegal_data_value;
    GivenCommand given{&device, &*command, {}};
    const bool sound = std::ranges::all_of(command->preconditions, [&](const auto& needed) {
        const auto now = device.look_up(needed.point);
        return now && std::ranges::find(needed.values, *now) != needed.values.end();
    });
    CommandResult result = sound ? CommandResult::done : CommandResult::not_now;
    for (const station::Point& argument : command->arguments) {
        const auto raw = station::raw_integer(words.subspan(1U + argument.address, argument.count));
        given.arguments.push_back(number_of(argument, raw));
        if (!in_range(argument, given.arguments.back())) result = CommandResult::bad_argument;
    }
    if (result == CommandResult::done) result = carry_out_(given);
    device.set(block.sequence, words.back());
    device.set(block.status, static_cast<double>(status_of(result)));
    device.set(block.result, static_cast<double>(result));
    return std::nullopt;
}

}  // namespace firstlight::simulator
