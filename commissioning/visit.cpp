#include "commissioning/visit.h"

#include "text/numbers.h"
#include "text/text.h"

#include <map>
#include <random>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

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

bool is_good(const ReadingRecord& reading) {
    return reading.quality == station::to_string(station::Quality::good);
}

std::string outcome_of(const std::vector<CheckResult>& results) {
    std::map<Verdict, int> counts;
    std::string failed;
    for (const auto& result : results) {
        ++counts[result.verdict];
        if (result.verdict != Verdict::fail) continue;
        failed += fmt::format("{}{}{}{}", failed.empty() ? "" : "; ", station::name_for_people(result.subject),
                              result.subject.empty() || result.measured.empty() ? "" : ": ",
                              text::shown_value(result.measured));
    }
    std::vector<std::string> parts;
    for (const auto& [verdict, count] : counts)
        parts.push_back(fmt::format("{} {}", count, text::tr(to_string(verdict))));
    return fmt::format("{}{}", fmt::join(parts, ", "), failed.empty() ? "" : fmt::format(" ({})", failed));
}

}  // namespace firstlight::commissioning
