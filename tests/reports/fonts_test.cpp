#include "reports/fonts.h"

#include "formats/strict_json.h"
#include "reports/line_breaks.h"
#include "reports/utf8.h"

#include <filesystem>
#include <fstream>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::reports;

namespace {

const FontSet& fonts() {
    static const FontSet set(FIRSTLIGHT_BINARY_DIR "/data/fonts");
    return set;
}

constexpr Font plain{10, false};

std::vector<std::string> texts_of(std::string_view line) {
    std::vector<std::string> found;
    for (const Piece& piece : pieces(line)) found.emplace_back(piece.text);
    return found;
}

}  // namespace

TEST_CASE("UTF-8 is read character by character, broken bytes one by one", "[fonts]") {
    const auto text = characters("aß王\xF0\x9F\x8F\xA0");
    REQUIRE(text.size() == 4);
    CHECK(text[1].code == U'ß');
    CHECK(text[2].code == U'王');
    CHECK(text[3].code == U'\U0001F3E0');
    CHECK(text[3].length == 4);

    for (const char* broken :
         {"\xC3", "\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE7\x8E"}) {
        INFO(broken);
        for (const Character& one : characters(broken)) {
            CHECK(one.code == 0xFFFD);
            CHECK(one.length == 1);
        }
        CHECK(characters(broken).size() == std::string(broken).size());
    }
}

TEST_CASE("Each script is set in a face that has it", "[fonts]") {
    const auto face_of = [](const char* text, bool bold) { return fonts().place(text, {10, bold}).front(); };
    for (const char* letter : {"a", "ß", "Ω", "Ж", "°", "€"}) {
        INFO(letter);
        CHECK(face_of(letter, false).face == FaceName::regular);
        CHECK(face_of(letter, true).face == FaceName::bold);
        CHECK(face_of(letter, false).index != 0);
    }
    for (const char* letter : {"王", "鈴", "ソ", "，"}) {
        INFO(letter);
        CHECK(face_of(letter, true).face == FaceName::cjk);
        CHECK(face_of(letter, true).index != 0);
    }
}

TEST_CASE("Widths add up and grow with the size", "[fonts]") {
    CHECK(fonts().width("", plain) == 0);
    CHECK(fonts().width("ab", plain) == fonts().width("a", plain) + fonts().width("b", plain));
    CHECK(fonts().width("abc", {20, false}) == 2 * fonts().width("abc", plain));
    CHECK(fonts().width("111", plain) == fonts().width("888", plain));
    CHECK(fonts().width("\x01", plain) == 0);
}

TEST_CASE("Lines break where a reader expects it", "[fonts]") {
    CHECK(texts_of("one two  three") == std::vector<std::string>{"one", "two", "three"});
    CHECK(texts_of("231.4 V and 12 kWh") == std::vector<std::string>{"231.4 V", "and", "12 kWh"});
    CHECK(texts_of("-5.0") == std::vector<std::string>{"-5.0"});
    CHECK(texts_of("over-voltage") == std::vector<std::string>{"over-", "voltage"});
    CHECK(texts_of("王小明。") == std::vector<std::string>{"王", "小", "明。"});
    CHECK(texts_of("（王）") == std::vector<std::string>{"（王）"});
    CHECK(texts_of("").empty());
}

TEST_CASE("Wrapped lines fit and lose nothing", "[fonts]") {
    const std::string text =
        "Der Zählerschrank wurde geöffnet. 客户希望晚上十点以后再充电，并且保留百分之三十的电量。 "
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 Ελένη Παπαδοπούλου";
    const auto without_blanks = [](std::string given) {
        std::erase(given, ' ');
        return given;
    };
    for (const double width : {15.0, 60.0, 120.0, 400.0}) {
        std::string joined;
        for (const std::string& line : fonts().wrap(text, width, plain)) {
            INFO(width << ": " << line);
            CHECK(fonts().width(line, plain) <= width + 1e-6);
            joined += line;
        }
        CHECK(without_blanks(joined) == without_blanks(text));
    }
}

TEST_CASE("A width that holds nothing still ends", "[fonts]") {
    CHECK(fonts().wrap("abc", 0.1, plain).size() >= 3);
    CHECK(fonts().wrap("", 100, plain) == std::vector<std::string>{""});
    CHECK(fonts().wrap("a\n\nb", 100, plain) == std::vector<std::string>{"a", "", "b"});
}

TEST_CASE("Shortened text ends in an ellipsis and fits", "[fonts]") {
    CHECK(fonts().shortened("short", 100, plain) == "short");
    const auto cut = fonts().shortened("a text that is far too long for it", 60, plain);
    CHECK(cut.ends_with("…"));
    CHECK(fonts().width(cut, plain) <= 60);
}

TEST_CASE("A font that is missing or broken is named", "[fonts]") {
    const auto folder = std::filesystem::temp_directory_path() / "firstlight-fonts-test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    try {
        FontSet set(folder);
        FAIL("no error");
    } catch (const formats::FileError& error) {
        CHECK(error.file().filename() == "DejaVuSans.ttf");
    }
    std::ofstream(folder / "DejaVuSans.ttf") << "this is no font";
    CHECK_THROWS_AS(FontSet(folder), formats::FileError);
    std::filesystem::remove_all(folder);
}
