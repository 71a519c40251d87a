#include "app/cli/commands.h"
#include "app/cli/commission_run.h"
#include "app/cli/rule_sets.h"
#include "app/cli/visit_keeping.h"
#include "app/data_folder.h"
#include "app/path_option.h"
#include "simulator/virtual_station.h"
#include "text/text.h"
#include "transport/modbus_server.h"

#include <fmt/format.h>

namespace firstlight::app::cli {

namespace {

struct DemoOptions : CommonOptions {
    std::string scenario = "healthy_house";
    std::string only;
    std::filesystem::path plan;
    ReportChoice report{.folder = "firstlight-demo", .letter = false, .logo = {}, .language = {}};
};

/// A virtual station that answers on a thread of its own, over TCP or over a pty.
class EmbeddedStation {
  public:
    EmbeddedStation(const station::ProfileSet& profiles, std::shared_ptr<const simulator::Scenario> scenario, bool rtu)
        : station_(profiles, std::move(scenario)) {
        transport::SerialServerOptions line;
        line.settings.baud = 115200;
        if (rtu)
            server_ = transport::serve_pty(runtime_, "", std::move(line), station_.handler());
        else
            server_ = transport::serve_tcp(runtime_, "127.0.0.1", 0, station_.handler());
        runtime_.start_thread();
    }
    ~EmbeddedStation() { runtime_.stop(); }

    std::string endpoint() const { return transport::to_string(server_->endpoint()); }

  private:
    simulator::VirtualStation station_;
    transport::Runtime runtime_;
    std::unique_ptr<transport::ModbusServer> server_;
};

Json commission_over(const DemoOptions& options, bool rtu, Output& output) {
    const auto data = data_folder(options.data);
    const auto profiles = load_profiles(options);
    EmbeddedStation virtual_station(
        profiles, simulator::load_scenario(data / "scenarios" / (options.scenario + ".json"), profiles), rtu);
    output.text("\n"
                + text::trf("A virtual station over {}: {}", rtu ? text::tr("RS485 (a pseudo terminal)") : "TCP",
                            virtual_station.endpoint()));

    StoreOptions keeping;
    keeping.store = options.report.folder / "visits.db";
    std::filesystem::create_directories(options.report.folder);
    const auto store = open_store(keeping);
    auto plan = commissioning::load_plan(options.plan.empty() ? data / "plans" / "demo.json" : options.plan);
    const auto rules = find_rule_set(options, plan.rule_set);
    StationOptions reach;
    reach.endpoint = virtual_station.endpoint();
    reach.pace = "1000";  // nobody else is served by this station, and it answers at once
    reach.timeout = 0.25;
    StationSession session(options, reach, output);
    const auto visit = carry_out({session,
                                  *store,
                                  rules,
                                  std::move(plan),
                                  begin_visit(*store, "demonstration").id,
                                  places_of(keeping).drafts,
                                  std::chrono::seconds(1),
                                  {}},
                                 output);
    const auto files = write_reports(visit, options.report, data);
    output.text("\n" + verdicts_text(visit) + "\nPDF: " + files.pdf.string() + "\nJSON: " + files.json.string());
    auto json = visit_json(visit);
    json["endpoint"] = reach.endpoint;
    json["pdf"] = files.pdf.string();
    json["json"] = files.json.string();
    json["exit_code"] = static_cast<int>(exit_of(visit));
    return json;
}

int run(const DemoOptions& options, Output& output) {
    Json runs = Json::array();
    if (options.only != "rtu") runs.push_back(commission_over(options, false, output));
#ifdef _WIN32
    output.note(text::tr("Windows has no pseudo terminals: the part over RS485 is left out."));
#else
    if (options.only != "tcp") runs.push_back(commission_over(options, true, output));
#endif
    int worst = 0;
    for (const auto& one : runs) worst = std::max(worst, one["exit_code"].get<int>());
    output.document(Json{{"runs", runs}});
    return worst;
}

}  // namespace

void add_demo(Commands& commands) {
    auto options = std::make_shared<DemoOptions>();
    auto* command =
        commands.add("demo", text::tr("Commission a virtual station over TCP, then over RS485, and write the reports"),
                     text::tr("Nothing outside this computer is touched.\n\nExamples:\n  firstlight-cli demo\n"
                              "  firstlight-cli demo --scenario reversed_ct --report /tmp/demo"),
                     *options);
    command->add_option("--scenario", options->scenario, text::tr("Which house: a file in the data folder's scenarios"))
        ->capture_default_str();
    add_path_option(*command, "--plan", options->plan, text::tr("Plan file; else the shipped one"))->type_name("FILE");
    add_path_option(*command, "--report", options->report.folder, text::tr("Folder for reports and visits"))
        ->type_name("DIR")
        ->default_str(options->report.folder.string());
    command->add_option("--only", options->only, text::tr("Only one of the two links"))
        ->check(CLI::IsMember({"tcp", "rtu"}));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
