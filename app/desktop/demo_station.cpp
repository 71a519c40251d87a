#include "app/desktop/demo_station.h"

#include "formats/strict_json.h"

#include <algorithm>

namespace firstlight::app::desktop {

DemoStation::DemoStation(const station::ProfileSet& profiles, const std::filesystem::path& scenario)
    : station_(profiles, simulator::load_scenario(scenario, profiles)),
      server_(transport::serve_tcp(runtime_, "127.0.0.1", 0, station_.handler())) {
    runtime_.start_thread();
}

DemoStation::~DemoStation() {
    runtime_.stop();
}

void DemoStation::interrupt() {
    runtime_.post([this] { server_->interrupt(); });
}

void DemoStation::resume() {
    runtime_.post([this] { server_->resume(); });
}

std::vector<DemoScenario> demo_scenarios(const std::filesystem::path& data) {
    std::vector<DemoScenario> scenarios;
    for (const auto& entry : std::filesystem::directory_iterator(data / "scenarios")) {
        if (entry.path().extension() != ".json") continue;
        const auto document = formats::JsonDocument::load(entry.path());
        scenarios.push_back(
            {entry.path(), document.root().at("name").text(), document.root().text_or("description", "")});
    }
    std::ranges::sort(scenarios, [](const DemoScenario& one, const DemoScenario& other) {
        const bool one_first = one.file.stem() == "healthy_house", other_first = other.file.stem() == "healthy_house";
        return one_first != other_first ? one_first : one.name < other.name;
    });
    return scenarios;
}

}  // namespace firstlight::app::desktop
