#include "formats/strict_json.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight::formats;

namespace {

JsonDocument parse(std::string_view text) {
    return JsonDocument::parse(text, "house.json");
}

/// "line: reason", or "no error".
std::string error_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const FileError& error) {
        CHECK(error.file() == "house.json");
        return std::to_string(error.line()) + ": " + error.reason();
    }
    return "no error";
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Every value knows its line") {
    const auto document = parse("\n{ \"a\": 1,\n  \"b\": [2,\n3\n,  \"x\",\n{\n\"deep\":\n-4.5e1\n}],\n\"c\": null }");
    const auto root = document.root();
    CHECK(root.line() == 2);
    CHECK(root.at("a").line() == 2);
    CHECK(root.at("b").line() == 3);
    const auto items = root.at("b").items();
    REQUIRE(items.size() == 4);
    CHECK(items[0].line() == 3);
    CHECK(items[1].line() == 4);
    CHECK(items[2].line() == 5);
    CHECK(items[3].line() == 6);
    CHECK(items[3].at("deep").line() == 8);
    CHECK(items[3].at("deep").number() == -45);
    CHECK(root.at("c").line() == 10);
    CHECK(root.at("c").is_null());
}

TEST_CASE("Members keep the order of the file") {
    const auto document = parse(R"({"zeta": 1, "alpha": 2, "mid": 3})");
    const auto members = document.root().members();
    REQUIRE(members.size() == 3);
    CHECK(members[0].first == "zeta");
    CHECK(members[1].first == "alpha");
    CHECK(members[2].first == "mid");
    CHECK(members[1].second.integer(0, 9) == 2);
}

TEST_CASE("A document may be moved, and carries the bytes it was read from") {
    auto first = parse(
        "\xEF\xBB\xBF{\"label\": \"Gr\xC3\xB6\xC3\x9F"
        "e\"}");
    const auto second = std::move(first);
    CHECK(second.root().at("label").text() == "Größe");
    CHECK(second.source().starts_with("\xEF\xBB\xBF"));
    CHECK(second.file() == "house.json");
}

TEST_CASE("Defaults stand in only for missing keys") {
    const auto document = parse(R"({"name": "x", "gain": 10, "secret": true})");
    const auto root = document.root();
    CHECK(root.text_or("name", "y") == "x");
    CHECK(root.text_or("label", "y") == "y");
    CHECK(root.number_or("gain", 1) == 10);
    CHECK(root.number_or("sign", 1) == 1);
    CHECK(root.boolean_or("secret", false));
    CHECK_FALSE(root.boolean_or("epoch", false));
    CHECK_FALSE(root.has("epoch"));
    CHECK(contains(error_of([&] { root.text_or("gain", "y"); }), "must be text, not a number"));
}

TEST_CASE("Mistakes name line and reason") {
    struct Row {
        const char* text;
        std::function<void(const JsonNode&)> use;
        const char* line;
        const char* reason;
    };
    const auto nothing = [](const JsonNode&) {};
    const std::vector<Row> rows = {
        {"{\n\"a\": 1,\n\"b\": }", nothing, "3:", "not valid JSON"},
        {"", nothing, "1:", "not valid JSON"},
        {"{\"a\": 1}\n{", nothing, "2:", "not valid JSON"},
        {"[1e999]", nothing, "1:", "not valid JSON"},
        {"\n[\"\xFF\"]", nothing, "2:", "not valid JSON"},
        {"{\n\"a\": 1,\n\"a\": 2}", nothing, "3:", "\"a\" is given twice (first in line 2)"},
        {"{\n\"a\": 1,\n\"colour\":\n2}", [](const JsonNode& n) { n.allow_only({"a"}); },
         "3:", "\"colour\" is not known"},
        {"\n{}", [](const JsonNode& n) { n.at("id"); }, "2:", "\"id\" is missing"},
        {"[\n\"x\"]", [](const JsonNode& n) { n.items()[0].number(); }, "2:", "must be a number, not text"},
        {"[\n7]", [](const JsonNode& n) { n.items()[0].number(0, 5); }, "2:", "7 is out of range, must be 0 to 5"},
        {"[\n7\n]", [](const JsonNode& n) { n.items()[0].integer(0, 5); }, "2:", "7 is out of range"},
        {"[7.5]", [](const JsonNode& n) { n.items()[0].integer(0, 9); }, "1:", "whole number, not 7.5"},
        {"[18446744073709551615]", [](const JsonNode& n) { n.items()[0].integer(-1, 9223372036854775807); },
         "1:", "18446744073709551615 is out of range"},
        {"{}", [](const JsonNode& n) { n.items(); }, "1:", "must be a list, not an object"},
        {"[]", [](const JsonNode& n) { n.members(); }, "1:", "must be an object, not a list"},
        {"[]", [](const JsonNode& n) { n.find("a"); }, "1:", "must be an object, not a list"},
        {"[]", [](const JsonNode& n) { n.allow_only({"a"}); }, "1:", "must be an object, not a list"},
        {"[1]", [](const JsonNode& n) { n.items()[0].boolean(); }, "1:", "must be true or false, not a number"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const auto error = error_of([&] {
            const auto document = parse(row.text);
            row.use(document.root());
        });
        CAPTURE(error);
        CHECK(error.starts_with(row.line));
        CHECK(contains(error, row.reason));
    }
}

TEST_CASE("Deep nesting is refused instead of exhausting the stack") {
    CHECK(error_of([] { parse(std::string(64, '[') + std::string(64, ']')); }) == "no error");
    CHECK(contains(error_of([] { parse(std::string(100000, '[')); }), "nested deeper"));
}

TEST_CASE("The message names file, line and reason, in any script") {
    CHECK(FileError("house.json", 7, "bad").what() == std::string("house.json:7: bad"));
    CHECK(FileError(u8"\u03bf\u03af\u03ba\u03bf\u03c2.json", 0, "bad").what() == std::string("οίκος.json: bad"));
}

TEST_CASE("A file that cannot be read says so") {
    const auto folder = std::filesystem::temp_directory_path();
    const auto reason_of = [](const std::filesystem::path& file) {
        try {
            JsonDocument::load(file);
        } catch (const FileError& error) {
            CHECK(error.line() == 0);
            return error.reason();
        }
        return std::string("no error");
    };
    CHECK(contains(reason_of(folder / "firstlight_no_such_file.json"), "cannot be read"));
    CHECK(contains(reason_of(folder), "folder"));

    const auto file = folder / "firstlight_strict_json_test.json";
    std::ofstream(file, std::ios::binary) << "";
    CHECK_THROWS_AS(JsonDocument::load(file), FileError);
    std::ofstream(file, std::ios::binary) << "{\"a\": [1]}";
    CHECK(JsonDocument::load(file).root().at("a").items().size() == 1);
    std::filesystem::remove(file);
}
