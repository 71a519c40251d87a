#include "station/consent.h"

#include "station/errors.h"
#include "text/text.h"

#include <utility>

namespace firstlight::station {

void demand_consent(const Device& device, const Point& point, const Consent& consent) {
    demand_consent(device, point.name, point.risk, consent);
}

void demand_consent(const Device& device, const std::string& name, RiskClass risk, const Consent& consent) {
    const auto missing = [&](std::string needed) {
        throw ConsentMissing(device.name(), name, risk, std::move(needed));
    };
    if (!consent.given) missing(text::tr("Read the review of the settings and confirm it."));
    if (risk == RiskClass::disruptive && consent.named != device.name()) {
        missing(text::trf("To confirm, name the device: {}.", device.name()));
    }
    if (risk < RiskClass::grid) return;
    if (consent.batch) missing(text::tr("This setting cannot be part of a batch; change it on its own."));
    if (risk == RiskClass::onsite && !consent.on_site)
        missing(
            text::tr("Only somebody who is at the station does this, and says so: in the window, on the page On grid, "
                     "off grid. No plan can do it."));
    if (consent.typed != name) missing(text::trf("To confirm, type the setting's name: {}.", name));
}

}  // namespace firstlight::station
