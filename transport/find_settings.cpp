#include "text/text.h"
#include "transport/byte_stream.h"
#include "transport/line_listener.h"
#include "transport/settings_plan.h"

#include <numeric>
#include <utility>

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

namespace firstlight::transport {

namespace {

constexpr Milliseconds confirm_window{500};
constexpr Milliseconds rest_of_a_reply{40};

/// The search over one port: which trial is on, and how far the whole has come.
struct Search {
    RtuEndpoint endpoint;
    FindSettingsOptions options;
    std::function<void(const SettingsProgress&)> progress;
    SettingsProgress state;
};

Clock::duration time_of_question(const SerialSettings& settings) {
    const auto bits = 8.0 * bits_per_character(settings);
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(bits / settings.baud));
}

void report(Search& search, const SerialSettings& trying) {
    search.state.trying = trying;
    search.state.left = (search.options.window + time_of_question(trying)) * (search.state.total - search.state.tried);
    if (search.progress) search.progress(search.state);
}

awaitable<Heard> ask(Search& search, ByteStream& line, std::uint8_t unit, Clock::duration window) {
    const formats::Request probe = search.options.probe;
    const auto frame = formats::encode_rtu(unit, formats::encode_request(probe));
    co_await line.write(frame);
    const auto until = Clock::now() + time_of_question(search.endpoint.settings) + window;
    Heard heard;
    while (Clock::now() < until && heard.kind != Heard::Kind::answer) {
        co_await line.wait(until);
        check_line(search.endpoint, line);
        heard = judge_reply(line.received(), frame, probe);
        if (heard.kind == Heard::Kind::garble) co_await line.wait(Clock::now() + rest_of_a_reply);
    }
    line.received().clear();
    if (heard.kind == Heard::Kind::foreign) {
        const auto words = text::trf("a frame of unit {} that nobody here asked for", heard.unit);
        throw LinkError(search.endpoint, LinkFault{LinkFailure::other_master, {}, {}, {}, words});
    }
    co_return heard;
}

/// Something came that is no frame: one of the units asked so far may be slow, or its answer met our next question.
awaitable<Heard> confirm(Search& search, ByteStream& line, const std::vector<std::uint8_t>& asked) {
    for (const auto unit : asked) {
        auto heard = co_await ask(search, line, unit, confirm_window);
        if (heard.kind == Heard::Kind::answer) co_return heard;
    }
    co_return Heard{};
}

awaitable<std::optional<SettingsFound>> try_settings(Search& search, SettingsTrial trial) {
    const auto executor = co_await boost::asio::this_coro::executor;
    search.endpoint.settings = trial.send;
    const auto line = open_serial_line(executor, search.endpoint.port, trial.send);
    std::vector<std::uint8_t> asked;
    for (const auto unit : trial.units) {
        report(search, trial.report);
        asked.push_back(unit);
        auto heard = co_await ask(search, *line, unit, search.options.window);
        if (heard.kind == Heard::Kind::garble) heard = co_await confirm(search, *line, asked);
        ++search.state.tried;
        if (heard.kind == Heard::Kind::answer) co_return SettingsFound{trial.report, heard.unit, heard.how};
    }
    co_return std::nullopt;
}

}  // namespace

awaitable<std::optional<SettingsFound>> find_settings(std::string port, FindSettingsOptions options,
                                                      std::function<void(const SettingsProgress&)> progress) {
    const auto plan = plan_settings(options);
    if (plan.empty()) co_return std::nullopt;
    Search search{{std::move(port), plan.front().report}, std::move(options), std::move(progress), {}};
    for (const auto& trial : plan) search.state.total += static_cast<int>(trial.units.size());
    const auto traffic = co_await hear_line(search.endpoint, search.options.listen_first, true, {});
    refuse_if_used(search.endpoint, traffic);
    for (const auto& trial : plan)
        if (auto found = co_await try_settings(search, trial)) co_return found;
    co_return std::nullopt;
}

}  // namespace firstlight::transport
