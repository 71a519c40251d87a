#include "tests/transport/scripted_device.h"
#include "transport/link.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

/// What a secret is made of appears nowhere, however its way to the device ends.
using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr std::uint16_t half = 0x6869;  // "hi"

std::string words_of_everything(const Answer& answer, const Endpoint& endpoint) {
    const auto* fault = std::get_if<LinkFault>(&answer);
    if (fault == nullptr) return {};
    return LinkError(endpoint, *fault).what() + formats::to_hex(fault->sent) + formats::to_hex(fault->received);
}

/// A device that answers with the very words it was sent.
ServerReply repeating_reply(Clock::duration delay) {
    ServerReply reply;
    reply.response = formats::Registers{{half, half}};
    reply.delay = std::chrono::duration_cast<std::chrono::milliseconds>(delay);
    return reply;
}

ServerReply reply_of(int kind) {
    ServerReply reply;
    if (kind == 1) reply.close_connection = true;
    if (kind == 2) reply.raw = formats::Bytes{'h', 'i', 'h', 'i', 'h', 'i', 'h', 'i', 'h', 'i'};
    if (kind == 3) reply = repeating_reply(0ms);    // a sound frame that answers another question
    if (kind == 4) reply = repeating_reply(150ms);  // late
    return reply;
}

}  // namespace

TEST_CASE("the bytes of a secret stand in no fault and no trace") {
    const auto kind = GENERATE(0, 1, 2, 3, 4);
    INFO("silent, closed, no Modbus, another answer, late: " << kind);
    const auto file = std::filesystem::temp_directory_path() / "firstlight_secret_trace_test.log";
    std::filesystem::remove(file);
    {
        test::ScriptedDevice device;
        Runtime runtime;
        const auto server = serve_tcp(runtime, "127.0.0.1", 0, device.handler());
        LinkOptions options;
        options.pace.interval = {};
        options.answer_timeout = 100ms;
        options.trace = file;
        const auto link = runtime.run(open_link(server->endpoint(), options));
        device.next(reply_of(kind), kind < 3);
        AskOptions secret;
        secret.secret = true;
        const auto answer = runtime.run(link->ask(247, formats::WriteMultipleRegisters{60000, {half, half}}, secret));
        CHECK(std::holds_alternative<LinkFault>(answer));
        CHECK_THAT(words_of_everything(answer, server->endpoint()), !ContainsSubstring("68 69"));
        runtime.run(sleep_for(100ms));
        runtime.run(link->ask(247, formats::ReadRegisters{formats::Function::read_input_registers, 1, 1}, {}));
    }
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    CHECK_THAT(text.str(), ContainsSubstring("secret, 10 bytes"));
    for (const auto* shown : {"6869", "68 69", "hihi", "26729"}) CHECK_THAT(text.str(), !ContainsSubstring(shown));
    std::filesystem::remove(file);
}

TEST_CASE("a device that refuses a secret is told without the secret") {
    test::ScriptedDevice device;
    Runtime runtime;
    const auto server = serve_tcp(runtime, "127.0.0.1", 0, device.handler());
    const auto link = runtime.run(open_link(server->endpoint()));
    ServerReply refusal;
    refusal.response =
        formats::Exception{formats::Function::write_multiple_registers, formats::ExceptionCode::illegal_data_value};
    device.next(refusal);
    AskOptions secret;
    secret.secret = true;
    try {
        runtime.run(link->transact(247, formats::WriteMultipleRegisters{60000, {half, half}}, secret));
        FAIL("must throw");
    } catch (const DeviceRefused& refused) {
        for (const auto* shown : {"6869", "68 69", "hihi", "26729"})
            CHECK_THAT(std::string(refused.what()), !ContainsSubstring(shown));
        CHECK_THAT(std::string(refused.what()), ContainsSubstring("secret"));
    }
}
