#include "station/write_request.h"

#include "text/text.h"

namespace firstlight::station {
namespace {

Sent refused(formats::ExceptionCode code) {
    // Devices answer "illegal data address" also for "not now" (facts: behaviour.md section 5).
    const bool not_now = code == formats::ExceptionCode::illegal_data_address;
    return {Sent::Fate::refused,
            not_now
                ? text::trf("the device answered {}: not accepted in the present mode, or not known to this firmware",
                            words_of(code))
                : text::trf("the device answered {}", words_of(code))};
}

awaitable<std::string> reopen_if_cut(Session& session, transport::LinkFailure kind) {
    if (kind == transport::LinkFailure::silent || kind == transport::LinkFailure::backed_off) co_return std::string();
    std::string failed;
    try {
        co_await session.link.reopen();
    } catch (const transport::LinkError& error) {
        failed = "; " + text::trf("the link could not be opened again: {}", error.what());
    }
    co_return failed;
}

}  // namespace

awaitable<Sent> send_once(Session& session, std::uint8_t unit, formats::Request request, bool secret) {
    transport::AskOptions options;
    options.read_retries = 0;
    options.despite_back_off = true;
    options.secret = secret;
    const transport::Answer answer = co_await ask(session, unit, std::move(request), options, false);
    if (const auto* fault = std::get_if<transport::LinkFault>(&answer)) {
        if (fault->sent_nothing)
            co_return Sent{Sent::Fate::not_sent, text::trf("nothing was sent: {}", words_of(*fault))};
        Sent lost{Sent::Fate::lost, text::trf("the answer to the write was lost: {}", words_of(*fault))};
        lost.detail += co_await reopen_if_cut(session, fault->kind);
        co_return lost;
    }
    const auto* no = std::get_if<formats::Exception>(&std::get<formats::Response>(answer));
    co_return no ? refused(no->code) : Sent{};
}

}  // namespace firstlight::station
