#include "reports/model_sections.h"
#include "station/device.h"
#include "text/text.h"

#include <algorithm>
#include <set>
#include <sstream>

// Headings of devices and groups, which several sections share.
namespace firstlight::reports {

using commissioning::Visit;

namespace {

std::string capitalised(std::string words) {
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

/// "remote ems" is "remote EMS".
std::string with_capital_abbreviations(const std::string& words) {
    static const std::set<std::string> abbreviations{"ocpp", "pv",  "ems", "ess", "ac", "dc",
                                                     "pid",  "pss", "pcs", "soc", "ev"};
    std::istringstream in(words);
    std::string all;
    for (std::string word; in >> word;) {
        if (abbreviations.contains(word))
            for (char& letter : word) letter = static_cast<char>(letter - 'a' + 'A');
        all += (all.empty() ? "" : " ") + word;
    }
    return all;
}

}  // namespace

std::string group_title(const std::string& group) {
    if (group.empty()) return text::tr("Other");
    auto english = group;
    std::ranges::replace(english, '_', ' ');
    const auto words = text::tr(english);
    return capitalised(words == english ? with_capital_abbreviations(english) : words);
}

std::string device_title(const Visit& visit, const std::string& name) {
    const auto found = std::ranges::find(visit.devices, name, &commissioning::DeviceRecord::name);
    if (found == visit.devices.end() || found->model.empty()) return station::name_for_people(name);
    return station::name_for_people(name) + ", " + found->model;
}

}  // namespace firstlight::reports
