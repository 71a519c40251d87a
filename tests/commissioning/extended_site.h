#pragma once

#include "commissioning/commission.h"
#include "simulator/scenario.h"
#include "simulator/virtual_station.h"
#include "tests/station/scripted_link.h"
#include "tests/store/temporary_folder.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace firstlight::tests {

/// A link in memory to a virtual station. `disturb` may throw: the program ends there.
class HouseLink : public ScriptedLink {
  public:
    explicit HouseLink(simulator::VirtualStation& house) : house_(house) {}
    transport::awaitable<transport::Answer> ask(std::uint8_t unit, formats::Request request,
                                                transport::AskOptions options) override;
    /// The station does what is asked though nobody hears the answer.
    void let_arrive(const Asked& asked) { house_.handle(asked.unit, asked.request); }

  private:
    simulator::VirtualStation& house_;
};

/// What a test changes of a shipped scenario.
using ShapeScenario = std::function<void(simulator::Scenario&)>;

/// A shipped scenario, a store on disk and the procedure between them; as many runs as a test wants.
class ExtendedSite {
  public:
    explicit ExtendedSite(const std::string& scenario = "extended_house", const ShapeScenario& shape = {});

    /// A new program: everything but the file and the station begins anew.
    commissioning::Visit run(commissioning::Plan plan, const std::string& continued = {});
    /// As the window does before it signs.
    commissioning::Visit look_before_sign_off();
    std::string visit_id() { return store()->list().at(0).id; }
    commissioning::Visit stored() { return store()->load(visit_id()); }
    std::unique_ptr<commissioning::VisitStore> store();

    /// Runs `job` on a session of its own that has found the devices.
    template <class T>
    T with_station(std::function<transport::awaitable<T>(station::Station&)> job) {
        transport::Runtime runtime;
        station::Station station(link, profiles());
        station.assume(discovery());
        return runtime.run(job(station));
    }
    const station::Discovery& discovery();
    station::TableReading rows(const std::string& device, const std::string& table);
    /// The only card of "ac charger 2", at its first place: a secret number goes in, outside of any plan.
    station::Change give_card(const std::string& name, const std::string& number, const std::string& visit = {});

    std::unique_ptr<simulator::VirtualStation> house;
    HouseLink link;
    std::vector<commissioning::Step> steps;
    commissioning::SecretLookup find_secret = [](const std::string&) { return std::optional<std::string>(); };
    const std::filesystem::path& folder() const { return folder_.path(); }

  private:
    static const station::ProfileSet& profiles();
    TemporaryFolder folder_{TemporaryFolder::in_memory()};
    std::vector<std::uint8_t> units_;
    station::Discovery discovery_;
};

}  // namespace firstlight::tests
