#include "station/profile.h"
#include "tests/station/fixture_csv.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <catch2/catch_test_macros.hpp>

/// Every shipped profile against the facts about the maker's public map, row by row.
using namespace firstlight::station;
using firstlight::tests::CsvRow;
using firstlight::tests::fixture_rows;

namespace {

const ProfileSet& profiles() {
    static const auto set = ProfileSet::load(firstlight::tests::shipped_profiles());
    return set;
}

bool is_reserved(const CsvRow& row) {
    return row.at("name").starts_with("reserved_");
}
Table table_of(const CsvRow& row) {
    return row.at("table") == "input" ? Table::input : Table::holding;
}

Access access_of(const CsvRow& row) {
    if (row.at("access") == "RO") return Access::read_only;
    return row.at("access") == "RW" ? Access::read_write : Access::write_only;
}

PointType type_of(const CsvRow& row) {
    static const std::map<std::string, PointType> types = {{"U16", PointType::u16}, {"S16", PointType::s16},
                                                           {"U32", PointType::u32}, {"S32", PointType::s32},
                                                           {"U64", PointType::u64}, {"STRING", PointType::text}};
    return types.at(row.at("type"));
}

/// "<=V1.7", "V2.8"
ProtocolVersion since_of(const CsvRow& row) {
    const auto& text = row.at("since");
    return parse_protocol_version(text.substr(text.find('V') + 1));
}

std::string snake_case(const std::string& text) {
    std::string name;
    for (const unsigned char c : text)
        if (std::isalnum(c))
            name += static_cast<char>(std::tolower(c));
        else if (!name.empty() && name.back() != '_')
            name += '_';
    return name;
}

/// "0=standby;1=running" as code and name.
std::map<std::uint32_t, std::string> choices_of(const CsvRow& row) {
    std::map<std::uint32_t, std::string> choices;
    const auto& text = row.at("values");
    if (text.find('=') == std::string::npos || text.find("..") != std::string::npos) return choices;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(';', at), text.size());
        const auto part = text.substr(at, end - at);
        choices[static_cast<std::uint32_t>(std::stoul(part))] = snake_case(part.substr(part.find('=') + 1));
        at = end + 1;
    }
    return choices;
}

void check_row(const Point& point, const CsvRow& row) {
    CHECK(point.address == std::stoi(row.at("address")));
    CHECK(point.count == std::stoi(row.at("count")));
    CHECK(point.table == table_of(row));
    CHECK(point.type == type_of(row));
    CHECK(point.access == access_of(row));
    CHECK(point.gain == std::stod(row.at("gain")));
    CHECK(point.sign == 1);
    CHECK(point.unit == row.at("unit"));
    CHECK(point.since == since_of(row));
    CHECK(point.bits.empty() == (row.at("values") != "bits:see alarms"));
    std::map<std::uint32_t, std::string> choices;
    for (const auto& choice : point.choices) choices[choice.code] = choice.name;
    CHECK(choices == choices_of(row));
    CHECK_FALSE(point.secret);
}

}  // namespace

TEST_CASE("Every register of the public map is in its profile as documented") {
    const auto rows = fixture_rows("registers");
    REQUIRE(rows.size() == 611);
    for (const auto& row : rows) {
        CAPTURE(row.at("device"), row.at("address"), row.at("name"));
        const auto& profile = profiles().at(row.at("device"));
        if (is_reserved(row)) continue;
        const auto* point = profile.find(row.at("name"));
        REQUIRE(point);
        check_row(*point, row);
        CHECK_FALSE(point->until);
    }
}

TEST_CASE("Every reserved block of the public map is in its profile") {
    // Registers that meant something until a version are reserved from that version on.
    const std::map<std::string, std::string> withdrawn = {
        {"reserved_40026", "2.4"}, {"reserved_30554", "2.4"}, {"reserved_40501", "2.7"}, {"reserved_41500", "2.8"}};
    int found = 0;
    for (const auto& row : fixture_rows("registers")) {
        if (!is_reserved(row)) continue;
        CAPTURE(row.at("name"));
        const auto& reserved = profiles().at(row.at("device")).reserved;
        const auto range = std::find_if(reserved.begin(), reserved.end(), [&](const auto& candidate) {
            return candidate.table == table_of(row) && candidate.address == std::stoi(row.at("address"));
        });
        REQUIRE(range != reserved.end());
        CHECK(range->count == std::stoi(row.at("count")));
        const auto later = withdrawn.find(row.at("name"));
        CHECK(range->since == (later == withdrawn.end() ? since_of(row) : parse_protocol_version(later->second)));
        CHECK_FALSE(range->until);
        ++found;
    }
    CHECK(found == 9);
}

TEST_CASE("Withdrawn registers end with the version that withdrew them") {
    const std::map<std::string, std::string> until = {{"export_energy_today", "2.4"},
                                                      {"export_energy_total", "2.4"},
                                                      {"import_energy_today", "2.4"},
                                                      {"import_energy_total", "2.4"},
                                                      {"active_power_upper_limit", "2.4"},
                                                      {"active_power_percent_upper_limit", "2.4"},
                                                      {"grid_code", "2.7"},
                                                      {"remote_dispatch_enable", "2.8"}};
    // Only the documented type changed here; the signed one is right at every version (a negative power factor or
    // zone).
    const std::set<std::string> retyped = {"system_time_zone", "power_factor"};
    for (const auto& row : fixture_rows("registers_legacy")) {
        if (retyped.contains(row.at("name"))) continue;
        CAPTURE(row.at("name"));
        const auto* point = profiles().at(row.at("device")).find(row.at("name"));
        REQUIRE(point);
        CHECK(point->address == std::stoi(row.at("address")));
        CHECK(point->type == type_of(row));
        CHECK(point->gain == std::stod(row.at("gain")));
        CHECK(point->since == since_of(row));
        REQUIRE(point->until);
        CHECK(to_string(*point->until) == until.at(row.at("name")));
    }
    for (const auto& name : retyped) {
        const auto* point = profiles().at(name == "power_factor" ? "inverter" : "plant").find(name);
        REQUIRE(point);
        CHECK(point->type == PointType::s16);
    }
}

TEST_CASE("A profile has no point that the facts do not know") {
    std::set<std::string> known;
    for (const auto* file : {"registers", "registers_legacy"})
        for (const auto& row : fixture_rows(file)) known.insert(row.at("device") + "." + row.at("name"));
    for (const auto& profile : profiles().all())
        for (const auto& point : profile->points) {
            if (point.of_extension) continue;
            CAPTURE(profile->id, point.name);
            CHECK(known.contains(profile->id + "." + point.name));
        }
}

TEST_CASE("Every alarm bit has the maker's code and severity, a cause and a next step") {
    const auto rows = fixture_rows("alarm_codes");
    REQUIRE(rows.size() == 213);
    std::map<const Point*, int> bits;
    for (const auto& row : rows) {
        CAPTURE(row.at("device"), row.at("register"), row.at("bit"), row.at("meaning"));
        const auto& points = profiles().at(row.at("device")).points;
        const auto point = std::find_if(points.begin(), points.end(), [&](const auto& candidate) {
            return candidate.table == Table::input && candidate.address == std::stoi(row.at("register"));
        });
        REQUIRE(point != points.end());
        const auto bit = std::find_if(point->bits.begin(), point->bits.end(), [&](const auto& candidate) {
            return candidate.position == std::stoi(row.at("bit"));
        });
        REQUIRE(bit != point->bits.end());
        CHECK(bit->name == row.at("meaning"));
        CHECK(bit->code == row.at("code"));
        if (row.at("severity") == "critical") CHECK(bit->severity == Severity::critical);
        if (row.at("severity") == "general") CHECK(bit->severity == Severity::warning);
        CHECK(bit->alarm == !bit->cause.empty());
        CHECK(bit->alarm == !bit->next_step.empty());
        ++bits[&*point];
    }
    for (const auto& [point, count] : bits) {
        CAPTURE(point->name);
        CHECK(point->bits.size() == static_cast<std::size_t>(count));
    }
}

TEST_CASE("Bits of the transformer station that only tell a state are no alarms") {
    const std::set<std::string> states = {"closed", "open", "in remote control"};
    for (const auto& point : profiles().at("pss").points)
        for (const auto& bit : point.bits) {
            CAPTURE(bit.name);
            const auto colon = bit.name.find(": ");
            const bool state = colon != std::string::npos && states.contains(bit.name.substr(colon + 2));
            CHECK(bit.alarm != state);
        }
}
