#pragma once

#include "station/device.h"

#include <string>
#include <vector>

namespace firstlight::app::cli {

/// The readable points that a person named by name or group, in profile order; all of them when nothing was named.
/// Throws WrongUse with the names that come near.
std::vector<const station::Point*> choose_points(const station::Device& device, const std::vector<std::string>& names);

/// The point of that name. Throws WrongUse with the names that come near.
const station::Point& find_point(const station::Device& device, const std::string& name);

/// A device's readings as a table, group by group. Points that this device does not have are counted, not listed,
/// unless they were `named` one by one.
std::string readings_text(const station::Device& device, const std::vector<station::Reading>& readings,
                          const std::vector<std::string>& named = {});

}  // namespace firstlight::app::cli
