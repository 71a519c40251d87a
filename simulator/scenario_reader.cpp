#include "formats/strict_json.h"
#include "simulator/scenario.h"
#include "simulator/virtual_station.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::simulator {
namespace {

using formats::JsonNode;
using station::ProfileSet;

template <typename T>
using Words = std::initializer_list<std::pair<std::string_view, T>>;

template <typename T>
T one_of(const JsonNode& node, Words<T> words) {
    const auto text = node.text();
    std::vector<std::string_view> known;
    for (const auto& [word, value] : words) {
        if (word == text) return value;
        known.push_back(word);
    }
    node.fail(fmt::format("\"{}\" is not known; known: {}", text, fmt::join(known, ", ")));
}

double number_in(const JsonNode& node, std::string_view key, double low, double high, double otherwise) {
    const auto found = node.find(key);
    return found ? found->number(low, high) : otherwise;
}

int integer_in(const JsonNode& node, std::string_view key, int low, int high, int otherwise) {
    const auto found = node.find(key);
    return found ? static_cast<int>(found->integer(low, high)) : otherwise;
}

std::chrono::milliseconds milliseconds_in(const JsonNode& node, std::string_view key, int otherwise) {
    return std::chrono::milliseconds(integer_in(node, key, 0, 3'600'000, otherwise));
}

station::ProtocolVersion version_in(const JsonNode& node, station::ProtocolVersion otherwise) {
    const auto found = node.find("protocol_version");
    if (!found) return otherwise;
    try {
        return station::parse_protocol_version(found->text());
    } catch (const std::invalid_argument& error) {
        found->fail(error.what());
    }
}

std::array<double, 3> three_numbers(const JsonNode& node, double low, double high) {
    const auto items = node.items();
    if (items.size() != 3) node.fail("three numbers are needed, one for each phase");
    return {items[0].number(low, high), items[1].number(low, high), items[2].number(low, high)};
}

int phase_of(const JsonNode& node) {
    return one_of<int>(node, {{"a", 0}, {"b", 1}, {"c", 2}});
}

class Reader {
  public:
    Reader(const JsonNode& root, const ProfileSet& profiles) : root_(root), profiles_(profiles) {}

    std::shared_ptr<const Scenario> read() {
        root_.allow_only({"name",        "description",   "seed",         "speed",
                          "clock_start", "time_zone_min", "history_days", "protocol_version",
                          "work_mode",   "soc_limits",    "plant",        "grid",
                          "sun",         "load",          "units",        "alarms",
                          "values",      "faults",        "manners",      "serve"});
        read_head();
        if (const auto node = root_.find("grid")) read_grid(*node);
        if (const auto node = root_.find("sun")) read_sun(*node);
        if (const auto node = root_.find("load")) read_load(*node);
        read_plant();
        for (const auto& node : root_.at("units").items()) read_unit(node);
        if (scenario_.units.empty()) root_.at("units").fail("a house without a plant needs a unit");
        for (const auto& node : items("alarms")) read_alarm(node);
        for (const auto& node : items("values")) read_value(node);
        for (const auto& node : items("faults")) read_fault(node);
        if (const auto node = root_.find("manners")) read_manners(*node);
        if (const auto node = root_.find("serve")) read_serve(*node);
        return std::make_shared<const Scenario>(std::move(scenario_));
    }

  private:
    std::vector<JsonNode> items(std::string_view key) const {
        const auto node = root_.find(key);
        return node ? node->items() : std::vector<JsonNode>{};
    }

    void read_head() {
        scenario_.name = root_.at("name").text();
        scenario_.description = root_.text_or("description", "");
        scenario_.seed = static_cast<std::uint32_t>(integer_in(root_, "seed", 0, 1'000'000'000, 1));
        scenario_.speed = number_in(root_, "speed", 0, 100'000, 1);
        if (const auto start = root_.find("clock_start")) scenario_.clock_start = start->integer(0, 0xFFFFFFFF);
        scenario_.time_zone_min = integer_in(root_, "time_zone_min", -1440, 1440, 60);
        scenario_.history_days = integer_in(root_, "history_days", 0, 10'000, 30);
        scenario_.version = version_in(root_, scenario_.version);
        scenario_.work_mode = integer_in(root_, "work_mode", 0, 65535, 0);
        const auto limits = root_.find("soc_limits");
        if (!limits) return;
        limits->allow_only({"backup", "charge_cutoff", "discharge_cutoff"});
        scenario_.backup_soc = number_in(*limits, "backup", 0, 100, 0);
        scenario_.charge_cutoff_soc = number_in(*limits, "charge_cutoff", 0, 100, 100);
        scenario_.discharge_cutoff_soc = number_in(*limits, "discharge_cutoff", 0, 100, 5);
    }

    void read_grid(const JsonNode& node) {
        node.allow_only({"rated_voltage", "rated_frequency", "voltage", "frequency", "wander", "meter",
                         "export_limit_kw", "import_limit_kw"});
        auto& grid = scenario_.grid;
        grid.rated_voltage = number_in(node, "rated_voltage", 50, 1000, 230);
        grid.rated_frequency = number_in(node, "rated_frequency", 40, 70, 50);
        grid.voltage = {grid.rated_voltage + 1, grid.rated_voltage, grid.rated_voltage - 0.5};
        if (const auto voltage = node.find("voltage")) grid.voltage = three_numbers(*voltage, 0, 2000);
        grid.frequency = number_in(node, "frequency", 0, 100, grid.rated_frequency + 0.01);
        grid.wander = number_in(node, "wander", 0, 20, 1);
        grid.meter = node.boolean_or("meter", true);
        grid.export_limit_kw = number_in(node, "export_limit_kw", 0, 100'000, 0);
        grid.import_limit_kw = number_in(node, "import_limit_kw", 0, 100'000, 0);
    }

    void read_sun(const JsonNode& node) {
        node.allow_only({"hour", "sunrise", "sunset", "brightness", "clouds"});
        auto& sun = scenario_.sun;
        sun.hour = number_in(node, "hour", 0, 23.999, sun.hour);
        sun.sunrise = number_in(node, "sunrise", 0, 24, sun.sunrise);
        sun.sunset = number_in(node, "sunset", 0, 24, sun.sunset);
        if (sun.sunset <= sun.sunrise) node.fail("the sun must set after it rises");
        sun.brightness = number_in(node, "brightness", 0, 1, sun.brightness);
        sun.clouds = number_in(node, "clouds", 0, 1, sun.clouds);
    }

    void read_load(const JsonNode& node) {
        node.allow_only({"base_kw", "noise_kw", "shares", "smart_kw", "third_party_pv_kw"});
        auto& load = scenario_.load;
        load.base_kw = number_in(node, "base_kw", 0, 1000, load.base_kw);
        load.noise_kw = number_in(node, "noise_kw", 0, 1000, load.noise_kw);
        if (const auto shares = node.find("shares")) load.shares = three_numbers(*shares, 0, 1);
        load.smart_kw = number_in(node, "smart_kw", 0, 1000, 0);
        load.third_party_pv_kw = number_in(node, "third_party_pv_kw", 0, 1000, 0);
    }

    /// The plant answers at the unit its profile names, unless the inverter asked does not serve it.
    void read_plant() {
        const auto node = root_.find("plant");
        if (node) node->allow_only({"present", "protocol_version", "missing_points"});
        if (node && !node->boolean_or("present", true)) return;
        const auto profile = profiles_.find("plant");
        if (!profile || profile->recognition.units.empty()) root_.fail("there is no profile \"plant\" with a unit id");
        Unit plant;
        plant.unit = profile->recognition.units.front();
        plant.profile = profile->id;
        plant.version = node ? version_in(*node, scenario_.version) : scenario_.version;
        if (node) read_missing(*node, plant);
        scenario_.units.push_back(std::move(plant));
    }

    void read_unit(const JsonNode& node) {
        node.allow_only({"unit", "profile", "model", "serial", "firmware", "protocol_version", "missing_points",
                         "rated_kw", "output", "phase", "strings", "mppts", "battery", "insulation_mohm", "phases",
                         "breaker_a", "charging_allowed", "vehicle"});
        Unit unit;
        unit.unit = static_cast<std::uint8_t>(node.at("unit").integer(1, 246));
        unit.profile = node.at("profile").text();
        if (!profiles_.find(unit.profile)) node.at("profile").fail("there is no profile \"" + unit.profile + "\"");
        check_unit_id(node, unit);
        unit.model = node.text_or("model", "");
        unit.serial = node.text_or("serial", "");
        unit.firmware = node.text_or("firmware", "");
        unit.version = version_in(node, scenario_.version);
        read_missing(node, unit);
        read_ratings(node, unit);
        if (const auto strings = node.find("strings"))
            for (const auto& string : strings->items()) unit.strings.push_back(read_string(string));
        if (const auto battery = node.find("battery")) unit.battery = read_battery(*battery);
        if (const auto vehicle = node.find("vehicle")) unit.vehicle = read_vehicle(*vehicle);
        scenario_.units.push_back(std::move(unit));
    }

    void read_ratings(const JsonNode& node, Unit& unit) {
        unit.rated_kw = number_in(node, "rated_kw", 0.1, 1000, unit.rated_kw);
        if (const auto output = node.find("output"))
            unit.output = one_of<OutputType>(*output, {{"single_phase", OutputType::single_phase},
                                                       {"three_phase", OutputType::three_phase},
                                                       {"three_phase_neutral", OutputType::three_phase_neutral},
                                                       {"split_phase", OutputType::split_phase}});
        if (const auto phase = node.find("phase")) unit.phase = phase_of(*phase);
        unit.mppts = integer_in(node, "mppts", 0, 36, 0);
        unit.insulation_mohm = number_in(node, "insulation_mohm", 0, 60, unit.insulation_mohm);
        unit.phases = integer_in(node, "phases", 1, 3, unit.phases);
        unit.breaker_a = number_in(node, "breaker_a", 6, 500, unit.breaker_a);
        unit.charging_allowed = node.boolean_or("charging_allowed", true);
    }

    /// A unit id belongs to one device, or to one and the modules that ride on it.
    void check_unit_id(const JsonNode& node, const Unit& unit) {
        const auto& rides_on = profiles_.at(unit.profile).recognition.rides_on;
        bool carrier = rides_on.empty();
        for (const auto& other : scenario_.units) {
            if (other.unit != unit.unit) continue;
            if (other.profile == unit.profile
                || (rides_on.empty() && profiles_.at(other.profile).recognition.rides_on.empty()))
                node.fail(fmt::format("unit {} is given twice", unit.unit));
            carrier = carrier || other.profile == rides_on;
        }
        if (!carrier) node.fail(fmt::format("a {} needs a {} at unit {} before it", unit.profile, rides_on, unit.unit));
    }

    void read_missing(const JsonNode& node, Unit& unit) {
        const auto missing = node.find("missing_points");
        if (!missing) return;
        for (const auto& name : missing->items()) {
            check_point(name, unit.profile);
            unit.missing_points.insert(name.text());
        }
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

    const station::Point& check_point(const JsonNode& node, const std::string& profile) {
        const auto* point = profiles_.at(profile).find(node.text());
        if (!point) node.fail(fmt::format("profile {} has no point \"{}\"", profile, node.text()));
        return *point;
    }

    /// The device at a unit whose profile has the point; several devices may share the unit.
    std::pair<const Unit*, const station::Point*> find_point(const JsonNode& node) {
        const auto unit = static_cast<std::uint8_t>(node.at("unit").integer(1, 247));
        const auto name = node.at("point");
        bool known = false;
        for (const auto& candidate : scenario_.units) {
            if (candidate.unit != unit) continue;
            known = true;
            if (const auto* point = profiles_.at(candidate.profile).find(name.text())) return {&candidate, point};
        }
        if (!known) node.at("unit").fail(fmt::format("there is no unit {} in this house", unit));
        name.fail(fmt::format("no device at unit {} has a point \"{}\"", unit, name.text()));
    }

    void read_alarm(const JsonNode& node) {
        node.allow_only({"unit", "point", "bit"});
        const auto [unit, point] = find_point(node);
        if (point->bits.empty()) node.at("point").fail("\"" + point->name + "\" is no alarm word");
        scenario_.alarms.push_back({unit->unit, point->name, static_cast<int>(node.at("bit").integer(0, 15))});
    }

    void read_value(const JsonNode& node) {
        node.allow_only({"unit", "point", "value", "pinned"});
        const auto [unit, point] = find_point(node);
        if (point->is_text()) node.at("point").fail("texts are given with their unit (model, serial, firmware)");
        const bool pinned = node.boolean_or("pinned", !point->writable());
        scenario_.values.push_back({unit->unit, unit->profile, point->name, node.at("value").number(), pinned});
    }

    void read_fault(const JsonNode& node) {
        Fault fault;
        fault.kind = one_of<FaultKind>(node.at("kind"), {{"silent", FaultKind::silent},
                                                         {"slow", FaultKind::slow},
                                                         {"stall", FaultKind::stall},
                                                         {"late", FaultKind::late},
                                                         {"drop", FaultKind::drop},
                                                         {"restart", FaultKind::restart},
                                                         {"garble", FaultKind::garble},
                                                         {"wrong_unit", FaultKind::wrong_unit},
                                                         {"wrong_transaction", FaultKind::wrong_transaction},
                                                         {"exception", FaultKind::exception},
                                                         {"reversed_ct", FaultKind::reversed_ct},
                                                         {"swapped_ct", FaultKind::swapped_ct},
                                                         {"reversed_string", FaultKind::reversed_string},
                                                         {"clock_wrong", FaultKind::clock_wrong},
                                                         {"limit_revert", FaultKind::limit_revert},
                                                         {"echo", FaultKind::echo},
                                                         {"noise", FaultKind::noise},
                                                         {"second_master", FaultKind::second_master}});
        if (const auto unit = node.find("unit")) fault.unit = static_cast<std::uint8_t>(unit->integer(0, 247));
        fault.every = integer_in(node, "every", 1, 1'000'000, 1);
        fault.after = integer_in(node, "after", 0, 1'000'000, 0);
        fault.times = integer_in(node, "times", 0, 1'000'000, 0);
        fault.time = milliseconds_in(node, "ms", default_time(fault.kind));
        fault.jitter = milliseconds_in(node, "jitter_ms", 0);
        fault.answers = node.boolean_or("answers", true);
        read_fault_details(node, fault);
        scenario_.faults.push_back(std::move(fault));
    }

    static int default_time(FaultKind kind) {
        if (kind == FaultKind::late) return 1500;
        return kind == FaultKind::slow || kind == FaultKind::stall ? 3000 : 1000;
    }

    /// Each kind takes its own keys beside the common ones, and refuses those of others.
    void read_fault_details(const JsonNode& node, Fault& fault) {
        switch (fault.kind) {
            case FaultKind::silent:
            case FaultKind::drop:
            case FaultKind::garble:
                node.allow_only({"kind", "unit", "every", "after", "times"});
                break;
            case FaultKind::slow:
            case FaultKind::late:
                node.allow_only({"kind", "unit", "every", "after", "times", "ms", "jitter_ms"});
                break;
            case FaultKind::stall:
                node.allow_only({"kind", "unit", "every", "after", "times", "ms", "answers"});
                break;
            case FaultKind::restart:
                node.allow_only({"kind", "every", "after", "times", "ms"});
                break;
            case FaultKind::wrong_unit:
                node.allow_only({"kind", "unit", "every", "after", "times", "other"});
                fault.number = static_cast<int>(node.at("other").integer(0, 255));
                break;
            case FaultKind::wrong_transaction:
                node.allow_only({"kind", "unit", "every", "after", "times", "offset"});
                fault.number = integer_in(node, "offset", 1, 65535, 1);
                break;
            case FaultKind::exception:
                node.allow_only({"kind", "unit", "every", "after", "times", "code"});
                fault.number = static_cast<int>(node.at("code").integer(1, 11));
                break;
            default:
                read_wiring_fault(node, fault);
                break;
        }
    }

    void read_wiring_fault(const JsonNode& node, Fault& fault) {
        switch (fault.kind) {
            case FaultKind::reversed_ct:
                node.allow_only({"kind", "phase"});
                fault.number = phase_of(node.at("phase"));
                break;
            case FaultKind::swapped_ct: {
                node.allow_only({"kind", "phases"});
                const auto phases = node.at("phases").items();
                if (phases.size() != 2) node.at("phases").fail("two phases are needed");
                fault.number = phase_of(phases[0]);
                fault.second_number = phase_of(phases[1]);
                if (fault.number == fault.second_number) node.at("phases").fail("two different phases are needed");
                break;
            }
            case FaultKind::reversed_string: {
                node.allow_only({"kind", "unit", "string"});
                fault.number = static_cast<int>(node.at("string").integer(1, 36));
                reverse_string(node, fault);
                break;
            }
            case FaultKind::clock_wrong:
                node.allow_only({"kind", "seconds"});
                fault.amount = node.at("seconds").number(-1e9, 1e9);
                break;
            case FaultKind::limit_revert:
                node.allow_only({"kind", "unit", "point", "seconds", "value"});
                fault.point = find_point(node).second->name;
                fault.time = std::chrono::milliseconds(node.at("seconds").integer(0, 3600) * 1000);
                fault.amount = node.at("value").number();
                break;
            default:
                read_line_fault(node, fault);
                break;
        }
    }

    void reverse_string(const JsonNode& node, const Fault& fault) {
        for (auto& unit : scenario_.units) {
            if (!fault.unit || unit.unit != *fault.unit || unit.profile != "inverter") continue;
            if (static_cast<std::size_t>(fault.number) > unit.strings.size())
                node.at("string").fail(fmt::format("unit {} has {} strings", unit.unit, unit.strings.size()));
            unit.strings[static_cast<std::size_t>(fault.number) - 1].reversed = true;
            return;
        }
        node.fail("\"unit\" must name an inverter of this house");
    }

    static void read_line_fault(const JsonNode& node, Fault& fault) {
        if (fault.kind == FaultKind::echo) node.allow_only({"kind"});
        if (fault.kind == FaultKind::noise) {
            node.allow_only({"kind", "rate"});
            fault.amount = node.at("rate").number(0, 1);
        }
        if (fault.kind != FaultKind::second_master) return;
        node.allow_only({"kind", "unit", "ms"});
        if (!fault.unit) node.fail("\"unit\" is missing: the one that the second master asks");
    }

    void read_manners(const JsonNode& node) {
        node.allow_only(
            {"unknown_units", "write_only_reads", "out_of_range", "answer_ms", "answer_jitter_ms", "identification"});
        auto& manners = scenario_.manners;
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
        if (!identification) return;
        identification->allow_only({"vendor", "product", "revision"});
        formats::DeviceIdentification objects;
        objects.objects = {{0, identification->at("vendor").text()},
                           {1, identification->at("product").text()},
                           {2, identification->at("revision").text()}};
        manners.identification = objects;
    }

    static std::vector<JsonNode> list(const JsonNode& node, std::string_view key) {
        const auto found = node.find(key);
        return found ? found->items() : std::vector<JsonNode>{};
    }

    void read_serve(const JsonNode& node) {
        node.allow_only({"tcp", "rtu_over_tcp", "pty", "serial", "dial"});
        for (const bool rtu : {false, true})
            for (const auto& item : list(node, rtu ? "rtu_over_tcp" : "tcp")) {
                item.allow_only({"address", "port"});
                scenario_.serve.tcp.push_back({item.text_or("address", "127.0.0.1"),
                                               static_cast<std::uint16_t>(integer_in(item, "port", 0, 65535, 0)), rtu});
            }
        for (const auto& item : list(node, "pty")) {
            item.allow_only({"link", "line"});
            scenario_.serve.pty.push_back({item.text_or("link", ""), line_of(item)});
        }
        for (const auto& item : list(node, "serial")) {
            item.allow_only({"port", "line"});
            scenario_.serve.ports.push_back({item.at("port").text(), line_of(item)});
        }
        for (const auto& item : list(node, "dial")) {
            item.allow_only({"host", "port", "retry_ms"});
            scenario_.serve.dial.push_back({item.at("host").text(),
                                            static_cast<std::uint16_t>(item.at("port").integer(1, 65535)),
                                            milliseconds_in(item, "retry_ms", 5000)});
        }
    }

    static transport::SerialSettings line_of(const JsonNode& node) {
        const auto line = node.find("line");
        if (!line) return {};
        try {
            return std::get<transport::RtuEndpoint>(transport::parse_endpoint("rtu:line:" + line->text())).settings;
        } catch (const transport::EndpointError& error) {
            line->fail(error.what());
        }
    }

    JsonNode root_;
    const ProfileSet& profiles_;
    Scenario scenario_;
};

}  // namespace

const Fault* Scenario::fault(FaultKind kind) const {
    const auto found =
        std::find_if(faults.begin(), faults.end(), [&](const Fault& fault) { return fault.kind == kind; });
    return found == faults.end() ? nullptr : &*found;
}

std::shared_ptr<const Scenario> load_scenario(const std::filesystem::path& file, const ProfileSet& profiles) {
    const auto document = formats::JsonDocument::load(file);
    return Reader(document.root(), profiles).read();
}

std::shared_ptr<const Scenario> parse_scenario(const std::string& json, const ProfileSet& profiles) {
    const auto document = formats::JsonDocument::parse(json, "scenario");
    return Reader(document.root(), profiles).read();
}

}  // namespace firstlight::simulator
