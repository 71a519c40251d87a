#include "commissioning/visit.h"

#include "text/text.h"

#include <random>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace firstlight::commissioning {

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return text::marked("passed");
        case Verdict::fail:
            return text::marked("failed");
        case Verdict::warning:
            return text::marked("warning");
        case Verdict::not_tested:
            return text::marked("not tested");
        case Verdict::not_applicable:
            return text::marked("not applicable");
    }
    return text::marked("not tested");
}

std::string new_visit_id(Time now) {
    // Some versions of fmt show time points in local time; a time_t through gmtime is UTC in all.
    const auto utc = fmt::gmtime(std::chrono::system_clock::to_time_t(now));
    return fmt::format("{:%Y%m%d-%H%M%S}-{:04X}", utc, std::random_device{}() & 0xFFFF);
}

namespace {

Verdict verdict_of(const std::map<Verdict, int>& counts) {
    for (const auto verdict : {Verdict::fail, Verdict::warning, Verdict::not_tested, Verdict::pass}) {
        if (counts.contains(verdict)) return verdict;
    }
    return Verdict::not_tested;
}

std::string sentence_of(const std::map<Verdict, int>& counts, std::size_t checks) {
    if (checks == 0) return text::tr("No check was made.");
    std::string parts;
    for (const auto& [verdict, count] : counts) {
        parts += parts.empty() ? "" : ", ";
        parts += verdict == Verdict::warning ? text::trf_n("{} warning", "{} warnings", count)
                                             : fmt::format("{} {}", count, text::tr(to_string(verdict)));
    }
    return text::trf_n("{} check: {}.", "{} checks: {}.", static_cast<long long>(checks), parts);
}

}  // namespace

Summary summarise(const Visit& visit) {
    Summary summary;
    for (const auto& check : visit.checks) ++summary.counts[check.verdict];
    summary.verdict = verdict_of(summary.counts);
    summary.sentence = sentence_of(summary.counts, visit.checks.size());
    return summary;
}

}  // namespace firstlight::commissioning
