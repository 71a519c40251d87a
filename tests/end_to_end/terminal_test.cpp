// The programs with a person at the terminal: questions, answers that are kept, Ctrl+C.
#include "commissioning/visit_store.h"
#include "tests/end_to_end/child_program.h"
#include "tests/end_to_end/served_house.h"
#include "tests/end_to_end/terminal_program.h"

#include <atomic>
#include <thread>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::tests;

namespace {

const std::vector<std::pair<std::string, std::string>> answers{
    {"Customer", "Müller"},      {"Street and number", "Lindenweg 4"},
    {"Postcode", "80331"},       {"Town", "München"},
    {"Country", "DE"},           {"Grid operator's reference", ""},
    {"Your name", "Ada Berger"}, {"Your company", "Berger Solar"},
    {"Your licence number", ""},
};

void answer_questions(TerminalProgram& program, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
        INFO(program.seen());
        REQUIRE(program.expect(answers[i].first));
        program.type(answers[i].second);
    }
}

}  // namespace

TEST_CASE("commission asks on a terminal, keeps every answer and goes on where it was stopped") {
    TemporaryFolder folder;
    ServedHouse house(still_house());
    const auto store = (folder / "visits.db").string();
    std::vector<std::string> words{"commission", house.endpoint(), "--second-look", "0",       "--pace",
                                   "1000",       "--units",        "1,2",           "--store", store};
    {
        TerminalProgram program("firstlight-cli", words);
        answer_questions(program, 0, 4);
        REQUIRE(program.expect("Country"));
        program.press_ctrl_c();
        program.wait();
    }
    const auto id = commissioning::VisitStore::open(store)->list().front().id;
    CHECK(commissioning::VisitStore::open(store)->load(id).site.city == "München");

    words.insert(words.end(), {"--visit", id});
    TerminalProgram program("firstlight-cli", words);
    REQUIRE(program.expect("Customer [Müller]"));
    program.type("");
    for (std::size_t i = 1; i < 4; ++i) {
        REQUIRE(program.expect(answers[i].first));
        program.type("");
    }
    answer_questions(program, 4, answers.size());
    REQUIRE(program.expect("Rule set ["));
    program.type("generic");
    REQUIRE(program.expect("delivery papers"));
    program.type("CMU123A45BC678");
    const int code = program.wait();
    INFO(program.seen());
    CHECK(code == 0);
    const auto visit = commissioning::VisitStore::open(store)->load(id);
    CHECK(visit.site.customer == "Müller");
    CHECK(visit.site.address == "Lindenweg 4");
    CHECK(visit.people.front().name == "Ada Berger");
    CHECK(visit.rule_set == "generic");
    CHECK(visit.anchor_serial == "CMU123A45BC678");
    CHECK(visit.checks.size() > 5);
}

TEST_CASE("set shows old and new value and writes only after yes") {
    TemporaryFolder folder;
    ServedHouse house(still_house());
    const std::vector<std::string> words{"set",
                                         house.endpoint(),
                                         "plant",
                                         "ess_backup_soc",
                                         "33",
                                         "--pace",
                                         "1000",
                                         "--units",
                                         "1",
                                         "--store",
                                         (folder / "visits.db").string()};
    {
        TerminalProgram program("firstlight-cli", words);
        REQUIRE(program.expect("now:"));
        REQUIRE(program.expect("new: 33.0 %"));
        REQUIRE(program.expect("[y/n]"));
        program.type("n");
        CHECK(program.wait() == 2);
        CHECK(program.seen().find("Nothing was written") != std::string::npos);
    }
    TerminalProgram program("firstlight-cli", words);
    REQUIRE(program.expect("[y/n]"));
    program.type("y");
    CHECK(program.wait() == 0);
    INFO(program.seen());
    CHECK(program.seen().find("read back as wanted") != std::string::npos);
    house.stop();
    CHECK(house.served_text(247, "plant", "ess_backup_soc") == "33.0");
}

TEST_CASE("Ctrl+C during a commissioning run says what stays changed and how to go on") {
    TemporaryFolder folder;
    write_text(folder / "plan.json", R"({"rule_set": "generic", "units": [1],
      "settings": [{"device": "plant", "point": "ess_backup_soc", "value": 21},
                   {"device": "plant", "point": "ess_discharge_cutoff_soc", "value": 11}]})");
    std::atomic<bool> wrote{false};
    ServedHouse house(still_house(), ServedHouse::Over::tcp,
                      [&wrote](std::uint64_t, std::uint8_t,
                               const formats::Request& request) -> std::optional<transport::ServerReply> {
                          // After the first write the station is silent, so that the run hangs where it can be stopped.
                          if (wrote) return transport::ServerReply{};
                          wrote = formats::is_write(request);
                          return std::nullopt;
                      });
    TerminalProgram program("firstlight-cli", {"commission", house.endpoint(), "--second-look", "0", "--plan",
                                               (folder / "plan.json").string(), "--pace", "1000", "--timeout", "30",
                                               "--store", (folder / "visits.db").string()});
    REQUIRE(program.expect("Reserve for outages"));
    while (!wrote) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    program.press_ctrl_c();
    const int code = program.wait();
    INFO(program.seen());
    CHECK(code == 130);
    CHECK(program.seen().find("ess_backup_soc") != std::string::npos);
    CHECK(program.seen().find("--visit") != std::string::npos);
    CHECK(program.seen().find("Stopped") != std::string::npos);
}

TEST_CASE("who stops at a hidden question gets back a terminal that shows what is typed") {
    ServedHouse house(still_house("2.9", R"(, "extension": "1.0")"));
    TerminalProgram program("firstlight-cli", {"cards", house.endpoint(), "ac charger 2", "add", "Anna", "--pace",
                                               "1000", "--units", "1,2"});
    REQUIRE(program.expect("Number of the card"));
    CHECK_FALSE(program.shows_typing());
    program.press_ctrl_c();
    CHECK(program.wait() == -1);
    CHECK(program.shows_typing());
}
