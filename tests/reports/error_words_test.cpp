#include "reports/error_words.h"

#include "commissioning/identity.h"
#include "formats/strict_json.h"
#include "station/errors.h"
#include "store/database.h"

#include <set>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using reports::ErrorWords;
using transport::LinkFailure;

namespace {

const transport::Endpoint tcp = transport::TcpEndpoint{"192.168.4.1", 502};
const transport::Endpoint rtu = transport::RtuEndpoint{"/dev/ttyUSB0", {}};

struct Case {
    std::string name;
    std::exception_ptr error;
    int exit_code;
};

template <class Error>
Case row(std::string name, int exit_code, Error error) {
    return {std::move(name), std::make_exception_ptr(std::move(error)), exit_code};
}

Case link(std::string name, int exit_code, const transport::Endpoint& endpoint, LinkFailure kind) {
    transport::LinkFault fault;
    fault.kind = kind;
    fault.unit = 3;
    return row(std::move(name), exit_code, transport::LinkError(endpoint, fault));
}

Case refused(std::string name, const formats::Request& request, int code) {
    return row(std::move(name), 4, transport::DeviceRefused(1, request, static_cast<formats::ExceptionCode>(code)));
}

Case value(std::string name, int exit_code, station::ValueNotAccepted::Reason reason) {
    return row(std::move(name), exit_code,
               station::ValueNotAccepted(reason, "active_power_limit", "99", "0 to 12 kW", "4"));
}

Case consent(const std::string& name, station::RiskClass risk) {
    return row(name, 2, station::ConsentMissing("inverter 1", name, risk, "Say the words."));
}

Case database(std::string name, store::StoreError::Kind kind) {
    return row(std::move(name), 2, store::StoreError(kind, "visits.db", "sqlite says so"));
}

Case system(std::string name, std::errc code) {
    return row(std::move(name), 2, std::system_error(std::make_error_code(code), "report.pdf"));
}

std::vector<Case> all_cases() {
    const formats::Request read = formats::ReadRegisters{formats::Function::read_input_registers, 30000, 2};
    const formats::Request write = formats::WriteSingleRegister{40029, 1};
    using Reason = station::ValueNotAccepted::Reason;
    using Kind = store::StoreError::Kind;
    return {
        link("port missing", 3, rtu, LinkFailure::port_missing),
        link("port denied", 3, rtu, LinkFailure::port_denied),
        link("port in use", 3, rtu, LinkFailure::port_in_use),
        link("port vanished", 3, rtu, LinkFailure::port_vanished),
        link("port unsuitable", 3, rtu, LinkFailure::port_unsuitable),
        link("name unknown", 3, tcp, LinkFailure::name_unknown),
        link("unreachable", 3, tcp, LinkFailure::unreachable),
        link("connection refused", 3, tcp, LinkFailure::refused),
        link("closed, network", 3, tcp, LinkFailure::closed),
        link("closed, serial", 3, rtu, LinkFailure::closed),
        link("silent, network", 3, tcp, LinkFailure::silent),
        link("silent, serial", 3, rtu, LinkFailure::silent),
        link("garbled, network", 3, tcp, LinkFailure::garbled),
        link("garbled, serial", 3, rtu, LinkFailure::garbled),
        link("not Modbus", 3, tcp, LinkFailure::not_modbus),
        link("wrong answer", 3, tcp, LinkFailure::wrong_answer),
        link("backed off", 3, tcp, LinkFailure::backed_off),
        link("other master", 3, rtu, LinkFailure::other_master),
        link("not accepted", 2, tcp, LinkFailure::not_accepted),
        refused("illegal function", read, 1),
        refused("address, read", read, 2),
        refused("address, write", write, 2),
        refused("data value", write, 3),
        refused("failure", read, 4),
        refused("acknowledge", write, 5),
        refused("busy", read, 6),
        refused("parity", read, 8),
        refused("gateway path", read, 10),
        refused("gateway target", read, 11),
        refused("unknown code", read, 200),
        value("no value", 2, Reason::not_a_value),
        value("out of range", 2, Reason::out_of_range),
        value("not writable", 2, Reason::not_writable),
        value("precondition", 2, Reason::precondition),
        value("did not stick", 4, Reason::did_not_stick),
        value("unsupported", 4, Reason::unsupported),
        consent("consent, config", station::RiskClass::config),
        consent("consent, disruptive", station::RiskClass::disruptive),
        consent("consent, grid", station::RiskClass::grid),
        consent("consent, onsite", station::RiskClass::onsite),
        row("no station", 3, station::NoStation("units 1 to 10 were asked")),
        row("another station", 2, commissioning::DifferentStation("20261123-104207-3F2A", "CMU1", "CMU2")),
        row("unconfirmed station", 2, commissioning::StationUnconfirmed("20261123-104207-3F2A", "CMU2")),
        row("nameless station", 2, commissioning::StationUnconfirmed("", "")),
        row("changed station", 2, commissioning::StationChanged("CMU1", "CMU2")),
        row("closed connection", 3, commissioning::StationChanged("CMU1", std::nullopt)),
        row("endpoint", 2, transport::EndpointError("tpc:1.2.3.4", "unknown kind of link \"tpc\"")),
        row("file", 2, formats::FileError("plan.json", 12, "unknown key \"sitte\"")),
        row("format", 3, formats::FormatError("frame too short")),
        database("newer version", Kind::newer_version),
        database("not a database", Kind::not_a_database),
        database("database: disk full", Kind::disk_full),
        database("database: no permission", Kind::no_permission),
        database("database: in use", Kind::in_use),
        database("database: missing folder", Kind::missing_folder),
        database("database: broken", Kind::broken),
        database("database: other", Kind::other),
        system("disk full", std::errc::no_space_on_device),
        system("permission", std::errc::permission_denied),
        system("read-only drive", std::errc::read_only_file_system),
        system("missing file", std::errc::no_such_file_or_directory),
        system("other system fault", std::errc::io_error),
        row("out of memory", 2, std::bad_alloc()),
        row("unexpected", 2, std::runtime_error("anything")),
    };
}

}  // namespace

TEST_CASE("Every error has a title, an explanation, a next step and an exit code", "[error_words]") {
    for (const Case& one : all_cases()) {
        INFO(one.name);
        const ErrorWords words = reports::describe(one.error);
        INFO(words.title << "\n" << words.explanation << "\n" << words.next_step << "\n" << words.details);
        CHECK_FALSE(words.title.empty());
        CHECK_FALSE(words.explanation.empty());
        REQUIRE_FALSE(words.next_step.empty());
        CHECK(words.exit_code == one.exit_code);
        for (const std::string& text : {words.title, words.explanation, words.next_step})
            CHECK(text.find('!') == std::string::npos);
        CHECK(words.title.back() != '.');
        CHECK(words.next_step.back() == '.');
    }
}

TEST_CASE("No two errors share a title", "[error_words]") {
    std::set<std::string> titles;
    for (const Case& one : all_cases()) {
        INFO(one.name);
        CHECK(titles.insert(reports::describe(one.error).title).second);
    }
}

TEST_CASE("What the field taught stands in the words", "[error_words]") {
    const auto words_of = [](const transport::Endpoint& endpoint, LinkFailure kind) {
        transport::LinkFault fault;
        fault.kind = kind;
        const ErrorWords words = reports::describe(endpoint, fault);
        return words.explanation + " " + words.next_step;
    };
    const auto silent = words_of(tcp, LinkFailure::silent);
    for (const char* part : {"installer", "Modbus TCP server", "Save", "address", "firmware update", "charger", "app"})
        CHECK(silent.find(part) != std::string::npos);
    const auto wiring = words_of(rtu, LinkFailure::silent);
    for (const char* part : {"A and B", "speed", "unit id"}) CHECK(wiring.find(part) != std::string::npos);
    CHECK(words_of(tcp, LinkFailure::refused).find("firmware update") != std::string::npos);
    CHECK(words_of(rtu, LinkFailure::other_master).find("has sent nothing") != std::string::npos);
}

TEST_CASE("Details keep codes and bytes", "[error_words]") {
    transport::LinkFault fault;
    fault.kind = LinkFailure::garbled;
    fault.unit = 247;
    fault.sent = {0x01, 0x03};
    fault.received = {0xFF};
    fault.detail = "CRC differs";
    const auto link_words = reports::describe(rtu, fault);
    for (const char* part : {"rtu:/dev/ttyUSB0:9600:8N1", "247", "Sent: 01 03", "Received: FF", "CRC differs"})
        CHECK(link_words.details.find(part) != std::string::npos);

    const auto refused_words = reports::describe(std::make_exception_ptr(transport::DeviceRefused(
        9, formats::WriteSingleRegister{40029, 1}, formats::ExceptionCode::illegal_data_address)));
    for (const char* part : {"Unit 9", "40029", "Exception 2"})
        CHECK(refused_words.details.find(part) != std::string::npos);

    const auto file_words =
        reports::describe(std::make_exception_ptr(formats::FileError("plans/house.json", 12, "unknown key \"sitte\"")));
    CHECK(file_words.explanation == "house.json at line 12: unknown key \"sitte\"");
}

TEST_CASE("What is no exception of ours is still described", "[error_words]") {
    CHECK_FALSE(reports::describe(std::exception_ptr()).title.empty());
    CHECK_FALSE(reports::describe(std::make_exception_ptr(42)).next_step.empty());
}

TEST_CASE("a refused value is told with what is allowed, a missing confirmation with what to say") {
    using station::ValueNotAccepted;
    const auto refused = reports::describe(std::make_exception_ptr(
        ValueNotAccepted(ValueNotAccepted::Reason::out_of_range, "ess_discharge_cutoff_soc", "120.0", "0 to 100 %")));
    CHECK(refused.explanation.find("0 to 100 %") != std::string::npos);
    const auto named = reports::describe(std::make_exception_ptr(
        station::ConsentMissing("inverter 1", "inverter_start_stop", station::RiskClass::disruptive,
                                "To confirm, name the device: inverter 1.")));
    CHECK(named.next_step == "To confirm, name the device: inverter 1.");
    const auto batch = reports::describe(std::make_exception_ptr(station::ConsentMissing(
        "plant", "lvrt_enable", station::RiskClass::grid, "This setting cannot be part of a batch.")));
    CHECK(batch.next_step == "This setting cannot be part of a batch.");
}
