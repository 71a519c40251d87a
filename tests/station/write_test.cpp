#include "station_fixture.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using formats::ExceptionCode;
using station::Change;
using station::Consent;
using station::ConsentMissing;
using station::Value;
using station::ValueNotAccepted;
using station::WriteResult;

namespace {

/// Remembers what was journalled, and how many writes had left when the row before was kept.
class MemoryJournal : public station::ChangeJournal {
  public:
    explicit MemoryJournal(ScriptedLink& link) : link_(link) {}

    transport::awaitable<std::int64_t> before(Change change) override {
        writes_before = link_.writes();
        rows.push_back(std::move(change));
        co_return static_cast<std::int64_t>(rows.size());
    }
    transport::awaitable<void> after(std::int64_t id, Change change) override {
        results.push_back(change);
        rows.at(static_cast<std::size_t>(id - 1)) = std::move(change);
        co_return;
    }

    std::vector<Change> rows, results;
    std::size_t writes_before = 99;

  private:
    ScriptedLink& link_;
};

struct WriteFixture : StationFixture {
    MemoryJournal journal{link};

    WriteFixture() : StationFixture(small_house()) {
        ScriptedUnit& plant = link.units[247];
        plant.put(40029, {0});                // remote EMS off
        plant.put(40031, {2});                // self-consumption
        plant.put(40038, {0, 5000});          // grid export limit 5 kW
        plant.put(40046, {200});              // backup reserve 20 %
        plant.put(30010, {0, 12000});         // 12 kW
        link.units[2].put(42001, {0, 1600});  // 16 A
        link.units[2].put(32007, {0, 3200});
        link.units[2].put(32010, {0, 2000});
        discover();
    }

    Change write(const std::string& device_name, const std::string& point, Value value, Consent consent) {
        const station::Device& target = device(device_name);
        return runtime.run(
            session.write(target, target.profile->at(point), std::move(value), std::move(consent), journal));
    }
    /// With every consent the point's class may need.
    Change write(const std::string& device_name, const std::string& point, Value value) {
        return write(device_name, point, std::move(value), {true, device_name, point, false, false});
    }
    formats::Words registers(std::uint8_t unit, std::uint16_t address, std::uint16_t count) {
        formats::Words words;
        for (std::uint16_t at = 0; at < count; ++at) words.push_back(link.units[unit].registers.at(address + at));
        return words;
    }
    /// The answer to the next write is lost; the device has done it when `done`.
    void lose_write_answer(bool done, transport::LinkFailure kind = transport::LinkFailure::silent) {
        link.disturb = [done, kind](std::size_t, const Asked& asked,
                                    bool& was_done) -> std::optional<transport::LinkFault> {
            if (!formats::is_write(asked.request)) return std::nullopt;
            was_done = done;
            transport::LinkFault fault;
            fault.kind = kind;
            return fault;
        };
    }
};

}  // namespace

TEST_CASE_METHOD(WriteFixture, "a write is journalled, sent once and read back") {
    const Change change = write("plant", "grid_max_export_power", 4.2);
    CHECK(change.result == WriteResult::proven);
    CHECK(change.before == "5.000");
    CHECK(change.wanted == "4.200");
    CHECK(change.after == "4.200");
    CHECK(change.unit_of_measure == "kW");
    CHECK(change.unit == 247);
    CHECK(change.device == "plant");
    CHECK(change.endpoint == "tcp:station:502");
    CHECK(registers(247, 40038, 2) == formats::Words{0, 4200});
    CHECK(journal.writes_before == 0);
    CHECK(link.writes() == 1);
    REQUIRE(journal.rows.size() == 1);
    CHECK(journal.rows[0].result == WriteResult::proven);
}

TEST_CASE_METHOD(WriteFixture, "one register goes by function 6, more by function 16") {
    write("plant", "ess_backup_soc", 25.0);
    write("plant", "grid_max_export_power", 4.0);
    std::vector<formats::Function> functions;
    for (const Asked& asked : link.log) {
        if (formats::is_write(asked.request)) functions.push_back(formats::function_of(asked.request));
    }
    CHECK(functions
          == std::vector{formats::Function::write_single_register, formats::Function::write_multiple_registers});
}

TEST_CASE_METHOD(WriteFixture, "a value that is there already is not written, but journalled") {
    const Change change = write("plant", "grid_max_export_power", 5.0);
    CHECK(change.result == WriteResult::unchanged);
    CHECK(link.writes() == 0);
    REQUIRE(journal.rows.size() == 1);
    CHECK(journal.rows[0].result == WriteResult::unchanged);
}

TEST_CASE_METHOD(WriteFixture, "what cannot be accepted is refused before anything is written") {
    const auto reason = [&](const std::string& device_name, const std::string& point, Value value) {
        try {
            write(device_name, point, std::move(value));
        } catch (const ValueNotAccepted& error) {
            CHECK_FALSE(error.detail().empty());
            return error.reason();
        }
        FAIL("accepted " << point);
        return ValueNotAccepted::Reason::did_not_stick;
    };
    using Reason = ValueNotAccepted::Reason;
    CHECK(reason("plant", "ess_soc", 50.0) == Reason::not_writable);
    CHECK(reason("plant", "ess_backup_soc", 101.0) == Reason::out_of_range);
    CHECK(reason("plant", "ess_backup_soc", std::string("much")) == Reason::not_a_value);
    CHECK(reason("plant", "remote_ems_mode", 77.0) == Reason::out_of_range);
    CHECK(reason("plant", "preheat_reserved_soc", 20.0) == Reason::unsupported);
    // 20 A breaker before a charger rated 32 A
    CHECK(reason("ac charger 2", "output_current", 25.0) == Reason::out_of_range);
    CHECK(reason("ac charger 2", "output_current", 5.0) == Reason::out_of_range);
    CHECK(reason("plant", "target_active_power", 3.0) == Reason::precondition);
    CHECK(link.writes() == 0);
    CHECK(journal.rows.empty());
}

TEST_CASE_METHOD(WriteFixture, "a precondition says in words what must be set first") {
    try {
        write("plant", "target_active_power", 3.0);
        FAIL("accepted");
    } catch (const ValueNotAccepted& error) {
        CHECK(error.detail().find("must be") != std::string::npos);
        CHECK(error.detail().find("first") != std::string::npos);
    }
    link.units[247].put(40029, {1});
    link.units[247].put(40031, {0});
    CHECK(write("plant", "target_active_power", 3.0).result == WriteResult::proven);
}

TEST_CASE_METHOD(WriteFixture, "consent grows with the risk") {
    const Consent none, given{true, {}, {}, false, false}, batch{true, {}, "lvrt_enable", true, false};
    CHECK_THROWS_AS(write("plant", "grid_max_export_power", 4.0, none), ConsentMissing);
    CHECK_THROWS_AS(write("inverter 1", "inverter_start_stop", 0.0, given), ConsentMissing);
    CHECK_THROWS_AS(write("plant", "lvrt_enable", 1.0, given), ConsentMissing);
    CHECK_THROWS_AS(write("plant", "lvrt_enable", 1.0, batch), ConsentMissing);
    CHECK(link.writes() == 0);
    CHECK(journal.rows.empty());
    link.units[247].put(40051, {0});
    CHECK(write("plant", "lvrt_enable", 1.0, {true, {}, "lvrt_enable", false, false}).result == WriteResult::proven);
}

TEST_CASE_METHOD(WriteFixture, "a refusal is told with the device's reason and not repeated") {
    link.units[247].on_write = [](std::uint16_t, const formats::Words&) { return ExceptionCode::illegal_data_address; };
    const Change change = write("plant", "grid_max_export_power", 4.0);
    CHECK(change.result == WriteResult::refused);
    CHECK(change.detail.find("exception 2") != std::string::npos);
    CHECK(change.detail.find("present mode") != std::string::npos);
    CHECK(link.writes() == 1);
    CHECK(journal.rows.at(0).result == WriteResult::refused);
}

TEST_CASE_METHOD(WriteFixture, "a value that the device clamps did not stick") {
    link.units[247].after_write = [this](std::uint16_t) { link.units[247].put(40038, {0, 4500}); };
    const Change change = write("plant", "grid_max_export_power", 4.0);
    CHECK(change.result == WriteResult::not_stuck);
    CHECK(change.after == "4.500");
    CHECK(change.detail.find("4.500") != std::string::npos);
}

TEST_CASE_METHOD(WriteFixture, "a device may need a moment to show what was written") {
    int reads = 0;
    link.disturb = [&](std::size_t, const Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        if (formats::is_write(asked.request)) reads = 1;
        const auto* read = std::get_if<formats::ReadRegisters>(&asked.request);
        if (reads > 0 && read && read->address == 40038) {
            link.units[247].put(40038, {0, static_cast<std::uint16_t>(reads++ < 2 ? 5000 : 4000)});
        }
        return std::nullopt;
    };
    CHECK(write("plant", "grid_max_export_power", 4.0).result == WriteResult::proven);
    CHECK(link.writes() == 1);
}

TEST_CASE_METHOD(WriteFixture, "a lost answer is looked up and never sent again") {
    const bool done = GENERATE(true, false);
    lose_write_answer(done);
    const Change change = write("plant", "grid_max_export_power", 4.0);
    CHECK(change.result == (done ? WriteResult::proven : WriteResult::not_stuck));
    CHECK(change.detail.find("lost") != std::string::npos);
    CHECK(link.writes() == 1);
    CHECK(journal.rows.at(0).result == change.result);
}

TEST_CASE_METHOD(WriteFixture, "what can neither be answered nor read back is unknown") {
    bool written = false;
    link.reopens = false;
    link.disturb = [&](std::size_t, const Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        written = written || formats::is_write(asked.request);
        if (!written) return std::nullopt;
        transport::LinkFault fault;
        fault.kind = transport::LinkFailure::closed;
        return fault;
    };
    const Change change = write("plant", "ess_backup_soc", 30.0);
    CHECK(change.result == WriteResult::unknown);
    CHECK(link.writes() == 1);
    CHECK(journal.rows.at(0).result == WriteResult::unknown);
}

TEST_CASE_METHOD(WriteFixture, "a link that fails before the write is an error and nothing is journalled") {
    link.disturb = [](std::size_t, const Asked&, bool&) -> std::optional<transport::LinkFault> {
        return transport::LinkFault{};
    };
    CHECK_THROWS_AS(write("plant", "grid_max_export_power", 4.0), transport::LinkError);
    CHECK(journal.rows.empty());
    CHECK(link.writes() == 0);
}

TEST_CASE_METHOD(WriteFixture, "after a reconnect nothing is written until the station is known to be the same") {
    enum class Behind { same, other, mute };
    const auto behind = GENERATE(Behind::same, Behind::other, Behind::mute);
    const station::Device& anchor = device("inverter 1");
    const station::Point& serial = anchor.profile->at(anchor.profile->serial_point);
    link.disturb = [&, cut = false](std::size_t, const Asked&, bool&) mutable -> std::optional<transport::LinkFault> {
        if (std::exchange(cut, true)) return std::nullopt;
        if (behind == Behind::other) link.units[1].put(serial.address, {0x4F54, 0x4845, 0x5200});
        if (behind == Behind::mute) link.units[1].silent = true;
        transport::LinkFault fault;
        fault.kind = transport::LinkFailure::closed;
        return fault;
    };
    if (behind == Behind::same) {
        CHECK(write("plant", "grid_max_export_power", 4.0).result == WriteResult::proven);
        CHECK(link.writes() == 1);
    } else {
        try {
            write("plant", "grid_max_export_power", 4.0);
            FAIL("written");
        } catch (const transport::LinkError& error) {
            CHECK(error.fault().kind == transport::LinkFailure::other_station);
        }
        CHECK(link.writes() == 0);
        CHECK(journal.rows.empty());
    }
    CHECK(link.reopened == 1);
}

TEST_CASE_METHOD(WriteFixture, "another station behind the reconnect proves no write") {
    const station::Device& anchor = device("inverter 1");
    const station::Point& serial = anchor.profile->at(anchor.profile->serial_point);
    link.disturb = [&](std::size_t, const Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        if (!formats::is_write(asked.request)) return std::nullopt;
        link.units[1].put(serial.address, {0x4F54, 0x4845, 0x5200});
        transport::LinkFault fault;
        fault.kind = transport::LinkFailure::closed;
        return fault;
    };
    const Change change = write("plant", "grid_max_export_power", 4.0);
    CHECK(change.result == WriteResult::unknown);
    CHECK(change.detail.find("another station") != std::string::npos);
}

TEST_CASE_METHOD(WriteFixture, "a write that never left this computer is not sent, and nobody asks what became of it") {
    const bool command = GENERATE(true, false);
    link.disturb = [](std::size_t, const Asked& asked, bool& done) -> std::optional<transport::LinkFault> {
        if (!formats::is_write(asked.request)) return std::nullopt;
        done = false;
        transport::LinkFault fault;
        fault.kind = transport::LinkFailure::closed;
        fault.sent_nothing = true;
        return fault;
    };
    const Change change =
        command ? write("inverter 1", "inverter_start_stop", 0.0) : write("plant", "grid_max_export_power", 4.0);
    CHECK(change.result == WriteResult::not_sent);
    CHECK(change.detail.find("nothing was sent") != std::string::npos);
    CHECK(journal.rows.at(0).result == WriteResult::not_sent);
    CHECK(formats::is_write(link.log.back().request));
}

TEST_CASE_METHOD(WriteFixture, "a limit that cannot be read is not taken for no limit") {
    const station::Profile& plant = *device("plant").profile;
    const station::Point& limit = plant.at("max_apparent_power");
    link.units[247].put(limit.address, {0, 12000});
    link.units[247].put(40003, {0, 0});
    link.units[247].put(40029, {1});
    link.units[247].put(40031, {0});
    snapshot();
    link.disturb = [&](std::size_t, const Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        const auto* read = std::get_if<formats::ReadRegisters>(&asked.request);
        if (!read || read->address > limit.address || read->address + read->count <= limit.address) return std::nullopt;
        transport::LinkFault fault;
        fault.kind = transport::LinkFailure::garbled;
        return fault;
    };
    CHECK_THROWS_AS(write("plant", "target_reactive_power", 1.0), ValueNotAccepted);
    CHECK(link.writes() == 0);
    link.disturb = nullptr;
    CHECK(write("plant", "target_reactive_power", 1.0).result == WriteResult::proven);
}

TEST_CASE_METHOD(WriteFixture, "a command that can only be written is proven by its effect") {
    ScriptedUnit& inverter = link.units[1];
    inverter.put(30578, {1});
    inverter.write_only.insert(40500);
    const bool effect = GENERATE(true, false);
    if (effect) inverter.after_write = [&](std::uint16_t) { inverter.put(30578, {3}); };
    const Change change = write("inverter 1", "inverter_start_stop", 0.0);
    CHECK(change.result == (effect ? WriteResult::effect_seen : WriteResult::sent));
    CHECK(change.before == "cannot be read");
    CHECK(link.writes() == 1);
    for (const Asked& asked : link.log) {
        const auto* read = std::get_if<formats::ReadRegisters>(&asked.request);
        CHECK_FALSE((asked.unit == 1 && read && read->address <= 40500 && read->address + read->count > 40500));
    }
}

TEST_CASE_METHOD(WriteFixture, "a secret is journalled as set or changed, never by value") {
    station::Profile profile = *device("plant").profile;
    for (station::Point& point : profile.points) {
        if (point.name == "ess_backup_soc") point.secret = true;
    }
    station::Discovery discovery = session.discovery();
    discovery.devices[0].profile = std::make_shared<const station::Profile>(std::move(profile));
    session.assume(discovery);
    const Change change = write("plant", "ess_backup_soc", 33.0);
    CHECK(change.result == WriteResult::proven);
    for (const std::string& text : {change.before, change.wanted, change.after, change.detail}) {
        CHECK(text.find("33") == std::string::npos);
        CHECK(text.find("20") == std::string::npos);
    }
    CHECK(change.wanted == "changed");
    CHECK(change.before == "set");
}
