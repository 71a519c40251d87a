#include "commissioning/preferences.h"

#include "formats/strict_json.h"
#include "store/durable_file.h"
#include "text/text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace firstlight::commissioning {

namespace {

using formats::JsonNode;

constexpr std::size_t most_recent_endpoints = 10;
constexpr std::array<std::string_view, 3> appearances{"follow_system", "light", "dark"};
constexpr std::array<std::string_view, 2> temperatures{"celsius", "fahrenheit"};

/// The place of the node's text in `names`; `otherwise` when the key is missing.
template <std::size_t Count>
std::size_t one_of(const JsonNode& root, std::string_view key, const std::array<std::string_view, Count>& names,
                   std::size_t otherwise) {
    const auto node = root.find(key);
    if (!node) return otherwise;
    const auto found = std::ranges::find(names, node->text());
    if (found == names.end()) node->fail(fmt::format("\"{}\" is one of: {}", key, fmt::join(names, ", ")));
    return static_cast<std::size_t>(found - names.begin());
}

Person parse_installer(const JsonNode& node) {
    node.allow_only({"name", "company", "role", "phone", "email", "licence"});
    return {node.text_or("name", ""),  node.text_or("company", ""), node.text_or("role", ""),
            node.text_or("phone", ""), node.text_or("email", ""),   node.text_or("licence", "")};
}

Preferences parse(const JsonNode& root) {
    root.allow_only({"language", "appearance", "temperature", "currency", "installer", "logo", "letter_paper",
                     "seconds_between_requests", "seconds_to_second_look", "notify_long_work", "notify_lost_link",
                     "log_frames", "recent_endpoints"});
    const Preferences defaults;
    Preferences read;
    read.language = root.text_or("language", defaults.language);
    read.appearance = static_cast<Appearance>(one_of(root, "appearance", appearances, 0));
    read.temperature = static_cast<TemperatureUnit>(one_of(root, "temperature", temperatures, 0));
    if (const auto currency = root.find("currency")) {
        read.currency = currency->text();
        if (!is_currency(read.currency)) currency->fail(text::tr("a currency has three capital letters, such as EUR"));
    }
    if (const auto installer = root.find("installer")) read.installer = parse_installer(*installer);
    read.logo = std::filesystem::u8path(root.text_or("logo", ""));
    read.letter_paper = root.boolean_or("letter_paper", false);
    if (const auto pace = root.find("seconds_between_requests")) read.seconds_between_requests = pace->number(0, 10);
    if (const auto wait = root.find("seconds_to_second_look")) read.seconds_to_second_look = wait->number(0, 3600);
    read.notify_long_work = root.boolean_or("notify_long_work", true);
    read.notify_lost_link = root.boolean_or("notify_lost_link", true);
    read.log_frames = root.boolean_or("log_frames", false);
    if (const auto recent = root.find("recent_endpoints"))
        for (const auto& endpoint : recent->items()) read.recent_endpoints.push_back(endpoint.text());
    return read;
}

}  // namespace

Preferences load_preferences(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) return {};
    const auto document = formats::JsonDocument::load(file);
    return parse(document.root());
}

void save_preferences(const Preferences& preferences, const std::filesystem::path& file) {
    const auto& person = preferences.installer;
    const auto logo = preferences.logo.u8string();
    nlohmann::ordered_json json{{"language", preferences.language},
                                {"appearance", appearances.at(static_cast<std::size_t>(preferences.appearance))},
                                {"temperature", temperatures.at(static_cast<std::size_t>(preferences.temperature))},
                                {"currency", preferences.currency},
                                {"installer",
                                 {{"name", person.name},
                                  {"company", person.company},
                                  {"role", person.role},
                                  {"phone", person.phone},
                                  {"email", person.email},
                                  {"licence", person.licence}}},
                                {"logo", std::string(logo.begin(), logo.end())},
                                {"letter_paper", preferences.letter_paper},
                                {"seconds_between_requests", preferences.seconds_between_requests},
                                {"seconds_to_second_look", preferences.seconds_to_second_look},
                                {"notify_long_work", preferences.notify_long_work},
                                {"notify_lost_link", preferences.notify_lost_link},
                                {"log_frames", preferences.log_frames},
                                {"recent_endpoints", preferences.recent_endpoints}};
    std::filesystem::create_directories(file.parent_path());
    store::write_durably(file, json.dump(2) + "\n");
}

bool is_currency(std::string_view code) {
    return code.size() == 3 && std::ranges::all_of(code, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

void remember_endpoint(Preferences& preferences, const std::string& endpoint) {
    auto& recent = preferences.recent_endpoints;
    std::erase(recent, endpoint);
    recent.insert(recent.begin(), endpoint);
    if (recent.size() > most_recent_endpoints) recent.resize(most_recent_endpoints);
}

}  // namespace firstlight::commissioning
