#include "commissioning/power_switch.h"

#include "tests/commissioning/extended_site.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::commissioning;

namespace {

std::vector<std::string> devices_of(const std::vector<PlannedWrite>& writes) {
    std::vector<std::string> names;
    for (const auto& write : writes) names.push_back(write.device->profile->family);
    return names;
}

}  // namespace

TEST_CASE("loads stop before sources and start after them, whatever else is set") {
    tests::ExtendedSite site;
    const auto& found = site.discovery();
    const auto write = [&](const char* family, const char* what) {
        const auto* device = found.of(family).at(0);
        const auto* point = switch_of(*device);
        for (const auto& choice : point->choices)
            if (choice.name == what) return planned_write(*device, *point, static_cast<double>(choice.code));
        throw std::logic_error(what);
    };
    // As a page lists them: in the order of "off".
    std::vector<PlannedWrite> stops{write("ac_charger", "stop"), write("inverter", "stop")};
    put_in_power_order(stops);
    CHECK(devices_of(stops) == std::vector<std::string>{"ac_charger", "inverter"});
    std::vector<PlannedWrite> starts{write("ac_charger", "start"), write("inverter", "start")};
    const auto* plant = found.find("plant");
    starts.push_back(planned_write(*plant, plant->profile->at("ess_backup_soc"), 20.0));
    put_in_power_order(starts);
    CHECK(devices_of(starts) == std::vector<std::string>{"plant", "inverter", "ac_charger"});
}
