#pragma once

#include "app/cli/output.h"
#include "app/cli/session.h"
#include "commissioning/commission.h"
#include "reports/report.h"

#include <chrono>
#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

namespace firstlight::app::cli {

/// One run of the commissioning procedure.
struct CommissionRun {
    StationSession& session;
    commissioning::VisitStore& store;
    const commissioning::RuleSet& rules;
    commissioning::Plan plan;
    std::string visit;                        ///< id of the visit it goes on with
    std::filesystem::path drafts;             ///< where the visit's documents lie
    std::chrono::milliseconds second_look{};  ///< after the last write, before everything written is read again
    std::string go_on;  ///< what the person types to go on after a break; empty: nothing is offered
};

/// Carries it out, each step shown as it happens. When it breaks off (error, Ctrl+C) the person hears what stays
/// changed and how to go on; then the error passes through.
commissioning::Visit carry_out(CommissionRun run, Output& output);

struct ReportChoice {
    std::filesystem::path folder;
    bool letter = false;
    std::filesystem::path logo;
    std::string language;  ///< of the PDF; empty: that of the program
};
struct ReportFiles {
    std::filesystem::path pdf, json;
};
/// --report-language
void add_report_language(CLI::App* command, ReportChoice& choice);
/// Makes the folder when it is missing.
ReportFiles write_reports(const commissioning::Visit& visit, const ReportChoice& choice,
                          const std::filesystem::path& data);

/// Verdicts as a table, then the sentence that sums them up.
std::string verdicts_text(const commissioning::Visit& visit);
/// Verdicts, counts, changes and report files of a visit.
Json visit_json(const commissioning::Visit& visit);
/// checks_failed when a check failed or a planned setting is not proven.
Exit exit_of(const commissioning::Visit& visit);

}  // namespace firstlight::app::cli
