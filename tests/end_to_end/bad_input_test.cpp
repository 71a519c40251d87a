// Bad input, a row each: exit code, title, and what a person reads about cause and next step.
#include "tests/end_to_end/bad_peer.h"
#include "tests/end_to_end/child_program.h"
#include "tests/end_to_end/served_house.h"

#include <functional>

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace firstlight;
using namespace firstlight::tests;
using nlohmann::json;

namespace {

struct Expected {
    int exit_code;
    std::string title, explanation, next_step;  ///< parts that must be in them
};

void check_error(const Ended& ended, const Expected& expected) {
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == expected.exit_code);
    const auto last = ended.out.rfind("{\n  \"error\"");
    REQUIRE(last != std::string::npos);
    const auto error = json::parse(ended.out.substr(last)).at("error");
    CHECK(error.at("exit_code") == expected.exit_code);
    const auto holds = [&error](const char* key, const std::string& part) {
        const auto text = error.at(key).get<std::string>();
        INFO(key << ": " << text << "\nlacks: " << part);
        CHECK_FALSE(text.empty());
        CHECK(text.find(part) != std::string::npos);
    };
    holds("title", expected.title);
    holds("explanation", expected.explanation);
    holds("next_step", expected.next_step);
}

Ended cli(std::vector<std::string> arguments, const Environment& environment = {}) {
    arguments.push_back("--json");
    return run_program("firstlight-cli", std::move(arguments), environment);
}

/// A copy of the shipped data in which one file has a line replaced.
void copy_data(const TemporaryFolder& folder, const std::string& file, const std::string& before,
               const std::string& after) {
    const auto shipped = std::filesystem::path(FIRSTLIGHT_SOURCE_DIR) / "data";
    for (const auto* part : {"profiles", "rule_sets", "scenarios", "plans"})
        std::filesystem::copy(shipped / part, folder / part, std::filesystem::copy_options::recursive);
    auto text = read_text(folder / file);
    const auto place = text.find(before);
    REQUIRE(place != std::string::npos);
    write_text(folder / file, text.replace(place, before.size(), after));
}

std::size_t line_of(const std::string& text, const std::string& part) {
    const auto place = text.find(part);
    REQUIRE(place != std::string::npos);
    return 1
           + static_cast<std::size_t>(
               std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
}

const std::string file_title = "A file cannot be used";
const std::string mend_it = "Mend that line";

}  // namespace

TEST_CASE("broken data files are named with line and reason") {
    TemporaryFolder folder;
    const auto with_data = [&folder](std::vector<std::string> words) {
        words.insert(words.end(), {"--data", folder.path().string()});
        return cli(std::move(words));
    };
    SECTION("profile") {
        copy_data(folder, "profiles/plant.json", R"("type": "u32")", R"("type": "u33")");
        const auto line = line_of(read_text(folder / "profiles/plant.json"), "u33");
        check_error(with_data({"profiles"}), {2, file_title, "plant.json at line " + std::to_string(line), mend_it});
    }
    SECTION("scenario") {
        copy_data(folder, "scenarios/healthy_house.json", R"("units":)", R"("unitz":)");
        const auto line = line_of(read_text(folder / "scenarios/healthy_house.json"), "unitz");
        check_error(with_data({"demo", "--only", "tcp", "--report", (folder / "out").string()}),
                    {2, file_title, "healthy_house.json at line " + std::to_string(line), mend_it});
    }
    SECTION("rule set") {
        copy_data(folder, "rule_sets/generic.json", R"("id": "generic",)", R"("id": "generic")");
        check_error(with_data({"rules"}), {2, file_title, "generic.json at line ", mend_it});
    }
}

TEST_CASE("a broken plan file is named with line and reason, before anything is reached") {
    TemporaryFolder folder;
    const auto commission = [&folder](const std::string& plan) {
        write_text(folder / "plan.json", plan);
        return cli({"commission", "tcp:127.0.0.1:1", "--plan", (folder / "plan.json").string(), "--store",
                    (folder / "visits.db").string()});
    };
    check_error(commission("{\n  \"rule_set\": \"generic\",\n  \"setings\": []\n}"),
                {2, file_title, "plan.json at line 3", mend_it});
    check_error(commission("{\n  \"rule_set\": \"generic\"\n"), {2, file_title, "plan.json at line ", mend_it});
    check_error(commission("{\"rule_set\": \"moon\"}"), {2, "There is no rule set \"moon\"", "generic", "rules"});
    check_error(cli({"commission", "tcp:127.0.0.1:1", "--plan", "/no/such/plan.json", "--store",
                     (folder / "visits.db").string()}),
                {2, file_title, "plan.json", "Check that the file is there"});
}

TEST_CASE("commands that were not understood") {
    check_error(cli({"raed", "tcp:127.0.0.1"}), {2, "not understood", "raed", "--help"});
    check_error(cli({"read"}), {2, "not understood", "endpoint", "read --help"});
    check_error(cli({"read", "192.168.4.1"}), {2, "address", "192.168.4.1", "tcp:192.168.4.1:502"});
    check_error(cli({"read", "tcp:127.0.0.1:1", "--pace", "fast"}), {2, "--pace", "fast", "vendor"});
    check_error(cli({"read", "tcp:127.0.0.1:1", "--units", "1,400"}), {2, "--units", "400", "1,2,5-9"});
    check_error(cli({"find", "tcp:10.0.0.0/8"}), {2, "network", "/22", "tcp:192.168.1.0/24"});
    check_error(cli({"commission", "tcp:127.0.0.1:1"}), {2, "There is no plan", "terminal", "--plan"});
    check_error(cli({"profiles", "toaster"}), {2, "toaster", "known", "profiles"});
    check_error(cli({"profiles", "--data", "/no/such/folder"}), {2, "data files", "/no/such/folder", "--data"});
}

TEST_CASE("hosts that are no station") {
    SECTION("refuses") {
        check_error(cli({"find", "tcp:127.0.0.1:" + std::to_string(unused_port())}),
                    {3, "refused the connection", "nothing listens", "enable the Modbus TCP server"});
    }
    SECTION("is silent: connects, but no Modbus answer") {
        const BadHost host(BadHost::Manner::silent);
        check_error(cli({"find", host.endpoint(), "--timeout", "0.1", "--pace", "100", "--units", "1,2"}),
                    {3, "did not answer Modbus", "Modbus TCP server may be off", "maker's app"});
    }
    SECTION("answers garbage") {
        const BadHost host(BadHost::Manner::web_server);
        check_error(cli({"find", host.endpoint(), "--timeout", "0.2", "--pace", "100", "--units", "1,2"}),
                    {3, "Something other than Modbus", "another service", "Check address and port"});
    }
    SECTION("hangs up") {
        const BadHost host(BadHost::Manner::hangs_up);
        check_error(cli({"find", host.endpoint(), "--timeout", "0.2", "--pace", "100", "--units", "1,2"}),
                    {3, "closed the connection", "another program", "Close the maker's app"});
    }
    SECTION("has no name that is known") {
        check_error(cli({"find", "tcp:no-such-station.invalid"}), {3, "host name", "mistyped", "IP address"});
    }
}

TEST_CASE("serial ports that cannot be used") {
    SECTION("missing") {
        check_error(cli({"read", "rtu:/dev/no-such-port"}),
                    {3, "no such serial port", "not plugged in", "list the ports"});
    }
    SECTION("in use") {
        const BadPort port(BadPort::Manner::silent);
        const int held = ::open(port.path().c_str(), O_RDWR | O_NOCTTY);
        REQUIRE(held >= 0);
        REQUIRE(::flock(held, LOCK_EX | LOCK_NB) == 0);
        check_error(cli({"read", "rtu:" + port.path()}), {3, "in use", "Another program", "Close that program"});
        ::close(held);
    }
    SECTION("needs a group") {
        if (::geteuid() != 0) SKIP("gives up its rights, which needs to be root");
        const BadPort port(BadPort::Manner::silent);
        ::chmod(port.path().c_str(), 0600);
        const auto ended = run_program("setpriv", {"--reuid=65534", "--regid=65534", "--clear-groups",
                                                   std::string(FIRSTLIGHT_BINARY_DIR) + "/bin/firstlight-cli", "read",
                                                   "rtu:" + port.path(), "--json"});
        check_error(ended, {3, "may not be used", "certain people", "dialout"});
    }
    SECTION("no serial port at all") {
        check_error(cli({"read", "rtu:/dev/null"}), {3, "cannot be used", "not a serial port", "another port"});
    }
    SECTION("vanishes while it is used") {
        const BadPort port(BadPort::Manner::vanishes);
        check_error(cli({"read", "rtu:" + port.path(), "plant", "--pace", "100"}),
                    {3, "vanished", "pulled out", "Plug the adapter in again"});
    }
    SECTION("wrong speed") {
        ServedHouse house(still_house(), ServedHouse::Over::pty);
        auto endpoint = house.endpoint();
        endpoint.replace(endpoint.find("115200"), 6, "9600");
        check_error(cli({"read", endpoint, "plant", "--pace", "100", "--timeout", "0.2"}),
                    {3, "", "speed", "settings of the line"});
    }
}

TEST_CASE("with another master on the line nothing is sent, and a person hears it") {
    TemporaryFolder folder;
    const auto port = (folder / "line").string();
    ChildProgram station("firstlight-station", {"--scenario", "second_master", "--pty", port});
    REQUIRE(station.wait_for_text("serving rtu:"));
    check_error(cli({"find", "rtu:" + port}), {3, "Somebody else asks", "sent nothing", "Disconnect the other master"});
}

TEST_CASE("files of visits that cannot be used") {
    TemporaryFolder folder;
    const auto store = (folder / "visits.db").string();
    SECTION("from a newer version") {
        REQUIRE(cli({"visits", "--store", store}).exit_code == 0);
        auto bytes = read_text(store);
        REQUIRE(bytes.size() > 64);
        bytes[60 + 3] = 99;  // user_version, in SQLite's header
        write_text(store, bytes);
        check_error(cli({"visits", "--store", store}), {2, "newer Firstlight", "does not know", "Install the newer"});
    }
    SECTION("something else") {
        write_text(store, std::string(5000, 'x'));
        check_error(cli({"visits", "--store", store}), {2, "does not hold visits", "something else", "another file"});
    }
    SECTION("in a folder that does not exist") {
        check_error(cli({"visits", "--store", (folder / "none" / "visits.db").string()}),
                    {2, "folder for the visits", "deleted", "another file"});
    }
    SECTION("no such visit") {
        check_error(cli({"report", "20200101-000000-0000", "--store", store}),
                    {2, "no visit 20200101-000000-0000", "does not hold it", "visits lists them"});
    }
    SECTION("on a full disk") {
        TemporaryFolder disk;
        if (::mount("tmpfs", disk.path().c_str(), "tmpfs", 0, "size=256k") != 0) SKIP("needs the right to mount");
        write_text(folder / "plan.json", R"({"rule_set": "generic", "units": [1]})");
        ServedHouse house(still_house());
        const auto ended =
            cli({"commission", house.endpoint(), "--second-look", "0", "--plan", (folder / "plan.json").string(),
                 "--pace", "1000", "--store", (disk / "visits.db").string()});
        ::umount2(disk.path().c_str(), MNT_DETACH);
        check_error(ended, {2, "disk is full", "no room", "Make room"});
    }
}

TEST_CASE("a report that has no room says so and leaves no half file") {
    TemporaryFolder folder, disk;
    if (::mount("tmpfs", disk.path().c_str(), "tmpfs", 0, "size=16k") != 0) SKIP("needs the right to mount");
    write_text(folder / "plan.json", R"({"rule_set": "generic", "units": [1]})");
    ServedHouse house(still_house());
    const auto ended =
        cli({"commission", house.endpoint(), "--second-look", "0", "--plan", (folder / "plan.json").string(), "--pace",
             "1000", "--store", (folder / "visits.db").string(), "--report", disk.path().string()});
    const bool left = !std::filesystem::is_empty(disk.path());
    ::umount2(disk.path().c_str(), MNT_DETACH);
    check_error(ended, {2, "disk is full", "No half-written file", "Make room"});
    CHECK_FALSE(left);
}
