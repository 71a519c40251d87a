#include "app/cli/commands.h"
#include "app/cli/commission_run.h"
#include "app/cli/errors.h"
#include "app/cli/visit_keeping.h"
#include "app/data_folder.h"
#include "app/path_option.h"
#include "text/text.h"

namespace firstlight::app::cli {

namespace {

struct VisitReportOptions : CommonOptions, StoreOptions {
    std::string visit;
    ReportChoice report{.folder = ".", .letter = false, .logo = {}, .language = {}};
};

int run(const VisitReportOptions& options, Output& output) {
    const auto store = open_store(options);
    auto id = options.visit;
    if (id.empty()) {
        const auto visits = store->list();
        if (visits.empty())
            throw WrongUse(text::tr("There is no visit yet"), text::tr("The file with your visits is empty."),
                           text::tr("firstlight-cli commission begins one."));
        id = visits.front().id;
    }
    const auto visit = load_visit(*store, id);
    const auto files = write_reports(visit, options.report, data_folder(options.data));
    auto json = visit_json(visit);
    json["pdf"] = files.pdf.string();
    json["json"] = files.json.string();
    output.document(json);
    output.text(verdicts_text(visit) + "\nPDF: " + files.pdf.string() + "\nJSON: " + files.json.string());
    return static_cast<int>(Exit::done);
}

}  // namespace

void add_report(Commands& commands) {
    auto options = std::make_shared<VisitReportOptions>();
    auto* command = commands.add("report", text::tr("Write the report of a visit again, as PDF and JSON"),
                                 text::tr("\"visits\" lists the visits.\n\nExamples:\n  firstlight-cli report\n"
                                          "  firstlight-cli report 20261123-104207-3F2A --report ~/reports --letter"),
                                 *options);
    commands.add_store_options(command, *options);
    command->add_option("visit", options->visit, text::tr("Id of the visit; else the newest"));
    add_path_option(*command, "--report", options->report.folder, text::tr("Folder for the files; else this one"))
        ->type_name("DIR");
    command->add_flag("--letter", options->report.letter, text::tr("US letter paper instead of A4"));
    add_path_option(*command, "--logo", options->report.logo, text::tr("PNG of your company for the cover"))
        ->type_name("FILE");
    add_report_language(command, options->report);
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
