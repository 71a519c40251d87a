#include "tests/end_to_end/served_house.h"

#include "station/value.h"
#include "tests/end_to_end/bad_peer.h"

#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

namespace firstlight::tests {

std::string shipped_scenario(const std::string& name) {
    std::ifstream in(FIRSTLIGHT_SOURCE_DIR "/data/scenarios/" + name + ".json");
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string still_house(const std::string& version, const std::string& more) {
    return R"({
  "name": "still house", "speed": 0, "protocol_version": ")"
           + version + R"(",
  "grid": {"wander": 0}, "load": {"noise_kw": 0}, "sun": {"clouds": 0},
  "units": [
    {"unit": 1, "profile": "inverter", "model": "SigenStor EC 12.0 TP", "serial": "CMU123A45BC678",
     "firmware": "V100R001C00SPC114B107G", "rated_kw": 12, "output": "three_phase_neutral",
     "strings": [{"peak_kw": 5}, {"peak_kw": 4}],
     "battery": {"packs": 2, "capacity_kwh": 16, "soc": 55}},
    {"unit": 1, "profile": "dc_charger", "rated_kw": 25},
    {"unit": 2, "profile": "ac_charger", "rated_kw": 11}
  ])" + more
           + "\n}";
}

const station::ProfileSet& shipped_profiles() {
    static const auto profiles =
        station::ProfileSet::load(std::filesystem::path(FIRSTLIGHT_SOURCE_DIR) / "data" / "profiles");
    return profiles;
}

ServedHouse::ServedHouse(const std::string& scenario, Over over, Intercept intercept)
    : station_(shipped_profiles(), simulator::parse_scenario(scenario, shipped_profiles())),
      intercept_(std::move(intercept)) {
    transport::RequestHandler handler = [this](std::uint8_t unit, const formats::Request& request) {
        return answer(unit, request);
    };
    transport::SerialServerOptions line;
    line.settings.baud = 115200;
    server_ = over == Over::tcp ? transport::serve_tcp(runtime_, "127.0.0.1", 0, std::move(handler))
                                : transport::serve_pty(runtime_, "", std::move(line), std::move(handler));
    runtime_.start_thread();
}

ServedHouse::~ServedHouse() {
    stop();
}

std::string ServedHouse::endpoint() const {
    return transport::to_string(server_->endpoint());
}

void ServedHouse::stop() {
    if (std::exchange(running_, false)) runtime_.stop();
}

void ServedHouse::interrupt() {
    server_->interrupt();
}

void ServedHouse::resume() {
    server_->resume();
    const auto endpoint = server_->endpoint();
    while (!can_connect(std::get<transport::TcpEndpoint>(endpoint).port))
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

transport::ServerReply ServedHouse::answer(std::uint8_t unit, const formats::Request& request) {
    ++transactions_;
    if (intercept_)
        if (auto reply = intercept_(transactions_, unit, request)) return std::move(*reply);
    return station_.handle(unit, request);
}

std::string ServedHouse::served_text(std::uint8_t unit, const std::string& profile, const std::string& name) {
    const auto& point = shipped_profiles().at(profile).at(name);
    const auto words = station_.registers(unit, point.table, point.address, point.count);
    if (!words) return "-";
    const auto reading = station::decode(point, *words, std::chrono::system_clock::now());
    return reading.good() ? station::to_text(point, *reading.value) : "-";
}

}  // namespace firstlight::tests
