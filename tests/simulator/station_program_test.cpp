#include "tests/end_to_end/child_program.h"

#include <algorithm>
#include <csignal>

#include <catch2/catch_test_macros.hpp>

/// firstlight-station as a person runs it.
using firstlight::tests::ChildProgram;
using firstlight::tests::read_text;
using firstlight::tests::run_program;
using firstlight::tests::TemporaryFolder;
using firstlight::tests::write_text;

namespace {

std::string port_of(const ChildProgram& program) {
    const auto text = program.output_so_far();
    const auto begin = text.find("127.0.0.1:") + 10;
    return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace

TEST_CASE("the program prints where it serves and ends with a signal") {
    for (const int signal : {SIGINT, SIGTERM}) {
        TemporaryFolder folder;
        const auto link = (folder / "line").string();
        ChildProgram program("firstlight-station", {"--tcp", "0", "--pty", link + ":19200:8E1"});
        REQUIRE(program.wait_for_text("serving rtu:" + link + ":19200:8E1"));
        CHECK(program.output_so_far().starts_with("serving tcp:127.0.0.1:"));
        CHECK(std::filesystem::is_symlink(link));
        program.signal(signal);
        CHECK(program.wait().exit_code == 0);
        CHECK_FALSE(std::filesystem::exists(std::filesystem::symlink_status(link)));
    }
}

TEST_CASE("a port that is taken ends the program with 3") {
    ChildProgram first("firstlight-station", {"--tcp", "0"});
    REQUIRE(first.wait_for_text("serving"));
    const auto second = run_program("firstlight-station", {"--tcp", port_of(first)});
    CHECK(second.exit_code == 3);
    CHECK(second.err.find("The station cannot be served.") != std::string::npos);
    first.signal(SIGTERM);
    first.wait();
}

TEST_CASE("wrong use ends the program with 2 and says why") {
    TemporaryFolder folder;
    write_text(folder / "broken.json", "{\"name\": \"x\",\n\"unitz\": []}");
    const auto broken = run_program("firstlight-station", {"--scenario", (folder / "broken.json").string()});
    CHECK(broken.exit_code == 2);
    CHECK(broken.err.find("unitz") != std::string::npos);
    CHECK(run_program("firstlight-station", {"--scenario", "no_such_house"}).exit_code == 2);
    CHECK(run_program("firstlight-station", {"--tcp", "70000"}).exit_code == 2);
    CHECK(run_program("firstlight-station", {"--pty", "/tmp/x:9600:9Z1"}).exit_code == 2);
    CHECK(run_program("firstlight-station", {"--data", (folder / "nothing").string()}).exit_code == 2);
    CHECK(run_program("firstlight-station", {"--frobnicate"}).exit_code == 2);
}

TEST_CASE("a profile of the person's own folder takes its place") {
    TemporaryFolder folder;
    std::filesystem::create_directories(folder / "firstlight" / "profiles");
    write_text(folder / "firstlight" / "profiles" / "mine.json", "{\"profile\": \"mine\",\n\"frobnicate\": 1}");
    const auto ended = run_program("firstlight-station", {"--list"}, {{"XDG_DATA_HOME", folder.path().string()}});
    CHECK(ended.exit_code == 2);
    CHECK(ended.err.find("mine.json") != std::string::npos);
}

TEST_CASE("the shipped scenarios are listed with a line each") {
    const auto list = run_program("firstlight-station", {"--list"});
    CHECK(list.exit_code == 0);
    CHECK(list.out.find("healthy_house") != std::string::npos);
    CHECK(std::count(list.out.begin(), list.out.end(), '\n') >= 14);
}
