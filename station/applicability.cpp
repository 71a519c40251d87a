#include "station/applicability.h"

#include "station/session.h"
#include "station/station.h"
#include "text/numbers.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::station {
namespace {

/// Every family that tells how many phases it has does so under this name.
constexpr std::string_view output_type_point = "output_type";

const Reading* latest_of(const Session& session, const Device& device, std::string_view name) {
    const Point* point = device.profile->find(name);
    if (!point) return nullptr;
    const auto found = session.latest.find({device.unit, point});
    return found == session.latest.end() || !found->second.good() ? nullptr : &found->second;
}

/// The device's own output type, or the first inverter's for points of the plant.
const Reading* output_type(const Session& session, const Device& device) {
    if (const Reading* own = latest_of(session, device, output_type_point)) return own;
    for (const Device& other : session.discovery.devices) {
        if (const Reading* found = latest_of(session, other, output_type_point)) return found;
    }
    return nullptr;
}

}  // namespace

std::optional<ProtocolVersion> newest_version(const Device& device) {
    return device.version_at_most ? device.version_at_most : device.version;
}

bool fits_version(const Point& point, const Device& device) {
    if (point.of_extension) return device.extension && exists_in(point, device.extension);
    const std::optional<ProtocolVersion> newest = newest_version(device);
    return newest ? exists_in(point, newest) : !point.until;
}

bool belongs_to(const Point& point, const Device& device) {
    return !point.of_extension || device.extension;
}

bool fits_model(const Point& point, const Device& device) {
    if (!device.model.empty() || device.station_models.empty()) return model_matches(point, device.model);
    return std::ranges::any_of(device.station_models,
                               [&](const std::string& model) { return model_matches(point, model); });
}

bool applies(const Point& point, const Device& device) {
    return !device.unsupported.contains(point.name) && fits_version(point, device) && fits_model(point, device);
}

bool applies(const RowTable& table, const Device& device) {
    return device.extension && *device.extension >= table.since;
}

bool applies(const Command& command, const Device& device) {
    return device.extension && *device.extension >= command.since;
}

std::string why_not_applicable(ProtocolVersion since, const Device& device) {
    if (!device.extension) return text::tr("this station does not have the commissioning extension");
    return text::trf("comes with version {} of the commissioning extension", to_string(since));
}

Reading not_asked(const Point& point, const Device& device) {
    Reading reading;
    reading.point = &point;
    reading.quality = Quality::unsupported;
    if (device.unsupported.contains(point.name)) {
        reading.why = text::tr("this firmware does not know the register");
    } else if (!fits_model(point, device)) {
        reading.quality = Quality::not_applicable;
        reading.why = text::trf("only on {}", fmt::join(point.models, ", "));
    } else if (point.of_extension) {
        reading.why = why_not_applicable(point.since, device);
    } else if (point.until) {
        reading.why = text::trf("withdrawn in protocol version {}", to_string(*point.until));
    } else {
        reading.why = text::trf("comes with protocol version {}", to_string(point.since));
    }
    return reading;
}

std::optional<std::string> ruled_out(const Session& session, const Device& device, const Point& point) {
    if (!point.valid_if.empty()) {
        const Reading* count = latest_of(session, device, point.valid_if);
        if (count && *count->number() < point.valid_if_at_least) {
            return text::trf("{} is {}", text::tr(count->point->label), text::shown_value(to_text(*count)));
        }
    }
    if (!point.output_types.empty()) {
        const Reading* type = output_type(session, device);
        if (type
            && std::ranges::find(point.output_types, static_cast<int>(*type->number())) == point.output_types.end()) {
            return text::trf("{} is {}", text::tr(type->point->label), text::shown_value(to_text(*type)));
        }
    }
    return std::nullopt;
}

}  // namespace firstlight::station
