#include "measure.h"

#include <algorithm>
#include <csignal>
#include <stdexcept>

#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace firstlight::bench {

namespace {

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

Sample timed(const std::function<void()>& work) {
    const auto cpu = cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    return {took.count(), cpu_seconds() - cpu};
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

std::map<std::string, Figures> take_turns(const std::vector<Candidate>& candidates, int rounds) {
    std::map<std::string, std::vector<double>> seconds, cpu;
    for (const auto& candidate : candidates) candidate.round();
    for (int round = 0; round < rounds; ++round) {
        for (const auto& candidate : candidates) {
            const auto sample = candidate.round();
            seconds[candidate.name].push_back(sample.seconds);
            cpu[candidate.name].push_back(sample.cpu_seconds);
        }
    }
    std::map<std::string, Figures> figures;
    for (const auto& [name, values] : seconds) figures[name] = {median(values), median(cpu[name])};
    return figures;
}

void stay_on_one_core() {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    ::sched_setaffinity(0, sizeof one, &one);
}

Child::Child(const std::function<void()>& work) : id_(::fork()) {
    if (id_ < 0) throw std::runtime_error("no second process");
    if (id_ > 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    work();
    ::_exit(0);
}

Child::~Child() {
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
}

}  // namespace firstlight::bench
