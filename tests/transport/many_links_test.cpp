#include "transport/link.h"
#include "transport/modbus_server.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;

namespace {

constexpr int answering_links = 299;
constexpr int reads_each = 20;

struct Course {
    int finished_links = 0;
    int answers = 0;
    bool silent_one_ended = false;
};

LinkOptions options_with(Milliseconds answer_timeout) {
    LinkOptions options;
    options.pace.interval = {};
    options.answer_timeout = answer_timeout;
    return options;
}

AskOptions once() {
    AskOptions options;
    options.read_retries = 0;
    return options;
}

awaitable<void> read_often(Link& link, Course& course) {
    for (int read = 0; read < reads_each; ++read) {
        formats::Request request = formats::ReadRegisters{formats::Function::read_input_registers, 30000, 10};
        const AskOptions options = once();
        const Answer answer = co_await link.ask(1, std::move(request), options);
        const auto* response = std::get_if<formats::Response>(&answer);
        if (response && std::holds_alternative<formats::Registers>(*response)) ++course.answers;
    }
    ++course.finished_links;
}

awaitable<void> ask_in_vain(Link& link, Course& course) {
    formats::Request request = formats::ReadRegisters{formats::Function::read_input_registers, 30000, 10};
    const AskOptions options = once();
    co_await link.ask(1, std::move(request), options);
    course.silent_one_ended = true;
}

/// Starts the silent link first, then all others, and waits for the others only.
awaitable<void> run_all(Endpoint silent, Endpoint answering, Course& course) {
    const LinkOptions patient = options_with(30s);
    const auto silent_link = co_await open_link(std::move(silent), patient);
    std::vector<std::unique_ptr<Link>> links;
    const LinkOptions ordinary = options_with(10s);
    for (int count = 0; count < answering_links; ++count) {
        Endpoint endpoint = answering;
        links.push_back(co_await open_link(std::move(endpoint), ordinary));
    }
    auto vain = ask_in_vain(*silent_link, course);
    Task silent_task = co_await spawn_here(std::move(vain));
    std::vector<Task> tasks;
    for (const auto& link : links) {
        auto job = read_often(*link, course);
        tasks.push_back(co_await spawn_here(std::move(job)));
    }
    for (Task& task : tasks) co_await task.join();
    CHECK_FALSE(course.silent_one_ended);
    silent_task.cancel();
    co_await silent_task.join();
}

}  // namespace

TEST_CASE("one silent link delays none of 299 others") {
    Runtime runtime;
    const auto answering = serve_tcp(runtime, "127.0.0.1", 0, [](std::uint8_t, const formats::Request&) {
        ServerReply reply;
        reply.response = formats::Registers{formats::Words(10, 7)};
        return reply;
    });
    const auto silent =
        serve_tcp(runtime, "127.0.0.1", 0, [](std::uint8_t, const formats::Request&) { return ServerReply{}; });
    Course course;
    runtime.run(run_all(silent->endpoint(), answering->endpoint(), course));
    CHECK(course.finished_links == answering_links);
    CHECK(course.answers == answering_links * reads_each);
}
