#include "simulator/scenario_reader.h"
#include "text/text.h"

namespace firstlight::simulator {
namespace {

int default_time(FaultKind kind) {
    if (kind == FaultKind::late) return 1500;
    return kind == FaultKind::slow || kind == FaultKind::stall ? 3000 : 1000;
}

void reverse_string(const JsonNode& node, const Fault& fault, Scenario& scenario) {
    for (auto& unit : scenario.units) {
        if (!fault.unit || unit.unit != *fault.unit || unit.profile != "inverter") continue;
        if (static_cast<std::size_t>(fault.number) > unit.strings.size())
            node.at("string").fail(text::trf("unit {} has {} strings", unit.unit, unit.strings.size()));
        unit.strings[static_cast<std::size_t>(fault.number) - 1].reversed = true;
        return;
    }
    node.fail(text::tr("\"unit\" must name an inverter of this house"));
}

void read_line_fault(const JsonNode& node, Fault& fault) {
    if (fault.kind == FaultKind::echo) node.allow_only({"kind"});
    if (fault.kind == FaultKind::noise) {
        node.allow_only({"kind", "rate"});
        fault.amount = node.at("rate").number(0, 1);
    }
    if (fault.kind != FaultKind::second_master) return;
    node.allow_only({"kind", "unit", "ms"});
    if (!fault.unit) node.fail(text::tr("\"unit\" is missing: the one that the second master asks"));
}

void read_wiring_fault(const JsonNode& node, Fault& fault, Scenario& scenario, const station::ProfileSet& profiles) {
    switch (fault.kind) {
        case FaultKind::reversed_ct:
            node.allow_only({"kind", "phase"});
            fault.number = phase_of(node.at("phase"));
            break;
        case FaultKind::swapped_ct: {
            node.allow_only({"kind", "phases"});
            const auto phases = node.at("phases").items();
            if (phases.size() != 2) node.at("phases").fail(text::tr("two phases are needed"));
            fault.number = phase_of(phases[0]);
            fault.second_number = phase_of(phases[1]);
            if (fault.number == fault.second_number)
                node.at("phases").fail(text::tr("two different phases are needed"));
            break;
        }
        case FaultKind::reversed_string: {
            node.allow_only({"kind", "unit", "string"});
            fault.number = static_cast<int>(node.at("string").integer(1, 36));
            reverse_string(node, fault, scenario);
            break;
        }
        case FaultKind::clock_wrong:
            node.allow_only({"kind", "seconds"});
            fault.amount = node.at("seconds").number(-1e9, 1e9);
            break;
        case FaultKind::limit_revert:
            node.allow_only({"kind", "unit", "point", "seconds", "value"});
            fault.point = find_point(node, scenario, profiles).second->name;
            fault.time = std::chrono::milliseconds(node.at("seconds").integer(0, 3600) * 1000);
            fault.amount = node.at("value").number();
            break;
        default:
            read_line_fault(node, fault);
            break;
    }
}

/// Each kind takes its own keys beside the common ones, and refuses those of others.
void read_fault_details(const JsonNode& node, Fault& fault, Scenario& scenario, const station::ProfileSet& profiles) {
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
            read_wiring_fault(node, fault, scenario, profiles);
            break;
    }
}

}  // namespace

void read_fault(const JsonNode& node, Scenario& scenario, const station::ProfileSet& profiles) {
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
    read_fault_details(node, fault, scenario, profiles);
    scenario.faults.push_back(std::move(fault));
}

}  // namespace firstlight::simulator
