#include "transport/settings_plan.h"

#include "formats/modbus_frames.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::transport {

namespace {

SettingsTrial trial(SerialSettings settings, const FindSettingsOptions& options) {
    SettingsTrial result{settings, settings, options.units};
    if (settings.parity == Parity::none) result.send.stop_bits = 2;
    return result;
}

void remove_echo(formats::Bytes& bytes, const formats::Bytes& sent) {
    const auto echo = std::search(bytes.begin(), bytes.end(), sent.begin(), sent.end());
    if (echo != bytes.end()) bytes.erase(echo, echo + static_cast<std::ptrdiff_t>(sent.size()));
}

std::string words(std::uint8_t unit, const formats::Response& answer) {
    if (const auto* refusal = std::get_if<formats::Exception>(&answer))
        return fmt::format("{} from unit {}", formats::describe(*refusal), unit);
    return fmt::format("answer from unit {}", unit);
}

}  // namespace

std::vector<SettingsTrial> plan_settings(const FindSettingsOptions& options) {
    std::vector<SettingsTrial> plan;
    const auto add = [&](const SerialSettings& settings) {
        const auto next = trial(settings, options);
        const bool known = std::any_of(plan.begin(), plan.end(), [&](const auto& t) { return t.send == next.send; });
        if (!known) plan.push_back(next);
    };
    if (options.last_known) add(*options.last_known);
    for (const auto baud : options.bauds)
        for (const auto parity : {Parity::none, Parity::even, Parity::odd}) add({baud, parity, 1});
    return plan;
}

Heard judge_reply(formats::Bytes bytes, const formats::Bytes& sent, const formats::Request& probe) {
    remove_echo(bytes, sent);
    if (bytes.empty()) return {};
    const auto function = formats::function_of(probe);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto rest = formats::ByteView(bytes).subspan(at);
        const auto found = formats::find_rtu_response(rest, bytes[at], function);
        if (!found || found->offset != 0) continue;
        const auto frame = formats::decode_rtu(rest.first(found->size));
        try {
            const auto answer = formats::decode_response(frame->pdu, probe);
            return {Heard::Kind::answer, frame->unit, words(frame->unit, answer)};
        } catch (const formats::FormatError&) {
            return {Heard::Kind::foreign, frame->unit, {}};
        }
    }
    if (const auto frame = formats::find_rtu_frame(bytes)) return {Heard::Kind::foreign, bytes[frame->offset], {}};
    return {Heard::Kind::garble, 0, {}};
}

}  // namespace firstlight::transport
