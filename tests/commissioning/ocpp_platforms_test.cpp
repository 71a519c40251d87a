#include "commissioning/ocpp_platforms.h"

#include "formats/strict_json.h"
#include "tests/store/temporary_folder.h"

#include <fstream>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::commissioning;

namespace {

const std::filesystem::path shipped = std::filesystem::path(FIRSTLIGHT_SOURCE_DIR) / "data" / "ocpp_platforms.json";

}  // namespace

TEST_CASE("a company adds its own OCPP platforms to the shipped ones") {
    const auto known = load_ocpp_platforms(shipped, {});
    REQUIRE_FALSE(known.empty());
    for (const auto& platform : known) {
        INFO(platform.name);
        CHECK_FALSE(platform.source.empty());
    }
    const tests::TemporaryFolder folder;
    const auto own = folder.path() / "ocpp_platforms.json";
    std::ofstream(own) << R"({"format": "firstlight-ocpp-platforms", "version": 1, "platforms": [
        {"name": "Ours", "url": "wss://ocpp.example.org/"}, {"name": "evcc", "url": "ws://192.168.1.5:8887/"}]})";
    const auto all = load_ocpp_platforms(shipped, own);
    CHECK(all.size() == known.size() + 1);
    CHECK(all.front().url == "ws://192.168.1.5:8887/");
    CHECK(all.back().name == "Ours");

    std::ofstream(own)
        << R"({"format": "firstlight-ocpp-platforms", "version": 1, "platforms": [{"name": "No address"}]})";
    CHECK_THROWS_AS(load_ocpp_platforms(shipped, own), formats::FileError);
    const auto usable = usable_ocpp_platforms(shipped, own);
    CHECK(usable.known.size() == known.size());
    CHECK(usable.trouble.find("ocpp_platforms.json") != std::string::npos);
    std::ofstream(own) << R"({"format": "firstlight-usb-adapters", "version": 1, "platforms": []})";
    CHECK_THROWS_AS(load_ocpp_platforms(shipped, own), formats::FileError);
}

TEST_CASE("only an address of a server is taken for an OCPP platform, and no password in it") {
    for (const char* good : {"", "ws://192.168.1.5:8887/", "wss://ocpp.example.org/central/CP1", "wss://[fe80::1]/"}) {
        INFO(good);
        CHECK_FALSE(trouble_of_ocpp_url(good));
    }
    for (const char* bad :
         {"https://ocpp.example.org", "ocpp.example.org", "ws://", "ws:///path", "wss://:443/", "ws://<server>:8887/",
          "wss://charger:secret@ocpp.example.org/", "wss://ocpp example.org/", "wss://ocpp.example.org/\n"}) {
        INFO(bad);
        CHECK(trouble_of_ocpp_url(bad));
    }
}
