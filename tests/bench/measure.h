#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

/// How the benchmarks measure: candidates take turns, round by round, on one core; what is told is the median, and
/// the ratio to the first candidate within the same run.
namespace firstlight::bench {

/// What one round of one candidate cost.
struct Sample {
    double seconds = 0;      ///< elapsed
    double cpu_seconds = 0;  ///< user and system time of this process
};

/// Runs `work` and says what it cost.
Sample timed(const std::function<void()>& work);

double median(std::vector<double> values);

struct Candidate {
    std::string name;
    std::function<Sample()> round;
};

struct Figures {
    double seconds = 0, cpu_seconds = 0;  ///< medians of a round
};

/// One warm-up each, then `rounds` rounds in which every candidate takes its turn.
std::map<std::string, Figures> take_turns(const std::vector<Candidate>& candidates, int rounds);

/// Keeps this process and its children on the first core.
void stay_on_one_core();

/// A child process that runs `work` until the object dies.
class Child {
  public:
    explicit Child(const std::function<void()>& work);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

  private:
    int id_ = -1;
};

struct Options {
    int rounds = 9;
    std::string data_folder;  ///< profiles
    std::string disk_folder;  ///< a folder on a real disk
    bool slow = true;         ///< also what takes minutes (500 ms scan)
};

void bench_tcp(const Options& options);
void bench_rtu(const Options& options);
void bench_snapshot(const Options& options);
void bench_scan(const Options& options);
void bench_journal(const Options& options);

}  // namespace firstlight::bench
