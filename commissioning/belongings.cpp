#include "commissioning/belongings.h"

#include <algorithm>
#include <array>

namespace firstlight::commissioning {

namespace {

constexpr std::array<std::string_view, 9> belongings = {
    "station_name",    "station_address",         "owner_name",
    "owner_email",     "ocpp_identity",           "cards",
    "breaker_current", "station_breaker_current", "household_breaker_current"};

}  // namespace

bool belongs_to_one_station(std::string_view setting_or_table) {
    return std::ranges::find(belongings, setting_or_table) != belongings.end();
}

}  // namespace firstlight::commissioning
