#pragma once

#include "simulator/commands.h"
#include "simulator/house.h"
#include "simulator/presentation.h"
#include "simulator/register_bank.h"
#include "simulator/scenario.h"
#include "simulator/stored_tables.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

/// The inside of a virtual station without its faults and servers: register banks over a house.
namespace firstlight::simulator {

struct StationCore {
    StationCore(const station::ProfileSet& used_profiles, std::shared_ptr<const Scenario> used);

    /// Moves the house to the present, in steps of a simulated second at least.
    void move_to_present();
    /// Lets `seconds` of simulated time pass.
    void run(double seconds);
    /// Settings have changed: shares power anew, time stands still.
    void refresh() { run(0); }
    /// `unit` must have a bank.
    formats::Response respond(std::uint8_t unit, const formats::Request& request);
    /// Plant settings are carried out and nobody answers (facts: behaviour.md section 6).
    void broadcast(const formats::Request& request);

    const station::ProfileSet& profiles;
    std::shared_ptr<const Scenario> scenario;
    std::array<std::unique_ptr<RegisterBank>, 256> banks;
    std::vector<DevicePoints*> devices, inverters, ac_chargers, dc_chargers;
    DevicePoints* plant = nullptr;

  private:
    /// A limit that falls back to the installer's value.
    struct Revert {
        double due = 0;  ///< simulated seconds
        const Fault* fault = nullptr;
    };

    void build_banks();
    void enabled_at_start();
    void place_given_values();
    Moment moment() const;
    /// Limits that are not in force now (their preconditions) and those set to "none" are left open.
    std::optional<double> limit(const char* point) const;
    Control read_control() const;
    void read_plant_control(Control& now) const;
    /// The one that was written last counts.
    std::optional<double> target_kw() const;
    void read_setpoints(Control& now) const;
    void read_phase_targets(Control& now) const;
    formats::DeviceIdentification identification(const formats::ReadDeviceIdentification& request) const;
    std::optional<formats::ExceptionCode> write(std::uint8_t unit, std::uint16_t address, formats::WordView words,
                                                bool single);
    /// A DC charger without a vehicle refuses to start (facts: behaviour.md section 5).
    std::optional<formats::ExceptionCode> refuse_start(std::uint8_t unit, std::uint16_t address) const;
    void carry_out(const WrittenPoint& written);
    CommandResult carry_out(const GivenCommand& given);
    CommandResult switch_grid(bool off_grid);
    /// Settings of the extension that the house acts on.
    void follow_extension(const WrittenPoint& written);
    static void switch_device(const std::vector<DevicePoints*>& all, std::vector<bool>& on, const WrittenPoint& written,
                              bool wanted);

    House house_;
    Control control_;
    StoredTables tables_;
    CommandBlocks commands_;
    bool plant_runs_ = true, target_in_percent_ = false, off_grid_ = false;
    std::vector<bool> inverter_runs_, ac_enabled_, dc_enabled_;
    std::vector<Revert> reverts_;
    std::int64_t clock_start_ = 0;
    std::chrono::steady_clock::time_point last_move_;
};

}  // namespace firstlight::simulator
