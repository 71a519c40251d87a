#include "house_over_tcp.h"
#include "station/errors.h"

#include <set>

#include <catch2/catch_test_macros.hpp>

// The commissioning extension over real TCP connections: found by one read, its tables and commands proven.

using namespace firstlight;
using namespace firstlight::tests;
using station::Consent;
using station::Quality;
using station::Row;
using station::Value;
using station::WriteResult;

namespace {

class Journal : public station::ChangeJournal {
  public:
    transport::awaitable<std::int64_t> before(station::Change change) override {
        changes.push_back(std::move(change));
        co_return static_cast<std::int64_t>(changes.size());
    }
    transport::awaitable<void> after(std::int64_t id, station::Change change) override {
        changes.at(static_cast<std::size_t>(id) - 1) = std::move(change);
        co_return;
    }
    std::vector<station::Change> changes;
};

Consent confirmed() {
    Consent consent;
    consent.given = true;
    return consent;
}

struct ExtendedHouse : ServedHouse {
    ExtendedHouse() : ServedHouse("extended_house") { found = runtime.run(session->discover(options)); }

    const station::Device& device(const std::string& name) const {
        const auto* one = found.find(name);
        if (!one) throw std::runtime_error("no device named " + name);
        return *one;
    }
    const station::RowTable& table(const std::string& of, const std::string& name) const {
        return *device(of).profile->find_table(name);
    }
    station::TableReading rows(const std::string& of, const std::string& name) {
        return runtime.run(session->read_table(device(of), table(of, name)));
    }
    station::Change write(const std::string& of, const std::string& name, std::vector<Row> wanted,
                          std::optional<double> generation = {}) {
        return runtime.run(
            session->write_table(device(of), table(of, name), std::move(wanted), generation, confirmed(), journal));
    }
    station::Change command(const std::string& of, const std::string& name, std::vector<Value> arguments,
                            Consent consent = confirmed()) {
        const auto& command = *device(of).profile->find_command(name);
        return runtime.run(session->carry_out(device(of), command, std::move(arguments), std::move(consent), journal));
    }

    station::Discovery found;
    Journal journal;
};

Row outage(double days, double from, double to) {
    return {Value(days), Value(from), Value(to)};
}

Row card(double id, const std::string& name, std::optional<Value> uid) {
    return {Value(id), Value(name), Value(0.0), std::move(uid), std::nullopt};
}

}  // namespace

TEST_CASE("a station with the extension shows gateway, sensor and every battery module") {
    ExtendedHouse house;
    REQUIRE(house.found.extension);
    CHECK(station::to_string(*house.found.extension) == "1.0");
    std::set<std::string> names;
    for (const auto& device : house.found.devices) names.insert(device.name());
    CHECK(names
          == std::set<std::string>{"plant", "gateway", "power sensor", "inverter 1", "battery module 1.1",
                                   "battery module 1.2", "dc charger 1", "ac charger 2"});
    CHECK(house.device("gateway").serial == "GWT220A45GW001");
    CHECK(house.device("battery module 1.2").serial == "BAT001A45BM002");
    CHECK(house.device("ac charger 2").serial == "EVA002A45AC001");
    CHECK(house.found.anchor_serial == "CMU123A45AA001");

    const auto snapshot = house.runtime.run(house.session->snapshot());
    const auto* module = snapshot.find("battery module 1.2");
    REQUIRE(module);
    CHECK(module->number("slot") == 2);
    CHECK(module->number("cell_voltage_spread") == 10);
    for (const auto& device : snapshot.devices)
        for (const auto& reading : device.readings) {
            INFO(device.device.name() << " " << reading.point->name << ": " << reading.why);
            CHECK(reading.quality != Quality::not_read);
            CHECK(reading.quality != Quality::malformed);
        }
}

TEST_CASE("a station without the extension is told by one read and shows none of it") {
    ServedHouse plain("healthy_house");
    const auto found = plain.runtime.run(plain.session->discover(plain.options));
    CHECK_FALSE(found.extension);
    CHECK_FALSE(found.find("gateway"));
    const auto& plant = *found.find("plant");
    const auto before = plain.house->transactions();
    const auto snapshot = plain.runtime.run(plain.session->snapshot());
    CHECK(plain.house->transactions() > before);
    CHECK(snapshot.find("plant")->find("working_mode") == nullptr);
    const auto reading = plain.runtime.run(plain.session->read(plant, plant.profile->at("working_mode")));
    CHECK(reading.quality == Quality::unsupported);
    CHECK(reading.why.find("commissioning extension") != std::string::npos);
    const auto table = plain.runtime.run(plain.session->read_table(plant, *plant.profile->find_table("schedule")));
    CHECK(table.quality == Quality::unsupported);
    Journal journal;
    CHECK_THROWS_AS(
        plain.runtime.run(plain.session->write(plant, plant.profile->at("working_mode"), 1.0, confirmed(), journal)),
        station::ValueNotAccepted);
    CHECK(journal.changes.empty());
}

TEST_CASE("text of the extension keeps letters beyond ASCII") {
    ExtendedHouse house;
    const auto& plant = house.device("plant");
    const auto& name = plant.profile->at("station_name");
    const auto change = house.runtime.run(
        house.session->write(plant, name, std::string("Müller, Lindenweg 4"), confirmed(), house.journal));
    CHECK(change.result == WriteResult::proven);
    CHECK(std::get<std::string>(*house.runtime.run(house.session->read(plant, name)).value) == "Müller, Lindenweg 4");
    CHECK_THROWS_AS(
        house.runtime.run(house.session->write(plant, name, std::string(70, 'x'), confirmed(), house.journal)),
        station::ValueNotAccepted);
}

TEST_CASE("a working mode of the extension rules the energy management") {
    ExtendedHouse house;
    const auto& plant = house.device("plant");
    const auto change = house.runtime.run(
        house.session->write(plant, plant.profile->at("working_mode"), 3.0, confirmed(), house.journal));
    CHECK(change.result == WriteResult::proven);
    CHECK(house.runtime.run(house.session->read(plant, plant.profile->at("ems_work_mode"))).number() == 5);
}

TEST_CASE("rows of a table come into force together and are proven") {
    ExtendedHouse house;
    CHECK(house.rows("plant", "outages").rows.empty());
    const std::vector<Row> wanted{outage(31, 480, 720), outage(96, 0, 1440)};
    auto change = house.write("plant", "outages", wanted);
    CHECK(change.result == WriteResult::proven);
    CHECK(change.before == "no rows");
    CHECK(change.wanted == "Days: mon-fri, From: 08:00, To: 12:00; Days: sat, sun, From: 00:00, To: 24:00");
    auto now = house.rows("plant", "outages");
    REQUIRE(now.good());
    CHECK(now.rows == wanted);
    CHECK(now.generation == 2);

    change = house.write("plant", "outages", wanted);
    CHECK(change.result == WriteResult::unchanged);
    CHECK(house.rows("plant", "outages").generation == 2);

    change = house.write("plant", "outages", {wanted[1]});
    CHECK(change.result == WriteResult::proven);
    CHECK(house.rows("plant", "outages").rows == std::vector<Row>{wanted[1]});

    SECTION("only rows that differ are sent") {
        std::vector<Row> many;
        for (int i = 0; i < 28; ++i) many.push_back(outage(1, i * 10, i * 10 + 5));
        CHECK(house.write("plant", "outages", many).result == WriteResult::proven);
        int rows_sent = 0;
        house.answer = [&, handler = house.house->handler()](std::uint8_t unit, const formats::Request& request) {
            if (const auto* write = std::get_if<formats::WriteFileRecord>(&request))
                for (const auto& record : write->records) rows_sent += static_cast<int>(record.words.size()) / 4;
            return handler(unit, request);
        };
        many[7] = outage(2, 70, 75);
        CHECK(house.write("plant", "outages", many).result == WriteResult::proven);
        CHECK(rows_sent == 1);
        CHECK(house.rows("plant", "outages").rows == many);
    }
}

TEST_CASE("rows are the same when a register cannot tell them apart") {
    const auto& prices = *tests::shipped_profiles().at("plant").find_table("prices");
    const auto at = [&](double price) {
        Row row(prices.columns.size(), Value(1.0));
        row[*prices.place_of("price")] = Value(price);
        return row;
    };
    CHECK(same_row(prices, at(0.21), at(0.1 + 0.11)));
    CHECK_FALSE(same_row(prices, at(0.21), at(0.22)));
    auto none = at(0.21);
    none[*prices.place_of("price")].reset();
    CHECK_FALSE(same_row(prices, at(0.21), none));
}

TEST_CASE("a table that somebody else changed meanwhile is not overwritten") {
    ExtendedHouse house;
    const auto read = house.rows("plant", "outages");
    CHECK(house.write("plant", "outages", {outage(1, 0, 60)}).result == WriteResult::proven);
    CHECK_THROWS_AS(house.write("plant", "outages", {outage(2, 0, 60)}, read.generation), station::ValueNotAccepted);
    CHECK(house.rows("plant", "outages").rows == std::vector<Row>{outage(1, 0, 60)});

    // Between our look and our commit.
    bool meddled = false;
    house.answer = [&, handler = house.house->handler()](std::uint8_t unit, const formats::Request& request) {
        if (std::holds_alternative<formats::WriteFileRecord>(request) && !meddled) {
            meddled = true;
            house.house->set_point(247, "plant", "outages_generation", 9, false);
        }
        return handler(unit, request);
    };
    const auto change = house.write("plant", "outages", {outage(4, 0, 60)});
    CHECK(meddled);
    CHECK(change.result == WriteResult::refused);
    CHECK(house.rows("plant", "outages").rows == std::vector<Row>{outage(1, 0, 60)});
}

TEST_CASE("wrong rows are refused before the wire, with the place") {
    ExtendedHouse house;
    const auto before = house.house->transactions();
    const auto refusal = [&](std::vector<Row> rows) -> std::string {
        try {
            house.write("plant", "outages", std::move(rows));
        } catch (const station::ValueNotAccepted& error) {
            return error.point();
        }
        return "accepted";
    };
    CHECK(refusal({outage(1, 0, 60), outage(1, 1440, 60)}) == "outages row 2, from");
    CHECK(refusal(std::vector<Row>(29, outage(1, 0, 60))) == "outages");
    CHECK(house.house->transactions() == before);
    CHECK(house.journal.changes.empty());
}

TEST_CASE("the number of a card is set, kept and never shown") {
    ExtendedHouse house;
    CHECK(house
              .write("ac charger 2", "cards",
                     {card(1, "Anna", Value(std::string("04A1B2C3D4E5F6"))),
                      card(2, "Bert", Value(std::string("04FFEEDD")))})
              .result
          == WriteResult::proven);
    auto now = house.rows("ac charger 2", "cards");
    REQUIRE(now.rows.size() == 2);
    CHECK(now.rows[0][3] == std::nullopt);
    CHECK(now.rows[0][4] == Value(std::string("E5F6")));
    for (const auto& change : house.journal.changes)
        for (const auto& text : {change.before, change.wanted, change.after, change.detail}) {
            CHECK(text.find("04A1B2C3D4E5F6") == std::string::npos);
            CHECK(text.find("04FFEEDD") == std::string::npos);
        }

    // Anna goes; Bert moves up, is renamed, and keeps his number.
    CHECK(house.write("ac charger 2", "cards", {card(2, "Bertha", std::nullopt)}).result == WriteResult::proven);
    now = house.rows("ac charger 2", "cards");
    REQUIRE(now.rows.size() == 1);
    CHECK(now.rows[0][1] == Value(std::string("Bertha")));
    CHECK(now.rows[0][4] == Value(std::string("EEDD")));

    // A new card needs a number, and two cards need two places.
    CHECK(house.write("ac charger 2", "cards", {card(3, "Carl", std::nullopt)}).result == WriteResult::refused);
    CHECK_THROWS_AS(house.write("ac charger 2", "cards", {card(2, "A", std::nullopt), card(2, "B", std::nullopt)}),
                    station::ValueNotAccepted);
}

TEST_CASE("a log is read and never written") {
    ExtendedHouse house;
    const auto records = house.rows("ac charger 2", "records");
    REQUIRE(records.good());
    CHECK(records.rows.size() == 3);
    CHECK(records.rows[0][2] == Value(13.5));
    CHECK_THROWS_AS(house.write("ac charger 2", "records", {}), station::ValueNotAccepted);
}

TEST_CASE("a command is followed until the station says what became of it") {
    ExtendedHouse house;
    auto change = house.command("plant", "locate", {Value(1.0), Value(60.0)});
    CHECK(change.result == WriteResult::effect_seen);
    CHECK(change.wanted == "Device: 1, Duration: 60 s");
    CHECK(change.after == "Done");
    CHECK_THROWS_AS(house.command("plant", "locate", {Value(1.0), Value(9999.0)}), station::ValueNotAccepted);
    CHECK_THROWS_AS(house.command("plant", "go_off_grid", {}), station::ConsentMissing);

    Consent on_site = confirmed();
    on_site.typed = "go_off_grid";
    CHECK_THROWS_AS(house.command("plant", "go_off_grid", {}, on_site), station::ConsentMissing);
    on_site.on_site = true;
    CHECK(house.command("plant", "go_off_grid", {}, on_site).result == WriteResult::effect_seen);
    const auto& plant = house.device("plant");
    CHECK(house.runtime.run(house.session->read(plant, plant.profile->at("grid_status"))).number() == 1);

    CHECK_THROWS_AS(house.command("ac charger 2", "restart", {}), station::ConsentMissing);
    Consent named = confirmed();
    named.named = "ac charger 2";
    CHECK(house.command("ac charger 2", "restart", {}, named).result == WriteResult::effect_seen);
}

TEST_CASE("a command whose answer is lost is looked up and not sent again") {
    ExtendedHouse house;
    int sent = 0;
    const auto& block = *house.device("plant").profile->command_block;
    house.answer = [&, handler = house.house->handler()](std::uint8_t unit, const formats::Request& request) {
        auto reply = handler(unit, request);
        const auto* write = std::get_if<formats::WriteMultipleRegisters>(&request);
        if (write && write->address == block.request && ++sent > 0) reply.response.reset();
        return reply;
    };
    const auto change = house.command("plant", "locate", {Value(1.0), Value(60.0)});
    CHECK(change.result == WriteResult::effect_seen);
    CHECK(sent == 1);
}
