#include "simulator/virtual_station.h"

#include "formats/modbus_frames.h"
#include "simulator/fault_engine.h"
#include "simulator/station_core.h"

#include <chrono>
#include <mutex>
#include <utility>

namespace firstlight::simulator {

/// Handled on the I/O thread, asked and set by tests from others: the mutex guards it all.
struct VirtualStation::State : std::enable_shared_from_this<State> {
    State(const station::ProfileSet& profiles, std::shared_ptr<const Scenario> scenario)
        : core(profiles, std::move(scenario)), faults(*core.scenario) {}

    std::recursive_mutex mutex;
    StationCore core;
    FaultEngine faults;
    std::uint64_t transactions = 0;
    std::function<void(std::uint64_t)> hook;
    transport::Runtime* runtime = nullptr;
    std::vector<std::shared_ptr<transport::ModbusServer>> servers;
    transport::Task restarting;
    bool foreign_asks = false;

    void restart(std::chrono::milliseconds time);
    transport::SerialServerOptions line_options(const transport::SerialSettings& settings);
    formats::Bytes foreign_frame(std::uint8_t unit);
    void disturb(formats::Bytes& bytes);
    transport::ServerReply handle(std::uint8_t unit, const formats::Request& request);
};

namespace {

transport::awaitable<void> resume_after(std::vector<std::weak_ptr<transport::ModbusServer>> servers,
                                        std::chrono::milliseconds time) {
    co_await transport::sleep_for(time);
    for (const auto& weak : servers)
        if (const auto server = weak.lock()) server->resume();
}

}  // namespace

void VirtualStation::State::restart(std::chrono::milliseconds time) {
    for (const auto& server : servers) server->interrupt();
    if (runtime)
        restarting = transport::spawn(runtime->executor(), resume_after({servers.begin(), servers.end()}, time));
}

/// The second master's question and, next time, the answer of the device it asked.
formats::Bytes VirtualStation::State::foreign_frame(std::uint8_t unit) {
    const std::lock_guard lock(mutex);
    foreign_asks = !foreign_asks;
    const formats::Request question = formats::ReadRegisters{formats::Function::read_holding_registers, 0, 4};
    if (foreign_asks) return formats::encode_rtu(unit, formats::encode_request(question));
    const formats::Registers answer{{2310, 2304, 2298, 5001}};
    return formats::encode_rtu(unit, formats::encode_response(answer, question));
}

void VirtualStation::State::disturb(formats::Bytes& bytes) {
    const std::lock_guard lock(mutex);
    faults.disturb(bytes);
}

transport::SerialServerOptions VirtualStation::State::line_options(const transport::SerialSettings& settings) {
    transport::SerialServerOptions options;
    options.settings = settings;
    options.echo = core.scenario->fault(FaultKind::echo) != nullptr;
    if (core.scenario->fault(FaultKind::noise))
        options.noise = [weak = weak_from_this()](formats::Bytes& bytes) {
            if (const auto state = weak.lock()) state->disturb(bytes);
        };
    if (const auto* other = core.scenario->fault(FaultKind::second_master)) {
        options.foreign_period = other->time / 2;
        options.foreign_traffic = [weak = weak_from_this(), unit = *other->unit] {
            const auto state = weak.lock();
            return state ? state->foreign_frame(unit) : formats::Bytes{};
        };
    }
    return options;
}

VirtualStation::VirtualStation(const station::ProfileSet& profiles, std::shared_ptr<const Scenario> scenario)
    : state_(std::make_shared<State>(profiles, std::move(scenario))) {}

VirtualStation::~VirtualStation() = default;

transport::ServerReply VirtualStation::State::handle(std::uint8_t unit, const formats::Request& request) {
    const std::lock_guard lock(mutex);
    const auto number = ++transactions;
    if (hook) hook(number);
    core.move_to_present();
    if (unit == 0) {
        core.broadcast(request);
        return {};
    }
    auto decision = faults.decide(number, unit);
    if (decision.restart) restart(*decision.restart);
    if (!core.banks[unit]) {
        const bool answers = core.scenario->manners.unknown_units_answer && !decision.restart;
        if (!answers) return {};
        decision.exception = formats::ExceptionCode::gateway_target_failed;
    }
    std::optional<formats::Response> response;
    if (decision.exception)
        response = formats::Exception{formats::function_of(request), *decision.exception};
    else if (decision.executed)
        response = core.respond(unit, request);
    if (decision.answered) decision.reply.response = std::move(response);
    return std::move(decision.reply);
}

transport::ServerReply VirtualStation::handle(std::uint8_t unit, const formats::Request& request) {
    return state_->handle(unit, request);
}

transport::RequestHandler VirtualStation::handler() {
    return [weak = std::weak_ptr(state_)](std::uint8_t unit, const formats::Request& request) {
        const auto state = weak.lock();
        return state ? state->handle(unit, request) : transport::ServerReply{};
    };
}

void VirtualStation::serve(transport::Runtime& runtime) {
    state_->runtime = &runtime;
    const auto& serve = state_->core.scenario->serve;
    auto& servers = state_->servers;
    for (const auto& tcp : serve.tcp)
        servers.push_back(transport::serve_tcp(runtime, tcp.address, tcp.port, handler(), tcp.rtu_frames));
    for (const auto& line : serve.pty)
        servers.push_back(transport::serve_pty(runtime, line.name, state_->line_options(line.settings), handler()));
    for (const auto& line : serve.ports)
        servers.push_back(
            transport::serve_serial_port(runtime, line.name, state_->line_options(line.settings), handler()));
    for (const auto& dial : serve.dial)
        servers.push_back(transport::dial_out(runtime, dial.host, dial.port, dial.retry, handler()));
}

std::vector<transport::Endpoint> VirtualStation::endpoints() const {
    std::vector<transport::Endpoint> endpoints;
    for (const auto& server : state_->servers) endpoints.push_back(server->endpoint());
    return endpoints;
}

std::vector<std::shared_ptr<transport::ModbusServer>> VirtualStation::servers() const {
    return state_->servers;
}

std::optional<formats::Words> VirtualStation::registers(std::uint8_t unit, station::Table, std::uint16_t address,
                                                        std::uint16_t count) {
    const std::lock_guard lock(state_->mutex);
    if (!state_->core.banks[unit]) return std::nullopt;
    auto result = state_->core.banks[unit]->read(address, count);
    if (auto* words = std::get_if<formats::Words>(&result)) return std::move(*words);
    return std::nullopt;
}

void VirtualStation::set_point(std::uint8_t unit, const std::string& profile, const std::string& point, double value,
                               bool hold) {
    const std::lock_guard lock(state_->mutex);
    for (auto* device : state_->core.devices) {
        if (device->device().unit != unit || device->device().profile != profile) continue;
        hold ? device->pin(point, value) : device->set(point, value);
    }
    if (state_->core.plant) present_alarms(*state_->core.plant, state_->core.inverters, *state_->core.scenario);
}

std::uint64_t VirtualStation::transactions() const {
    const std::lock_guard lock(state_->mutex);
    return state_->transactions;
}

void VirtualStation::on_transaction(std::function<void(std::uint64_t)> hook) {
    const std::lock_guard lock(state_->mutex);
    state_->hook = std::move(hook);
}

void VirtualStation::advance(double seconds) {
    const std::lock_guard lock(state_->mutex);
    state_->core.run(seconds);
}

std::vector<std::string> VirtualStation::unknown_names() const {
    std::vector<std::string> names;
    for (const auto* device : state_->core.devices)
        for (const auto& name : device->unknown_names()) names.push_back(device->profile().id + "/" + name);
    return names;
}

}  // namespace firstlight::simulator
