#include "commissioning/row_rules.h"

#include "station/cell_text.h"
#include "tests/station/fixture_csv.h"

#include <map>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using commissioning::problems_of;
using station::Row;

namespace {

const station::RowTable& table(const char* profile, const char* name) {
    static const auto set = station::ProfileSet::load(tests::shipped_profiles());
    return *set.at(profile).find_table(name);
}

Row row(const station::RowTable& of, const std::map<std::string, std::string>& cells) {
    Row result;
    for (const auto& column : of.columns) {
        const auto cell = cells.find(column.name);
        result.push_back(cell == cells.end() ? std::nullopt : std::optional(station::parse_cell(column, cell->second)));
    }
    return result;
}

Row period(const char* days, const char* from, const char* to) {
    return row(table("plant", "schedule"), {{"days", days}, {"from", from}, {"to", to}, {"action", "charge"}});
}

Row price(const char* direction, const char* season, const char* days, const char* from, const char* to) {
    const std::string s = season;
    return row(table("plant", "prices"), {{"direction", direction},
                                          {"from_month", s.substr(0, 2)},
                                          {"from_day", s.substr(3, 2)},
                                          {"to_month", s.substr(7, 2)},
                                          {"to_day", s.substr(10, 2)},
                                          {"days", days},
                                          {"from", from},
                                          {"to", to},
                                          {"price", "0.3"}});
}

const station::PointLookup nothing_known = [](const std::string&) { return std::optional<double>(); };

Row card(const char* id, const char* name, const char* uid) {
    return row(table("ac_charger", "cards"), {{"id", id}, {"name", name}, {"state", "active"}, {"uid", uid}});
}

std::vector<commissioning::RowProblem> of_schedule(std::vector<Row> rows) {
    return problems_of(table("plant", "schedule"), rows, nothing_known);
}
std::vector<commissioning::RowProblem> of_prices(std::vector<Row> rows) {
    return problems_of(table("plant", "prices"), rows, nothing_known);
}

}  // namespace

TEST_CASE("periods that touch are no overlap, periods that share a minute of a day are") {
    CHECK(of_schedule({period("mon-fri", "00:00", "06:00"), period("mon-fri", "06:00", "24:00")}).empty());
    CHECK(of_schedule({period("mon-fri", "00:00", "06:00"), period("sat, sun", "00:00", "06:00")}).empty());
    const auto problems = of_schedule({period("mon-fri", "00:00", "06:00"), period("fri, sat", "05:59", "07:00")});
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].row == 1);
    CHECK(problems[0].column == "from");
    CHECK(problems[0].refused);
    CHECK(problems[0].words.find("row 1: mon-fri, 00:00 to 06:00") != std::string::npos);
}

TEST_CASE("a period needs a day and an end after its beginning") {
    auto without_day = period("mon", "00:00", "06:00");
    without_day[0] = station::Value(0.0);
    const auto problems = of_schedule({without_day, period("mon", "06:00", "06:00")});
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].column == "days");
    CHECK(problems[1].column == "to");
}

TEST_CASE("a period over midnight becomes two, the second on the days after") {
    const auto& schedule = table("plant", "schedule");
    const auto split = commissioning::split_at_midnight(
        schedule,
        {period("mon-fri", "22:00", "06:00"), period("sun", "20:00", "00:30"), period("sat", "01:00", "02:00")});
    CHECK(split
          == std::vector<Row>{period("mon-fri", "22:00", "24:00"), period("tue-sat", "00:00", "06:00"),
                              period("sun", "20:00", "24:00"), period("mon", "00:00", "00:30"),
                              period("sat", "01:00", "02:00")});
}

TEST_CASE("a period without length is no whole day") {
    const auto split = commissioning::split_at_midnight(table("plant", "schedule"), {period("mon", "05:00", "05:00")});
    REQUIRE(split.size() == 1);
    CHECK(of_schedule(split).at(0).column == "to");
}

TEST_CASE("the week shows every stretch by day and time") {
    const auto week = commissioning::week_of(table("plant", "schedule"),
                                             {period("mon, wed", "12:00", "14:00"), period("mon", "06:00", "07:00")});
    REQUIRE(week.size() == 3);
    CHECK(week[0].from == 360);
    CHECK(week[0].row == 1);
    CHECK(week[1].from == 720);
    CHECK(week[2].day == 2);
}

TEST_CASE("a rate plan without gaps is accepted; summer and winter prices are no overlap") {
    CHECK(of_prices({price("import", "01-01..12-31", "mon-sun", "00:00", "24:00")}).empty());
    CHECK(of_prices({price("import", "04-01..09-30", "mon-sun", "00:00", "24:00"),
                     price("import", "10-01..03-31", "mon-sun", "00:00", "24:00"),
                     price("export", "01-01..12-31", "mon-sun", "00:00", "24:00")})
              .empty());
}

TEST_CASE("overlaps of a rate plan are refused, gaps are told") {
    const auto overlap = of_prices({price("import", "01-01..12-31", "mon-sun", "00:00", "24:00"),
                                    price("import", "12-24..01-06", "sun", "23:00", "24:00")});
    REQUIRE(overlap.size() == 1);
    CHECK(overlap[0].refused);

    const auto gap = of_prices({price("import", "01-01..12-31", "mon-fri", "00:00", "24:00"),
                                price("import", "01-01..12-31", "sat, sun", "00:00", "22:00")});
    REQUIRE(gap.size() == 1);
    CHECK_FALSE(gap[0].refused);
    CHECK(gap[0].words.find("Saturday from 22:00") != std::string::npos);

    const auto no_day = of_prices({price("import", "02-30..12-31", "mon-sun", "00:00", "24:00")});
    REQUIRE(no_day.size() == 1);
    CHECK(no_day[0].column == "from_day");
}

TEST_CASE("cards need a name and a sound number that no other has") {
    const auto& cards = table("ac_charger", "cards");
    CHECK(problems_of(cards, {card("1", "Anna", "04A1B2C3"), card("2", "Bert", "04A1B2C3D4E5F6")}, nothing_known)
              .empty());
    auto kept = card("1", "Anna", "04A1B2C3");
    kept[3].reset();
    CHECK(problems_of(cards, {kept}, nothing_known).empty());
    CHECK(problems_of(cards, {card("1", "Anna", "04A1B2C")}, nothing_known).front().column == "uid");
    CHECK(problems_of(cards, {card("1", "Anna", "04A1B2CX")}, nothing_known).front().column == "uid");
    CHECK(problems_of(cards, {card("1", "Anna", "04A1B2C3"), card("2", "Bert", "04A1B2C3")}, nothing_known).front().row
          == 1);
    auto nameless = card("1", "Anna", "04A1B2C3");
    nameless[1] = station::Value(std::string());
    CHECK(problems_of(cards, {nameless}, nothing_known).front().column == "name");
}

TEST_CASE("a period above the ratings of the site is refused, with the most that goes") {
    const auto& schedule = table("plant", "schedule");
    const station::PointLookup plant = [](const std::string& name) -> std::optional<double> {
        if (name == "ess_rated_charge_power") return 5;
        if (name == "max_active_power") return 10;
        return std::nullopt;
    };
    const auto with = [&](const char* column, const char* value) {
        return problems_of(
            schedule,
            {row(schedule,
                 {{"days", "mon"}, {"from", "01:00"}, {"to", "02:00"}, {"action", "charge"}, {column, value}})},
            plant);
    };
    CHECK(with("max_charge_power", "5").empty());
    CHECK(with("max_charge_power", "none").empty());
    const auto problems = with("max_charge_power", "5.5");
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].column == "max_charge_power");
    CHECK(problems[0].words
          == "Maximum charging power: It lies above the 5.0 kW that the batteries take. Enter at most 5.0 kW.");
    CHECK(with("max_grid_charge_power", "6").size() == 1);
    CHECK(with("max_grid_export", "11").size() == 1);
    CHECK(with("max_discharge_power", "99").empty());  // no rating is known
}

TEST_CASE("a card that ends like one of the charger is remarked") {
    const auto& cards = table("ac_charger", "cards");
    Row kept = card("1", "Anna", "04A1B2C3");
    kept[*cards.place_of("uid")] = std::nullopt;
    kept[*cards.place_of("uid_tail")] = station::Value(std::string("B2C3"));
    const auto problems = problems_of(cards, {kept, card("2", "Bert", "11A1B2C3")}, nothing_known);
    REQUIRE(problems.size() == 1);
    CHECK_FALSE(problems[0].refused);
    CHECK(problems[0].row == 1);
    CHECK(problems_of(cards, {kept, card("2", "Bert", "11A1B2C4")}, nothing_known).empty());
}
