#include "simulator/fault_engine.h"

#include <algorithm>

namespace firstlight::simulator {

FaultEngine::FaultEngine(const Scenario& scenario)
    : scenario_(scenario), counts_(scenario.faults.size()), random_(scenario.seed) {}

FaultEngine::Decision FaultEngine::decide(std::uint64_t number, std::uint8_t unit) {
    Decision decision;
    decision.reply.delay = with_jitter(scenario_.manners.answer_time, scenario_.manners.answer_jitter);
    for (std::size_t i = 0; i < scenario_.faults.size(); ++i)
        if (fires(i, number, unit)) apply(scenario_.faults[i], decision);
    return decision;
}

bool FaultEngine::fires(std::size_t index, std::uint64_t number, std::uint8_t unit) {
    const Fault& fault = scenario_.faults[index];
    auto& count = counts_[index];
    if (fault.kind > FaultKind::exception) return false;
    if ((fault.unit && *fault.unit != unit) || number <= static_cast<std::uint64_t>(fault.after)) return false;
    ++count.seen;
    const bool turn = count.seen % static_cast<std::uint64_t>(fault.every) == 0;
    if (!turn || (fault.times > 0 && count.fired >= static_cast<std::uint64_t>(fault.times))) return false;
    ++count.fired;
    return true;
}

void FaultEngine::apply(const Fault& fault, Decision& decision) {
    auto& reply = decision.reply;
    switch (fault.kind) {
        case FaultKind::silent:
            decision.executed = decision.answered = false;
            break;
        case FaultKind::slow:
        case FaultKind::late:
            reply.delay += with_jitter(fault.time, fault.jitter);
            break;
        case FaultKind::stall:
            reply.delay += fault.time;
            reply.hold_others = true;
            decision.answered = decision.executed = fault.answers;
            break;
        case FaultKind::drop:
            decision.answered = false;
            reply.close_connection = true;
            break;
        case FaultKind::restart:
            decision.executed = decision.answered = false;
            decision.restart = fault.time;
            break;
        case FaultKind::garble:
            reply.garble = true;
            break;
        case FaultKind::wrong_unit:
            reply.answer_as_unit = static_cast<std::uint8_t>(fault.number);
            break;
        case FaultKind::wrong_transaction:
            reply.answer_as_transaction_offset = static_cast<std::uint16_t>(fault.number);
            break;
        case FaultKind::exception:
            decision.executed = false;
            decision.exception = static_cast<formats::ExceptionCode>(fault.number);
            break;
        default:
            break;
    }
}

std::chrono::milliseconds FaultEngine::with_jitter(std::chrono::milliseconds time, std::chrono::milliseconds jitter) {
    if (jitter.count() == 0) return time;
    std::uniform_int_distribution<std::int64_t> spread(-jitter.count(), jitter.count());
    return std::max(std::chrono::milliseconds(0), time + std::chrono::milliseconds(spread(random_)));
}

void FaultEngine::disturb(formats::Bytes& bytes) {
    const auto* noise = scenario_.fault(FaultKind::noise);
    if (!noise) return;
    std::bernoulli_distribution hit(noise->amount);
    for (auto& byte : bytes)
        if (hit(random_)) byte ^= static_cast<std::uint8_t>(1U << random_() % 8);
}

}  // namespace firstlight::simulator
