#include "app/cli/session.h"

#include "app/cli/errors.h"
#include "app/cli/pace.h"
#include "app/data_folder.h"
#include "station/dial_in.h"
#include "text/text.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::app::cli {

station::ProfileSet load_profiles(const CommonOptions& options) {
    return station::ProfileSet::load(data_folder(options.data) / "profiles", user_folder() / "profiles");
}

namespace {

transport::LinkOptions link_options(const StationOptions& options, const station::ProfileSet& profiles) {
    transport::LinkOptions link;
    link.pace = options.pace == "measured" ? vendor_pace(profiles) : parse_pace(options.pace, profiles);
    link.answer_timeout = transport::Milliseconds(profiles.at("plant").limits.answer_timeout_ms);
    if (options.timeout > 0) link.answer_timeout = transport::Milliseconds(static_cast<int>(options.timeout * 1000));
    if (!options.trace.empty()) link.trace = options.trace;
    return link;
}

/// "plant" -> 247, "inverter 2" and "2" -> 2; nothing when the name tells no unit.
std::optional<std::uint8_t> unit_in_name(const std::string& name, const station::ProfileSet& profiles) {
    for (const auto& profile : profiles.all())
        if (profile->id == name && !profile->recognition.units.empty()) return profile->recognition.units.front();
    const auto digits = name.find_last_not_of("0123456789") + 1;
    int unit = 0;
    const auto parsed = std::from_chars(name.data() + digits, name.data() + name.size(), unit);
    if (parsed.ec != std::errc() || unit < 1 || unit > 247) return std::nullopt;
    return static_cast<std::uint8_t>(unit);
}

std::vector<std::string> names_of(const station::Discovery& discovery) {
    std::vector<std::string> names;
    for (const auto& device : discovery.devices) names.push_back("\"" + device.name() + "\"");
    return names;
}

}  // namespace

StationSession::StationSession(const CommonOptions& common, const StationOptions& options, Output& output)
    : output_(output), profiles_(load_profiles(common)), all_units_(options.units == "all") {
    if (!all_units_) units_ = parse_units(options.units);
    open(options);
    station_ = std::make_unique<station::Station>(*link_, profiles_);
    if (options.pace == "measured") link_->set_pace(run(measured_pace(*link_, profiles_)));
    if (options.pace != "vendor")
        output_.note(text::trf("Pace: {}, by your choice.", to_words(link_->pace(), profiles_)));
}

StationSession::~StationSession() = default;

void StationSession::open(const StationOptions& options) {
    const auto endpoint = transport::parse_endpoint(options.endpoint);
    if (const auto* listening = std::get_if<transport::ListenEndpoint>(&endpoint))
        return open_listening(*listening, options);
    link_ = run(transport::open_link(endpoint, link_options(options, profiles_)));
}

void StationSession::open_listening(const transport::ListenEndpoint& endpoint, const StationOptions& options) {
    transport::ListenerOptions listener;
    listener.allowed_serials = {options.allow.begin(), options.allow.end()};
    listener.allow_writes = options.writable;
    listener.identify_within = std::chrono::minutes(1);
    listener.link = link_options(options, profiles_);
    output_.note(text::tr(transport::listen_warning()));
    output_.note(text::trf("Waiting for a station to call at {}. Ctrl+C stops.", options.endpoint));
    link_ = run(station::await_dial_in(endpoint, std::move(listener), profiles_));
}

station::DiscoveryOptions StationSession::discovery_options() const {
    station::DiscoveryOptions options;
    options.units = units_;
    options.all_units = all_units_;
    return options;
}

const station::Discovery& StationSession::discover() {
    return discover(discovery_options());
}

const station::Discovery& StationSession::discover(station::DiscoveryOptions options) {
    run(station_->discover(std::move(options), output_.progress_sink()));
    output_.clear_progress();
    return station_->discovery();
}

const station::Device& StationSession::find_only(const std::string& name) {
    station::DiscoveryOptions options;
    const auto unit = unit_in_name(name, profiles_);
    options.units = unit ? std::vector{*unit} : units_;
    options.all_units = all_units_ && !unit;
    discover(std::move(options));
    return device(name);
}

const station::Device& StationSession::find_in_station(const std::string& name) {
    discover();
    return device(name);
}

const station::Device& StationSession::device(const std::string& name) const {
    const auto& found = station_->discovery();
    if (const auto* device = find_device(found, name)) return *device;
    throw WrongUse(text::trf("There is no device \"{}\" at this station", name),
                   text::trf("What answers there: {}.", fmt::join(names_of(found), ", ")),
                   text::tr("firstlight-cli find lists the devices with their names."));
}

const station::Device* find_device(const station::Discovery& discovery, const std::string& name) {
    if (const auto* device = discovery.find(name)) return device;
    for (const auto& device : discovery.devices)
        if (std::to_string(device.unit) == name) return &device;
    return nullptr;
}

}  // namespace firstlight::app::cli
