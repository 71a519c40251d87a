// Pictures of labels give their serial numbers, or say what is wrong with them.
#include "ui/picture_serials.h"

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;

namespace {

ui::PictureSerials read(const std::vector<std::string>& names) {
    std::vector<std::filesystem::path> files;
    for (const auto& name : names) files.emplace_back(FIRSTLIGHT_SOURCE_DIR "/tests/fixtures/labels/" + name);
    return ui::serials_in_pictures(files);
}

using Serials = std::vector<std::string>;

}  // namespace

TEST_CASE("serial numbers are read from one code, from several, and from several pictures, each once") {
    CHECK(read({"one.png"}).serials == Serials{"CMU123A45AA001"});
    CHECK(read({"one.png"}).trouble.empty());
    auto photographed = read({"two_photographed.jpg"});
    std::ranges::sort(photographed.serials);
    CHECK(photographed.serials == Serials{"CMU123A45AA001", "CMU123A45AA002"});
    CHECK(read({"one.png", "one.png"}).serials == Serials{"CMU123A45AA001"});
}

TEST_CASE("a picture without a serial number says what to do instead") {
    CHECK(read({"no_code.png"}).trouble.Contains("no_code.png shows no code that can be read"));
    CHECK(read({"no_picture.png"}).trouble.Contains("no_picture.png is no picture that can be read"));
    CHECK(read({"missing.png"}).trouble.Contains("missing.png is no picture that can be read"));
    CHECK(read({"wifi.png"}).trouble.Contains("The code on wifi.png holds no serial number"));
    const auto mixed = read({"no_code.png", "one.png", "wifi.png"});
    CHECK(mixed.serials == Serials{"CMU123A45AA001"});
    CHECK(mixed.trouble.Freq('\n') == 1);
}
