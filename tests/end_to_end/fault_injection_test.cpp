// Kill, cut or restart at every single transaction of a commissioning run: the visit goes on, and its journal tells
// the truth about what the station was told.
#include "commissioning/visit_store.h"
#include "tests/end_to_end/child_program.h"
#include "tests/end_to_end/served_house.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <signal.h>

using namespace firstlight;
using namespace firstlight::tests;
using station::WriteResult;

namespace {

enum class Fault {
    none,
    kill,        ///< the program is killed as the transaction arrives; the station carries it out
    cut_before,  ///< the connection breaks, the station has not seen the request
    cut_after,   ///< the station carries it out, the connection breaks before the answer
    restart,     ///< as cut_before, and the station refuses connections for a moment
    gone,        ///< as cut_before, and the station stays away until the run has ended
};

const std::map<std::string, std::string> planned{
    {"ess_backup_soc", "21.0"}, {"ess_discharge_cutoff_soc", "11.0"}, {"grid_max_export_power", "6.500"}};

const char* plan_text = R"({
  "rule_set": "generic", "units": [1],
  "settings": [
    {"device": "plant", "point": "ess_backup_soc", "value": 21},
    {"device": "plant", "point": "ess_discharge_cutoff_soc", "value": 11},
    {"device": "plant", "point": "grid_max_export_power", "value": 6.5}
  ]
})";

/// One house, one visit, one fault; and what the station was really told.
class Trial {
  public:
    Trial(Fault fault, std::uint64_t at)
        : fault_(fault),
          at_(at),
          house_(still_house(), ServedHouse::Over::tcp,
                 [this](std::uint64_t, std::uint8_t unit, const formats::Request& request) {
                     return intercept(unit, request);
                 }) {
        write_text(folder_ / "plan.json", plan_text);
    }

    /// The run that is disturbed.
    Ended first_run() {
        ChildProgram program("firstlight-cli", arguments());
        process_ = program.id();
        std::thread breaker([this] { break_the_link(); });
        auto ended = program.wait();
        disturbed_ = true;  // whatever comes now is left in peace
        breaker.join();
        if (fault_ == Fault::gone) house_.resume();
        return ended;
    }

    Ended go_on() {
        auto words = arguments();
        words.insert(words.end(), {"--visit", visit_id()});
        return run_program("firstlight-cli", words);
    }

    void check_the_journal() {
        house_.stop();
        const auto visit = commissioning::VisitStore::open(folder_ / "visits.db")->load(visit_id());
        std::map<std::string, int> proven;
        std::map<std::string, const station::Change*> last;
        for (const auto& [row, change] : visit.changes) {
            INFO(change.point << " row " << row);
            REQUIRE(change.result);
            CHECK(*change.result != WriteResult::unknown);
            if (*change.result == WriteResult::proven) ++proven[change.point];
            last[change.point] = &change;
        }
        for (const auto& [point, value] : planned) {
            INFO(point);
            CHECK(house_.served_text(247, "plant", point) == value);
            CHECK(proven[point] == writes_[point]);
            REQUIRE(last.contains(point));
            CHECK(last[point]->wanted == value);
            CHECK((*last[point]->result == WriteResult::proven || *last[point]->result == WriteResult::unchanged));
        }
    }

    std::uint64_t transactions() const { return seen_; }
    bool was_disturbed() const { return hit_; }

  private:
    std::vector<std::string> arguments() const {
        return {"commission",    house_.endpoint(),
                "--second-look", "0",
                "--plan",        (folder_ / "plan.json").string(),
                "--pace",        "1000",
                "--store",       (folder_ / "visits.db").string(),
                "--json"};
    }

    std::string visit_id() const { return commissioning::VisitStore::open(folder_ / "visits.db")->list().front().id; }

    /// Beside the run: takes the station off the network once the fault's transaction has come.
    void break_the_link() {
        while (!hit_ && !disturbed_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (!hit_ || (fault_ != Fault::restart && fault_ != Fault::gone)) return;
        house_.interrupt();
        if (fault_ == Fault::gone) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        house_.resume();
    }

    /// Runs on the station's thread.
    std::optional<transport::ServerReply> intercept(std::uint8_t unit, const formats::Request& request) {
        const bool now = ++seen_ == at_;
        const bool away = hit_ && !disturbed_ && fault_ == Fault::gone;
        if (!now && !away) return carried_out(unit, request);
        if (now && (fault_ == Fault::kill || fault_ == Fault::cut_after)) carried_out(unit, request);
        if (now && fault_ == Fault::kill) {
            while (process_ == 0) std::this_thread::yield();
            ::kill(process_, SIGKILL);
        }
        hit_ = true;
        transport::ServerReply broken;
        broken.close_connection = true;
        return broken;
    }

    transport::ServerReply carried_out(std::uint8_t unit, const formats::Request& request) {
        auto reply = house_.station().handle(unit, request);
        if (formats::is_write(request)) note_write(request);
        return reply;
    }

    void note_write(const formats::Request& request) {
        const auto* many = std::get_if<formats::WriteMultipleRegisters>(&request);
        const auto* one = std::get_if<formats::WriteSingleRegister>(&request);
        const auto address = many ? many->address : one ? one->address : 0;
        for (const auto& [name, value] : planned)
            if (shipped_profiles().at("plant").at(name).address == address) ++writes_[name];
    }

    Fault fault_;
    std::uint64_t at_;
    TemporaryFolder folder_;
    std::atomic<std::uint64_t> seen_{0};
    std::atomic<bool> hit_{false}, disturbed_{false};
    std::atomic<pid_t> process_{0};
    std::map<std::string, int> writes_;
    ServedHouse house_;
};

std::uint64_t transactions_of_a_run() {
    static const auto count = [] {
        Trial quiet(Fault::none, 0);
        const auto ended = quiet.first_run();
        INFO(ended.out << ended.err);
        REQUIRE(ended.exit_code == 0);
        const auto seen = quiet.transactions();
        quiet.check_the_journal();
        return seen;
    }();
    return count;
}

void disturb(Fault fault, std::uint64_t at) {
    Trial trial(fault, at);
    const auto first = trial.first_run();
    INFO("transaction " << at << "\n" << first.out << first.err);
    REQUIRE(trial.was_disturbed());
    if (fault == Fault::kill) CHECK(first.exit_code == -1);
    const auto second = trial.go_on();
    INFO(second.out << second.err);
    CHECK(second.exit_code == 0);
    trial.check_the_journal();
}

void disturb_everywhere(Fault fault) {
    const auto count = transactions_of_a_run();
    REQUIRE(count > 10);
    for (std::uint64_t at = 1; at <= count; ++at) disturb(fault, at);
}

}  // namespace

TEST_CASE("killed at every transaction, the visit goes on and its journal tells the truth") {
    disturb_everywhere(Fault::kill);
}

TEST_CASE("cut before every transaction, the visit goes on and its journal tells the truth") {
    disturb_everywhere(Fault::cut_before);
}

TEST_CASE("cut after every transaction, the visit goes on and its journal tells the truth") {
    disturb_everywhere(Fault::cut_after);
}

TEST_CASE("with a station that restarts at every transaction, the visit goes on and its journal tells the truth") {
    disturb_everywhere(Fault::restart);
}

TEST_CASE("with a station that stays away from the middle of the writes, the visit goes on when it is back") {
    disturb(Fault::gone, transactions_of_a_run() - 6);
}
