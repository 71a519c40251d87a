#include "commissioning/ocpp_platforms.h"

#include "formats/strict_json.h"
#include "text/text.h"

#include <algorithm>
#include <cctype>

namespace firstlight::commissioning {

namespace {

std::vector<OcppPlatform> load(const std::filesystem::path& file) {
    const auto document = formats::JsonDocument::load(file);
    const auto root = document.root();
    root.allow_only({"format", "version", "platforms"});
    root.require_format("firstlight-ocpp-platforms", 1, text::tr("this is not a list of OCPP platforms"));
    std::vector<OcppPlatform> platforms;
    for (const auto& node : root.at("platforms").items()) {
        node.allow_only({"name", "url", "source"});
        platforms.push_back({node.at("name").text(), node.at("url").text(), node.text_or("source", "")});
    }
    return platforms;
}

}  // namespace

std::vector<OcppPlatform> load_ocpp_platforms(const std::filesystem::path& shipped, const std::filesystem::path& user) {
    auto platforms = load(shipped);
    if (!std::filesystem::exists(user)) return platforms;
    for (auto& own : load(user)) {
        const auto same = std::ranges::find(platforms, own.name, &OcppPlatform::name);
        if (same == platforms.end())
            platforms.push_back(std::move(own));
        else
            *same = std::move(own);
    }
    return platforms;
}

OcppPlatforms usable_ocpp_platforms(const std::filesystem::path& shipped, const std::filesystem::path& user) {
    OcppPlatforms platforms;
    try {
        platforms.known = load_ocpp_platforms(shipped, {});
        platforms.known = load_ocpp_platforms(shipped, user);
    } catch (const std::exception& error) {
        platforms.trouble = error.what();
    }
    return platforms;
}

std::optional<std::string> trouble_of_ocpp_url(std::string_view url) {
    if (url.empty()) return std::nullopt;
    std::string_view rest = url;
    for (const std::string_view scheme : {"wss://", "ws://"}) {
        if (!url.starts_with(scheme)) continue;
        rest.remove_prefix(scheme.size());
        break;
    }
    if (rest.size() == url.size()) return text::tr("An OCPP address begins with ws:// or wss://.");
    if (url.find_first_of("<>") != std::string_view::npos)
        return text::tr("Put the name or address of the server in the place of what stands in angle brackets.");
    const auto server = rest.substr(0, rest.find_first_of("/?#"));
    if (server.find('@') != std::string_view::npos)
        return text::tr("A password does not belong into the address: it has a field of its own, and is kept nowhere.");
    const bool is_clean = std::ranges::all_of(url, [](unsigned char c) { return std::isgraph(c) != 0; });
    if (server.empty() || server.starts_with(':') || !is_clean)
        return text::tr("This is no address of a server. Write it as wss://server/path, without spaces.");
    return std::nullopt;
}

}  // namespace firstlight::commissioning
