#include "simulator/station_core.h"

#include "simulator/present_extension.h"

#include <algorithm>
#include <utility>

namespace firstlight::simulator {
namespace {

using formats::ExceptionCode;
using Clock = std::chrono::steady_clock;

constexpr double tick = 1;  ///< simulated seconds between two moves of the house

/// Start is 1 at plant and inverter, 0 at chargers (facts: behaviour.md section 7.8).
constexpr double start_plant = 1, start_charger = 0;

/// Setpoints act only in this mode of remote control (facts: behaviour.md section 7.3).
constexpr int mode_pcs_remote = 0;

std::int64_t present_epoch() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace

StationCore::StationCore(const station::ProfileSet& used_profiles, std::shared_ptr<const Scenario> used)
    : profiles(used_profiles),
      scenario(std::move(used)),
      house_(scenario),
      commands_([this](const GivenCommand& given) { return carry_out(given); }) {
    build_banks();
    enabled_at_start();
    clock_start_ = scenario->clock_start.value_or(present_epoch());
    const Control nothing;
    house_.advance(0, nothing);
    for (auto* device : devices) {
        present_start(*device, moment());
        fill_tables(tables_, *device, moment());
    }
    place_given_values();
    refresh();
    last_move_ = Clock::now();
}

void StationCore::build_banks() {
    std::vector<std::string> inverter_models;
    for (const auto& unit : scenario->units)
        if (unit.profile == "inverter") inverter_models.push_back(unit.model);
    for (const auto& unit : scenario->units) {
        auto& bank = banks[unit.unit];
        if (!bank) bank = std::make_unique<RegisterBank>(scenario->manners);
        std::vector<std::string> models = inverter_models;
        for (const auto& carrier : scenario->units)
            if (carrier.unit == unit.unit && !carrier.model.empty()) models = {carrier.model};
        auto& points = bank->add(profiles.at(unit.profile), unit, models, plant);
        devices.push_back(&points);
        tables_.add(points);
        commands_.add(points);
        if (unit.profile == "plant") plant = &points;
        if (unit.profile == "inverter") inverters.push_back(&points);
        if (unit.profile == "ac_charger") ac_chargers.push_back(&points);
        if (unit.profile == "dc_charger") dc_chargers.push_back(&points);
    }
}

void StationCore::enabled_at_start() {
    inverter_runs_.assign(inverters.size(), true);
    for (const auto* charger : ac_chargers) ac_enabled_.push_back(charger->device().charging_allowed);
    for (const auto* charger : dc_chargers) dc_enabled_.push_back(charger->device().charging_allowed);
}

void StationCore::place_given_values() {
    for (const auto& given : scenario->values)
        for (auto* device : devices) {
            if (device->device().unit != given.unit || device->device().profile != given.profile) continue;
            given.pinned ? device->pin(given.point, given.value) : device->set(given.point, given.value);
        }
    for (const auto& alarm : scenario->alarms)
        for (auto* device : devices) {
            if (device->device().unit != alarm.unit || device == plant) continue;
            const auto* point = device->profile().find(alarm.point);
            if (point) device->set(alarm.point, device->number(alarm.point).value_or(0) + (1 << alarm.bit));
        }
}

Moment StationCore::moment() const {
    const auto* wrong = scenario->fault(FaultKind::clock_wrong);
    const double clock = static_cast<double>(clock_start_) + house_.state().seconds + (wrong ? wrong->amount : 0);
    return {*scenario, house_, control_, static_cast<std::int64_t>(clock)};
}

std::optional<double> StationCore::limit(const char* point) const {
    if (!plant || !plant->has(point) || !plant->preconditions_hold(point)) return std::nullopt;
    return plant->number(point);
}

Control StationCore::read_control() const {
    Control now;
    const auto working_mode = plant ? plant->number("working_mode") : std::nullopt;
    now.work_mode = working_mode ? ems_mode_of(static_cast<int>(*working_mode)) : scenario->work_mode;
    now.off_grid = off_grid_;
    now.plant_running = plant_runs_;
    now.inverter_running = inverter_runs_;
    if (plant) read_plant_control(now);
    for (std::size_t i = 0; i < ac_chargers.size(); ++i)
        now.ac_chargers.push_back({ac_enabled_[i], ac_chargers[i]->number("output_current"), {}, {}});
    for (std::size_t i = 0; i < dc_chargers.size(); ++i)
        now.dc_chargers.push_back({dc_enabled_[i],
                                   {},
                                   dc_chargers[i]->number("max_charge_power"),
                                   dc_chargers[i]->number("max_discharge_power")});
    return now;
}

void StationCore::read_plant_control(Control& now) const {
    now.remote = plant->number("remote_ems_enable") == 1;
    now.mode = static_cast<int>(plant->number("remote_ems_mode").value_or(2));
    if (now.remote && now.mode == mode_pcs_remote) read_setpoints(now);
    now.ess_charge_kw = limit("ess_max_charge_power");
    now.ess_discharge_kw = limit("ess_max_discharge_power");
    now.pv_kw = limit("pv_max_power");
    now.export_kw = limit("grid_max_export_power");
    now.import_kw = limit("grid_max_import_power");
    now.pcs_export_kw = limit("pcs_max_export_power");
    now.pcs_import_kw = limit("pcs_max_import_power");
    now.backup_soc = plant->number("ess_backup_soc").value_or(scenario->backup_soc);
    now.charge_cutoff_soc = plant->number("ess_charge_cutoff_soc").value_or(scenario->charge_cutoff_soc);
    now.discharge_cutoff_soc = plant->number("ess_discharge_cutoff_soc").value_or(scenario->discharge_cutoff_soc);
}

void StationCore::read_setpoints(Control& now) const {
    now.target_kw = target_kw();
    now.target_kvar = plant->number("target_reactive_power");
    if (plant->number("independent_phase_control_enable") == 1) read_phase_targets(now);
}

std::optional<double> StationCore::target_kw() const {
    if (!target_in_percent_) return plant->number("target_active_power");
    return plant->number("target_active_power_percent").value_or(0) / 100
           * plant->number("max_active_power").value_or(0);
}

void StationCore::read_phase_targets(Control& now) const {
    now.phase_target_kw = {plant->number("target_phase_a_active_power").value_or(0),
                           plant->number("target_phase_b_active_power").value_or(0),
                           plant->number("target_phase_c_active_power").value_or(0)};
    now.target_kw = (*now.phase_target_kw)[0] + (*now.phase_target_kw)[1] + (*now.phase_target_kw)[2];
}

void StationCore::run(double seconds) {
    control_ = read_control();
    house_.advance(seconds, control_);
    for (std::size_t i = 0; i < reverts_.size();) {
        if (house_.state().seconds < reverts_[i].due) {
            ++i;
            continue;
        }
        if (plant) plant->set(reverts_[i].fault->point, reverts_[i].fault->amount);
        reverts_.erase(reverts_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    for (auto* device : devices) present(*device, moment());
    if (plant) present_alarms(*plant, inverters, *scenario);
}

void StationCore::move_to_present() {
    const auto now = Clock::now();
    const double passed = std::chrono::duration<double>(now - last_move_).count() * scenario->speed;
    if (passed < tick) return;
    last_move_ = now;
    run(passed);
}

formats::Response StationCore::respond(std::uint8_t unit, const formats::Request& request) {
    const auto refuse = [&](ExceptionCode code) {
        return formats::Response(formats::Exception{formats::function_of(request), code});
    };
    const auto& limits = devices.front()->profile().limits;
    if (const auto* read = std::get_if<formats::ReadRegisters>(&request)) {
        if (read->count > limits.read_registers) return refuse(ExceptionCode::illegal_data_value);
        auto result = banks[unit]->read(read->address, read->count);
        if (const auto* code = std::get_if<ExceptionCode>(&result)) return refuse(*code);
        return formats::Registers{std::get<formats::Words>(std::move(result))};
    }
    if (const auto* one = std::get_if<formats::WriteSingleRegister>(&request)) {
        const std::array<std::uint16_t, 1> word{one->value};
        const auto refused = write(unit, one->address, word, true);
        return refused ? refuse(*refused) : formats::Written{};
    }
    if (const auto* many = std::get_if<formats::WriteMultipleRegisters>(&request)) {
        if (many->values.size() > limits.write_registers) return refuse(ExceptionCode::illegal_data_value);
        const auto refused = write(unit, many->address, many->values, false);
        return refused ? refuse(*refused) : formats::Written{};
    }
    if (const auto* rows = std::get_if<formats::ReadFileRecord>(&request); rows && scenario->extension) {
        auto result = tables_.read(unit, *rows);
        if (const auto* code = std::get_if<ExceptionCode>(&result)) return refuse(*code);
        return std::get<formats::FileWords>(std::move(result));
    }
    if (const auto* rows = std::get_if<formats::WriteFileRecord>(&request); rows && scenario->extension) {
        const auto refused = tables_.stage(unit, *rows);
        return refused ? refuse(*refused) : formats::Written{};
    }
    if (const auto* identify = std::get_if<formats::ReadDeviceIdentification>(&request))
        if (scenario->manners.identification) return identification(*identify);
    return refuse(ExceptionCode::illegal_function);
}

formats::DeviceIdentification StationCore::identification(const formats::ReadDeviceIdentification& request) const {
    auto answer = *scenario->manners.identification;
    answer.read_code = request.read_code;
    if (request.read_code == 4)
        std::erase_if(answer.objects, [&](const auto& object) { return object.first != request.object_id; });
    return answer;
}

std::optional<ExceptionCode> StationCore::write(std::uint8_t unit, std::uint16_t address, formats::WordView words,
                                                bool single) {
    if (const auto refused = refuse_start(unit, address)) return refused;
    if (tables_.is_head(unit, address)) return tables_.write_head(unit, address, words);
    if (commands_.is_block(unit, address)) {
        const auto refused = commands_.write(unit, words);
        refresh();
        return refused;
    }
    auto result = banks[unit]->write(address, words, single);
    if (const auto* code = std::get_if<ExceptionCode>(&result)) return *code;
    for (const auto& written : std::get<std::vector<WrittenPoint>>(result)) carry_out(written);
    refresh();
    return std::nullopt;
}

std::optional<ExceptionCode> StationCore::refuse_start(std::uint8_t unit, std::uint16_t address) const {
    for (const auto* charger : dc_chargers) {
        const auto* point = charger->profile().find("dc_charger_start_stop");
        if (charger->device().unit == unit && point && point->address == address && !charger->device().vehicle.plugged)
            return ExceptionCode::illegal_data_address;
    }
    return std::nullopt;
}

void StationCore::carry_out(const WrittenPoint& written) {
    const auto& name = written.point->name;
    const double value = written.value.value_or(0);
    if (name == "plant_start_stop") plant_runs_ = value == start_plant;
    if (name == "inverter_start_stop") switch_device(inverters, inverter_runs_, written, value == start_plant);
    if (name == "charger_start_stop") switch_device(ac_chargers, ac_enabled_, written, value == start_charger);
    if (name == "dc_charger_start_stop") switch_device(dc_chargers, dc_enabled_, written, value == start_charger);
    follow_extension(written);
    if (name == "target_active_power") target_in_percent_ = false;
    if (name == "target_active_power_percent") target_in_percent_ = true;
    for (const auto& fault : scenario->faults)
        if (fault.kind == FaultKind::limit_revert && fault.point == name
            && fault.unit.value_or(written.device->unit) == written.device->unit)
            reverts_.push_back({house_.state().seconds + std::chrono::duration<double>(fault.time).count(), &fault});
}

void StationCore::follow_extension(const WrittenPoint& written) {
    constexpr int remote_ems = 4;
    const auto& name = written.point->name;
    if (name == "working_mode") plant->set("remote_ems_enable", written.value == remote_ems ? 1 : 0);
    if (name == "remote_ems_enable" && written.value == 0 && plant->number("working_mode") == remote_ems)
        plant->set("working_mode", 0);
    if (name.starts_with("ocpp_"))
        for (auto* charger : ac_chargers)
            if (&charger->device() == written.device)
                charger->set("ocpp_state", charger->number("ocpp_enable") == 1 ? (name == "ocpp_password" ? 2 : 1) : 0);
}

CommandResult StationCore::carry_out(const GivenCommand& given) {
    const auto& name = given.command->name;
    if (name == "set_clock") {
        clock_start_ += static_cast<std::int64_t>(given.arguments.at(0)) - moment().clock;
        return CommandResult::done;
    }
    if (name == "go_off_grid" || name == "go_on_grid") return switch_grid(name == "go_off_grid");
    if (name == "invite_owner") {
        given.device->set("owner_state", 1);
        given.device->set("owner_invited_at", static_cast<double>(moment().clock));
    }
    return CommandResult::done;
}

CommandResult StationCore::switch_grid(bool off_grid) {
    const bool gateway = std::any_of(devices.begin(), devices.end(),
                                     [](const auto* device) { return device->profile().family == "gateway"; });
    if (!gateway) return CommandResult::no_gateway;
    off_grid_ = off_grid;
    return CommandResult::done;
}

void StationCore::switch_device(const std::vector<DevicePoints*>& all, std::vector<bool>& on,
                                const WrittenPoint& written, bool wanted) {
    for (std::size_t i = 0; i < all.size(); ++i)
        if (&all[i]->device() == written.device) on[i] = wanted;
}

void StationCore::broadcast(const formats::Request& request) {
    if (!plant || !formats::is_write(request)) return;
    respond(plant->device().unit, request);
}

}  // namespace firstlight::simulator
