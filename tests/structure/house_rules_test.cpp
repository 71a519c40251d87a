#include "tests/structure/house_rules.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch_test_macros.hpp>

namespace firstlight::tests {
namespace {

const Faults none{};

Sources read_tree() {
    const std::filesystem::path root = FIRSTLIGHT_SOURCE_DIR;
    Sources sources;
    for (const char* folder : {"text", "formats", "store", "transport", "station", "simulator", "commissioning",
                               "firmware_update", "reports", "remote", "ui", "wizards", "app", "tests"}) {
        if (!std::filesystem::exists(root / folder)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            auto ending = entry.path().extension();
            if (ending != ".h" && ending != ".cpp") continue;
            std::ifstream file(entry.path(), std::ios::binary);
            sources[entry.path().lexically_relative(root).generic_string()] =
                std::string(std::istreambuf_iterator<char>(file), {});
        }
    }
    return sources;
}

const Sources& tree() {
    static const Sources sources = read_tree();
    return sources;
}

TEST_CASE("the tree is really read") {
    REQUIRE(tree().size() > 20);
    REQUIRE(tree().contains("formats/modbus.cpp"));
    CHECK_FALSE(includes_of(tree().at("formats/modbus.cpp")).empty());
}

TEST_CASE("folders include only what stands below them") {
    CHECK(wrong_arrows(tree()) == none);
}
TEST_CASE("libraries stay in the folders they belong to") {
    CHECK(wrong_libraries(tree()) == none);
}
TEST_CASE("Asio's I/O headers stay in transport") {
    CHECK(reached_asio_headers(tree()) == none);
}
TEST_CASE("register numbers stand in profiles") {
    CHECK(register_numbers(tree()) == none);
}
TEST_CASE("no file has more than 400 lines") {
    CHECK(long_files(tree(), 400) == none);
}
TEST_CASE("no folder has a name that says nothing") {
    CHECK(forbidden_folders(tree()) == none);
}

TEST_CASE("an arrow that points up is found, one that points down is not") {
    CHECK(wrong_arrows({{"station/a.cpp", "#include \"commissioning/visit.h\"\n"}}).size() == 1);
    CHECK(wrong_arrows({{"station/a.cpp", "#include \"store/database.h\"\n"}}).size() == 1);
    CHECK(wrong_arrows({{"formats/a.h", "\n#  include \"transport/link.h\"\n"}}).size() == 1);
    CHECK(wrong_arrows({{"reports/a.h", "#include \"tests/structure/house_rules.h\"\n"}}).size() == 1);
    CHECK(wrong_arrows({{"reports/a.h", "#include \"store/database.h\"\n#include \"station/value.h\"\n"}}) == none);
}

TEST_CASE("a library in a folder it does not belong to is found") {
    CHECK(wrong_libraries({{"station/a.cpp", "#include <sqlite3.h>\n"}}).size() == 1);
    CHECK(wrong_libraries({{"station/a.h", "#include <nlohmann/json.hpp>\n"}}).size() == 1);
    CHECK(wrong_libraries({{"app/cli/main.cpp", "#include <wx/wx.h>\n"}}).size() == 1);
    CHECK(wrong_libraries({{"station/a.cpp", "#include <nlohmann/json.hpp>\n"}}) == none);
    CHECK(wrong_libraries({{"app/cli/a.cpp", "#include <CLI/CLI.hpp>\n"}}) == none);
}

TEST_CASE("an Asio I/O header is found behind headers of our own") {
    Sources sources{{"station/a.cpp", "#include \"transport/link.h\"\n"},
                    {"transport/link.h", "#include \"transport/private.h\"\n"},
                    {"transport/private.h", "#include <boost/asio/steady_timer.hpp>\n"}};
    CHECK(reached_asio_headers(sources).size() == 1);
    sources["transport/private.h"] = "#include <boost/asio/awaitable.hpp>\n";
    CHECK(reached_asio_headers(sources) == none);
}

TEST_CASE("a register number in code is found; limits, names and comments are none") {
    CHECK(register_numbers({{"station/a.cpp", "read(30500, 2);\n"}}).size() == 1);
    CHECK(register_numbers({{"station/a.cpp", "constexpr auto x = 40'001u;\n"}}).size() == 1);
    CHECK(register_numbers({{"station/a.cpp", "// begins at 30500\nint a = 32768, b30500 = 300000;\n"}}) == none);
    CHECK(register_numbers({{"tests/station/a.cpp", "read(30500, 2);\n"}}) == none);
}

TEST_CASE("a long file and a folder without meaning are found") {
    CHECK(long_files({{"station/a.cpp", std::string(401, '\n')}}, 400).size() == 1);
    CHECK(long_files({{"station/a.cpp", std::string(400, '\n')}}, 400) == none);
    CHECK(forbidden_folders({{"station/utils/a.cpp", ""}}).size() == 1);
}

}  // namespace
}  // namespace firstlight::tests
