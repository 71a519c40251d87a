#pragma once

#include <string_view>

namespace firstlight::commissioning {

/// Whether a setting or table is about one station or its people, whatever device has it: names, addresses, the owner,
/// RFID cards, the breakers that were put in there. Nothing of it may reach another station.
bool belongs_to_one_station(std::string_view setting_or_table);

}  // namespace firstlight::commissioning
