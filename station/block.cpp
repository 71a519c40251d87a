#include "station/session.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

using formats::ExceptionCode;
using formats::Function;
using transport::LinkFailure;

Function function_for(Table table, bool other) {
    const bool input = (table == Table::input) != other;
    return input ? Function::read_input_registers : Function::read_holding_registers;
}

BlockAnswer block_answer(transport::Answer answer, std::uint16_t count) {
    if (auto* fault = std::get_if<transport::LinkFault>(&answer)) return std::move(*fault);
    auto& response = std::get<formats::Response>(answer);
    if (const auto* exception = std::get_if<formats::Exception>(&response)) return exception->code;
    auto* registers = std::get_if<formats::Registers>(&response);
    if (registers && registers->values.size() == count) return std::move(registers->values);
    transport::LinkFault fault;
    fault.kind = LinkFailure::wrong_answer;
    fault.detail = formats::describe(response);
    return fault;
}

}  // namespace

bool connection_is_gone(LinkFailure kind) {
    switch (kind) {
        case LinkFailure::closed:
        case LinkFailure::port_vanished:
        case LinkFailure::port_missing:
        case LinkFailure::unreachable:
        case LinkFailure::refused:
        case LinkFailure::other_station:
            return true;
        default:
            return false;
    }
}

std::string words_of(const transport::LinkFault& fault) {
    auto words = text::tr(transport::to_string(fault.kind));
    return fault.detail.empty() ? words : fmt::format("{} ({})", words, fault.detail);
}

std::string words_of(ExceptionCode code) {
    return fmt::format("exception {} ({})", static_cast<int>(code), formats::to_string(code));
}

ReadCost Session::cost() const {
    using Seconds = std::chrono::duration<double>;
    const auto& all = link.statistics().all;
    double request = all.answered > 0 ? Seconds(all.total).count() / static_cast<double>(all.answered) : 0.02;
    double per_register = 2e-6;  // two bytes on any network
    if (const auto* rtu = std::get_if<transport::RtuEndpoint>(&link.endpoint())) {
        // facts: performance/limits.md; 13 characters and two silences beside the registers, 5 ms turn-around
        const double character = transport::bits_per_character(rtu->settings) / static_cast<double>(rtu->settings.baud);
        const double silence = rtu->settings.baud > 19200 ? 0.00175 : 3.5 * 11 / rtu->settings.baud;
        per_register = 2 * character;
        request = 13 * character + 2 * silence + 0.005;
    }
    const double interval = Seconds(link.pace().interval).count();
    if (interval > request + 124 * per_register) per_register = 1e-6;  // bytes hide in the wait for the next turn
    return {std::max(request, interval), per_register};
}

awaitable<transport::Answer> ask(Session& session, std::uint8_t unit, formats::Request request,
                                 transport::AskOptions options, bool again) {
    ++session.requests;
    transport::Answer answer = co_await session.link.ask(unit, request, options);
    const auto* fault = std::get_if<transport::LinkFault>(&answer);
    if (!fault || !again || !connection_is_gone(fault->kind)) co_return answer;
    // An adapter that was pulled is not there to be opened again: the person hears that it vanished.
    const bool vanished = fault->kind == transport::LinkFailure::port_vanished;
    std::exception_ptr failure;
    try {
        co_await session.link.reopen();
    } catch (const transport::LinkError&) {
        failure = std::current_exception();
    }
    if (failure && vanished) throw transport::LinkError(session.link.endpoint(), *fault);
    if (failure) std::rethrow_exception(failure);
    ++session.requests;
    co_return co_await session.link.ask(unit, std::move(request), options);
}

awaitable<BlockAnswer> ask_block(Session& session, std::uint8_t unit, Table table, std::uint16_t address,
                                 std::uint16_t count, BlockOptions options) {
    transport::LinkFault fault{LinkFailure::other_station, unit, {}, {}, {}};
    for (int tries = 0; tries < 3; ++tries) {
        BlockAnswer answer = co_await ask_whoever_answers(session, unit, table, address, count, options);
        if (std::holds_alternative<transport::LinkFault>(answer) || is_known_connection(session)) co_return answer;
        const auto connection = session.link.statistics().reconnects;
        fault.detail = co_await identity_doubt(session);
        if (fault.detail.empty()) co_return answer;
        if (session.link.statistics().reconnects == connection) break;
    }
    co_return fault;
}

awaitable<BlockAnswer> ask_whoever_answers(Session& session, std::uint8_t unit, Table table, std::uint16_t address,
                                           std::uint16_t count, BlockOptions options) {
    TableManners& manners = session.manners[{unit, table}];
    transport::AskOptions ask_options;
    ask_options.timeout = options.timeout;
    ask_options.read_retries = options.read_retries;
    ask_options.despite_back_off = options.despite_back_off;
    ask_options.secret = options.secret;

    formats::Request request = formats::ReadRegisters{function_for(table, manners.other), address, count};
    transport::Answer answer = co_await ask(session, unit, std::move(request), ask_options, true);
    BlockAnswer result = block_answer(std::move(answer), count);
    if (std::holds_alternative<formats::Words>(result)) manners.answered = true;
    const auto* code = std::get_if<ExceptionCode>(&result);
    const bool doubted = code
                         && (*code == ExceptionCode::illegal_function
                             || (*code == ExceptionCode::illegal_data_address && options.must_exist));
    if (!doubted || manners.answered || manners.tried_other) co_return result;

    manners.tried_other = true;
    formats::Request other_request = formats::ReadRegisters{function_for(table, true), address, count};
    transport::Answer other_answer = co_await ask(session, unit, std::move(other_request), ask_options, true);
    BlockAnswer other_result = block_answer(std::move(other_answer), count);
    if (!std::holds_alternative<formats::Words>(other_result)) co_return result;
    manners.answered = manners.other = true;
    co_return other_result;
}

}  // namespace firstlight::station
