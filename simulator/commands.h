#pragma once

#include "simulator/register_bank.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Command blocks of the commissioning extension: a command is carried out once for each sequence number.
namespace firstlight::simulator {

/// Codes of the extension's "command_result".
enum class CommandResult {
    none = 0,
    done = 1,
    not_now = 2,
    no_gateway = 3,
    bad_argument = 4,
    failed = 5,
    no_owner = 6
};

/// A command with the values of its arguments.
struct GivenCommand {
    DevicePoints* device = nullptr;
    const station::Command* command = nullptr;
    std::vector<double> arguments;
};

class CommandBlocks {
  public:
    /// `carry_out` does what is asked and says what became of it. `device` must outlive it.
    explicit CommandBlocks(std::function<CommandResult(const GivenCommand&)> carry_out)
        : carry_out_(std::move(carry_out)) {}
    void add(DevicePoints& device);
    bool is_block(std::uint8_t unit, std::uint16_t address) const;
    /// Code, arguments and sequence number in one write.
    std::optional<formats::ExceptionCode> write(std::uint8_t unit, formats::WordView words);

  private:
    DevicePoints* at(std::uint8_t unit) const;

    std::function<CommandResult(const GivenCommand&)> carry_out_;
    std::vector<DevicePoints*> devices_;
};

}  // namespace firstlight::simulator
