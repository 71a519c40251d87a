#include "simulator/scenario_reader.h"
#include "text/text.h"

namespace firstlight::simulator {
namespace {

std::vector<JsonNode> list(const JsonNode& node, std::string_view key) {
    const auto found = node.find(key);
    return found ? found->items() : std::vector<JsonNode>{};
}

transport::SerialSettings line_of(const JsonNode& node) {
    const auto line = node.find("line");
    if (!line) return {};
    try {
        return std::get<transport::RtuEndpoint>(transport::parse_endpoint("rtu:line:" + line->text())).settings;
    } catch (const transport::EndpointError& error) {
        line->fail(error.what());
    }
}

}  // namespace

std::pair<const Unit*, const station::Point*> find_point(const JsonNode& node, const Scenario& scenario,
                                                         const station::ProfileSet& profiles) {
    const auto unit = static_cast<std::uint8_t>(node.at("unit").integer(1, 247));
    const auto name = node.at("point");
    bool known = false;
    for (const auto& candidate : scenario.units) {
        if (candidate.unit != unit) continue;
        known = true;
        if (const auto* point = profiles.at(candidate.profile).find(name.text())) return {&candidate, point};
    }
    if (!known) node.at("unit").fail(text::trf("there is no unit {} in this house", unit));
    name.fail(text::trf("no device at unit {} has a point \"{}\"", unit, name.text()));
}

PvString read_string(const JsonNode& node) {
    node.allow_only({"peak_kw", "volts", "sunlight", "reversed"});
    PvString string;
    string.peak_kw = number_in(node, "peak_kw", 0, 100, string.peak_kw);
    string.volts = number_in(node, "volts", 0, 2000, string.volts);
    string.sunlight = number_in(node, "sunlight", 0, 1, string.sunlight);
    string.reversed = node.boolean_or("reversed", false);
    return string;
}

Battery read_battery(const JsonNode& node) {
    node.allow_only({"packs", "capacity_kwh", "charge_kw", "discharge_kw", "soc", "soh"});
    Battery battery;
    battery.packs = static_cast<int>(node.at("packs").integer(1, 100));
    battery.capacity_kwh = node.at("capacity_kwh").number(0.1, 10'000);
    battery.charge_kw = number_in(node, "charge_kw", 0, 1000, battery.capacity_kwh / 2);
    battery.discharge_kw = number_in(node, "discharge_kw", 0, 1000, battery.capacity_kwh / 2);
    battery.soc = number_in(node, "soc", 0, 100, battery.soc);
    battery.soh = number_in(node, "soh", 0, 100, battery.soh);
    return battery;
}

Vehicle read_vehicle(const JsonNode& node) {
    node.allow_only({"plugged", "capacity_kwh", "soc", "until_soc"});
    Vehicle vehicle;
    vehicle.plugged = node.boolean_or("plugged", true);
    vehicle.capacity_kwh = number_in(node, "capacity_kwh", 1, 1000, vehicle.capacity_kwh);
    vehicle.soc = number_in(node, "soc", 0, 100, vehicle.soc);
    vehicle.until_soc = number_in(node, "until_soc", 0, 100, vehicle.until_soc);
    return vehicle;
}

Manners read_manners(const JsonNode& node) {
    node.allow_only(
        {"unknown_units", "write_only_reads", "out_of_range", "answer_ms", "answer_jitter_ms", "identification"});
    Manners manners;
    if (const auto word = node.find("unknown_units"))
        manners.unknown_units_answer = one_of<bool>(*word, {{"silent", false}, {"exception", true}});
    if (const auto word = node.find("write_only_reads"))
        manners.write_only_reads_fail = one_of<bool>(*word, {{"fffe", false}, {"exception", true}});
    if (const auto word = node.find("out_of_range"))
        manners.out_of_range = one_of<OutOfRange>(
            *word, {{"refuse", OutOfRange::refuse}, {"clamp", OutOfRange::clamp}, {"accept", OutOfRange::accept}});
    manners.answer_time = milliseconds_in(node, "answer_ms", 0);
    manners.answer_jitter = milliseconds_in(node, "answer_jitter_ms", 0);
    const auto identification = node.find("identification");
    if (!identification) return manners;
    identification->allow_only({"vendor", "product", "revision"});
    formats::DeviceIdentification objects;
    objects.objects = {{0, identification->at("vendor").text()},
                       {1, identification->at("product").text()},
                       {2, identification->at("revision").text()}};
    manners.identification = objects;
    return manners;
}

Serve read_serve(const JsonNode& node) {
    Serve serve;
    node.allow_only({"tcp", "rtu_over_tcp", "pty", "serial", "dial"});
    for (const bool rtu : {false, true})
        for (const auto& item : list(node, rtu ? "rtu_over_tcp" : "tcp")) {
            item.allow_only({"address", "port"});
            serve.tcp.push_back({item.text_or("address", "127.0.0.1"),
                                 static_cast<std::uint16_t>(integer_in(item, "port", 0, 65535, 0)), rtu});
        }
    for (const auto& item : list(node, "pty")) {
        item.allow_only({"link", "line"});
        serve.pty.push_back({item.text_or("link", ""), line_of(item)});
    }
    for (const auto& item : list(node, "serial")) {
        item.allow_only({"port", "line"});
        serve.ports.push_back({item.at("port").text(), line_of(item)});
    }
    for (const auto& item : list(node, "dial")) {
        item.allow_only({"host", "port", "retry_ms"});
        serve.dial.push_back({item.at("host").text(), static_cast<std::uint16_t>(item.at("port").integer(1, 65535)),
                              milliseconds_in(item, "retry_ms", 5000)});
    }
    return serve;
}

}  // namespace firstlight::simulator
