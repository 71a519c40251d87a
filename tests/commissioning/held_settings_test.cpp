#include "tests/commissioning/site.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

/// Settings that somebody takes back after they were proven.
namespace firstlight::commissioning {
namespace {

using Catch::Matchers::ContainsSubstring;
using tests::plan_with;
using tests::plant_unit;
using tests::Site;

const station::Point& export_limit() {
    return tests::shipped_profiles().at("plant").at("grid_max_export_power");
}

struct LimitSite : Site {
    LimitSite() {
        house.set("plant", "grid_max_export_power", 5);
        house.set("plant", "remote_ems_enable", 0);
        restart_with(house);
    }
    void set_limit(double kilowatts) {
        link.units[plant_unit].put(export_limit().address, station::encode(export_limit(), kilowatts));
    }
    /// Somebody sets it to this when that read of it after the write comes.
    void flips_at(int look, double kilowatts) {
        link.disturb = [this, look, kilowatts, written = false, looks = 0](
                           std::size_t, const tests::Asked& asked,
                           bool&) mutable -> std::optional<transport::LinkFault> {
            written = written || formats::is_write(asked.request);
            const auto* read = std::get_if<formats::ReadRegisters>(&asked.request);
            if (written && read && read->address == export_limit().address && ++looks == look) set_limit(kilowatts);
            return std::nullopt;
        };
    }
    CheckResult setting(const Visit& visit) {
        const auto found = std::ranges::find(visit.checks, std::string("settings"), &CheckResult::id);
        REQUIRE(found != visit.checks.end());
        return *found;
    }
};

const Plan three_kilowatts = plan_with({{"plant", "grid_max_export_power", "3", "grid_max_export_power", 0}});

TEST_CASE_METHOD(LimitSite, "a limit that holds passes, looked at once and at the end") {
    int reads = 0;
    link.disturb = [&](std::size_t, const tests::Asked& asked, bool&) -> std::optional<transport::LinkFault> {
        if (formats::is_write(asked.request)) reads = 0;
        const auto* read = std::get_if<formats::ReadRegisters>(&asked.request);
        if (read && read->address == export_limit().address) ++reads;
        return std::nullopt;
    };
    CHECK(setting(run(three_kilowatts)).verdict == Verdict::pass);
    CHECK(reads == 3);  // the proof, at once, at the end
}

TEST_CASE_METHOD(LimitSite, "a limit that is taken back fails whenever that is, and the report says by what") {
    for (const int look : {2, 3}) {
        INFO("at look " << look);
        set_limit(5);
        flips_at(look, 5);
        const auto failed = setting(run(three_kilowatts));
        CHECK(failed.verdict == Verdict::fail);
        CHECK(failed.expected == "3.000 kW");
        CHECK(failed.measured == "5.000 kW");
        CHECK_THAT(failed.reason, ContainsSubstring("the value from before the write"));
        CHECK_THAT(failed.reason, ContainsSubstring("In control then: "));
        CHECK_THAT(failed.reason, ContainsSubstring("Remote control: Disabled"));
    }
}

TEST_CASE_METHOD(LimitSite, "a value that nobody had before comes from another controller") {
    flips_at(2, 1.5);
    const auto failed = setting(run(three_kilowatts));
    CHECK(failed.measured == "1.500 kW");
    CHECK_THAT(failed.reason, ContainsSubstring("another controller sets it"));
}

TEST_CASE_METHOD(LimitSite, "a limit that was taken back and given again has failed all the same") {
    link.disturb = [this, written = false, looks = 0](std::size_t, const tests::Asked& asked,
                                                      bool&) mutable -> std::optional<transport::LinkFault> {
        written = written || formats::is_write(asked.request);
        const auto* read = std::get_if<formats::ReadRegisters>(&asked.request);
        if (!written || !read || read->address != export_limit().address) return std::nullopt;
        set_limit(++looks == 2 ? 5 : 3);
        return std::nullopt;
    };
    CHECK(setting(run(three_kilowatts)).verdict == Verdict::fail);
}

TEST_CASE_METHOD(LimitSite, "a run that only signs off looks at what earlier ones have written") {
    const auto first = run(three_kilowatts);
    CHECK(setting(first).verdict == Verdict::pass);
    set_limit(5);
    Plan sign_off = plan_with({});
    sign_off.close = true;
    const auto second = run(sign_off, first.id);
    CHECK(setting(second).verdict == Verdict::fail);
    CHECK_FALSE(second.closed);
}

}  // namespace
}  // namespace firstlight::commissioning
