#include "tests/commissioning/extended_site.h"

#include "commissioning/own_journal.h"
#include "commissioning/sign_off.h"
#include "tests/commissioning/house.h"

namespace firstlight::tests {

namespace {

/// Its energy stands still.
std::shared_ptr<const simulator::Scenario> still(const std::string& name, const ShapeScenario& shape) {
    const auto file = std::filesystem::path(FIRSTLIGHT_SOURCE_DIR "/data/scenarios") / (name + ".json");
    auto scenario = *simulator::load_scenario(file, shipped_profiles());
    scenario.speed = 0;
    if (shape) shape(scenario);
    return std::make_shared<const simulator::Scenario>(std::move(scenario));
}

}  // namespace

transport::awaitable<transport::Answer> HouseLink::ask(std::uint8_t unit, formats::Request request,
                                                       transport::AskOptions) {
    log.push_back({unit, request});
    bool done = true;
    if (auto fault = disturb ? disturb(log.size(), log.back(), done) : std::nullopt) {
        if (done) let_arrive(log.back());
        co_return *fault;
    }
    auto reply = house_.handle(unit, request);
    if (reply.response) co_return std::move(*reply.response);
    transport::LinkFault fault;
    fault.kind = transport::LinkFailure::silent;
    fault.unit = unit;
    co_return fault;
}

ExtendedSite::ExtendedSite(const std::string& scenario, const ShapeScenario& shape)
    : house(std::make_unique<simulator::VirtualStation>(shipped_profiles(), still(scenario, shape))), link(*house) {
    const auto scene = still(scenario, shape);
    for (const auto& unit : scene->units)
        if (unit.unit != 247) units_.push_back(unit.unit);
    link.set_pace({std::chrono::seconds(0)});
}

const station::ProfileSet& ExtendedSite::profiles() {
    return shipped_profiles();
}

std::unique_ptr<commissioning::VisitStore> ExtendedSite::store() {
    return commissioning::VisitStore::open(folder_.path() / "visits.db");
}

commissioning::Visit ExtendedSite::run(commissioning::Plan plan, const std::string& continued) {
    steps.clear();
    transport::Runtime runtime;
    const auto visits = store();
    const auto& rules = choose_rule_set(shipped_rule_sets(), "generic", "");
    commissioning::CommissionContext context{runtime, link, shipped_profiles(), *visits, rules, "0.1.0"};
    context.second_look = {};
    context.drafts = folder_.path();
    context.find_secret = find_secret;
    plan.units.assign(units_.begin(), units_.end());
    return runtime.run(commission(context, std::move(plan), continued,
                                  [this](const commissioning::Step& step) { steps.push_back(step); }));
}

commissioning::Visit ExtendedSite::look_before_sign_off() {
    transport::Runtime runtime;
    const auto visits = store();
    const auto& rules = choose_rule_set(shipped_rule_sets(), "generic", "");
    const commissioning::CommissionContext context{runtime,
                                                   link,
                                                   shipped_profiles(),
                                                   *visits,
                                                   rules,
                                                   "0.1.0",
                                                   std::make_shared<const station::Discovery>(discovery())};
    return runtime.run(commissioning::look_before_sign_off(context, visit_id()));
}

const station::Discovery& ExtendedSite::discovery() {
    if (discovery_.devices.empty()) {
        transport::Runtime runtime;
        station::Station station(link, shipped_profiles());
        station::DiscoveryOptions options;
        options.units = units_;
        discovery_ = runtime.run(station.discover(options));
    }
    return discovery_;
}

station::TableReading ExtendedSite::rows(const std::string& device, const std::string& table) {
    const auto& of = *discovery().find(device);
    const auto& named = *of.profile->find_table(table);
    return with_station<station::TableReading>(
        [&](station::Station& station) { return station.read_table(of, named); });
}

station::Change ExtendedSite::give_card(const std::string& name, const std::string& number, const std::string& visit) {
    const auto& charger = *discovery().find("ac charger 2");
    const auto& table = *charger.profile->find_table("cards");
    station::Row row{station::Value(1.0), station::Value(name), station::Value(0.0), station::Value(number), {}};
    station::Consent consent;
    consent.given = true;
    transport::Runtime runtime;
    const auto visits = store();
    commissioning::OwnJournal journal(runtime, *visits, discovery(), {visit, "cards", "0.1.0", {}});
    station::Station station(link, shipped_profiles());
    station.assume(discovery());
    return runtime.run(station.write_table(charger, table, {std::move(row)}, {}, consent, journal));
}

}  // namespace firstlight::tests
