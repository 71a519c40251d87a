#include "simulator/scenario_reader.h"

#include "simulator/extension_units.h"
#include "simulator/virtual_station.h"
#include "text/text.h"

#include <algorithm>
#include <stdexcept>

namespace firstlight::simulator {
namespace {

using station::ProfileSet;

class Reader {
  public:
    Reader(const JsonNode& root, const ProfileSet& profiles) : root_(root), profiles_(profiles) {}

    std::shared_ptr<const Scenario> read() {
        root_.allow_only({"name",        "description",   "seed",         "speed",
                          "clock_start", "time_zone_min", "history_days", "protocol_version",
                          "work_mode",   "soc_limits",    "plant",        "grid",
                          "sun",         "load",          "units",        "alarms",
                          "values",      "faults",        "manners",      "serve",
                          "extension"});
        read_head();
        if (const auto node = root_.find("grid")) read_grid(*node);
        if (const auto node = root_.find("sun")) read_sun(*node);
        if (const auto node = root_.find("load")) read_load(*node);
        read_plant();
        for (const auto& node : root_.at("units").items()) read_unit(node);
        if (scenario_.units.empty()) root_.at("units").fail(text::tr("a house without a plant needs a unit"));
        if (scenario_.extension) add_extension_units(scenario_, profiles_);
        for (const auto& node : items("alarms")) read_alarm(node);
        for (const auto& node : items("values")) read_value(node);
        for (const auto& node : items("faults")) read_fault(node, scenario_, profiles_);
        if (const auto node = root_.find("manners")) scenario_.manners = read_manners(*node);
        if (const auto node = root_.find("serve")) scenario_.serve = read_serve(*node);
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
        if (const auto extension = root_.find("extension")) scenario_.extension = read_extension(*extension);
        scenario_.work_mode = integer_in(root_, "work_mode", 0, 65535, 0);
        const auto limits = root_.find("soc_limits");
        if (!limits) return;
        limits->allow_only({"backup", "charge_cutoff", "discharge_cutoff"});
        scenario_.backup_soc = number_in(*limits, "backup", 0, 100, 0);
        scenario_.charge_cutoff_soc = number_in(*limits, "charge_cutoff", 0, 100, 100);
        scenario_.discharge_cutoff_soc = number_in(*limits, "discharge_cutoff", 0, 100, 5);
    }

    station::ProtocolVersion read_extension(const JsonNode& node) {
        try {
            return station::parse_protocol_version(node.text());
        } catch (const std::invalid_argument& error) {
            node.fail(error.what());
        }
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
        if (sun.sunset <= sun.sunrise) node.fail(text::tr("the sun must set after it rises"));
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
        if (!profile || profile->recognition.units.empty())
            root_.fail(text::tr("there is no profile \"plant\" with a unit id"));
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
        if (!profiles_.find(unit.profile))
            node.at("profile").fail(text::trf("there is no profile \"{}\"", unit.profile));
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
                node.fail(text::trf("unit {} is given twice", unit.unit));
            carrier = carrier || other.profile == rides_on;
        }
        if (!carrier) node.fail(text::trf("a {} needs a {} at unit {} before it", unit.profile, rides_on, unit.unit));
    }

    void read_missing(const JsonNode& node, Unit& unit) {
        const auto missing = node.find("missing_points");
        if (!missing) return;
        for (const auto& name : missing->items()) {
            check_point(name, unit.profile);
            unit.missing_points.insert(name.text());
        }
    }

    const station::Point& check_point(const JsonNode& node, const std::string& profile) {
        const auto* point = profiles_.at(profile).find(node.text());
        if (!point) node.fail(text::trf("profile {} has no point \"{}\"", profile, node.text()));
        return *point;
    }

    void read_alarm(const JsonNode& node) {
        node.allow_only({"unit", "point", "bit"});
        const auto [unit, point] = find_point(node, scenario_, profiles_);
        if (point->bits.empty()) node.at("point").fail(text::trf("\"{}\" is no alarm word", point->name));
        scenario_.alarms.push_back({unit->unit, point->name, static_cast<int>(node.at("bit").integer(0, 15))});
    }

    void read_value(const JsonNode& node) {
        node.allow_only({"unit", "point", "value", "pinned"});
        const auto [unit, point] = find_point(node, scenario_, profiles_);
        if (point->is_text())
            node.at("point").fail(text::tr("texts are given with their unit (model, serial, firmware)"));
        const bool pinned = node.boolean_or("pinned", !point->writable());
        scenario_.values.push_back({unit->unit, unit->profile, point->name, node.at("value").number(), pinned});
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
