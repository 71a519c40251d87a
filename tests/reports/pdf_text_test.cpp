#include "formats/strict_json.h"
#include "poppler.h"
#include "reports/report.h"
#include "reports/report_model.h"
#include "sample_visit.h"

#include <algorithm>
#include <fstream>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

// What the PDF says, read back by poppler, against the JSON of the same visit.
using namespace firstlight;
using namespace firstlight::reports;
using nlohmann::json;

namespace {

ReportOptions options() {
    ReportOptions made;
    made.fonts = FIRSTLIGHT_BINARY_DIR "/data/fonts";
    return made;
}

/// Lines are broken anywhere, so texts are compared without their blanks.
std::string solid(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f'; });
    return text;
}

std::string pdf_text(const commissioning::Visit& visit) {
    const test::Folder folder;
    write_pdf(visit, folder / "report.pdf", options());
    return test::text_of(folder / "report.pdf");
}

/// Texts of the JSON that people do not need: names for machines.
bool for_machines(const std::string& key) {
    return key == "schema" || key == "id" || key == "quality" || key == "verdict" || key == "result" || key == "group"
           || key == "point" || key == "kind" || key == "purpose" || key == "profile" || key == "source";
}

void collect(const json& value, const std::string& key, std::set<std::string>& texts) {
    if (value.is_object())
        for (const auto& [name, item] : value.items()) collect(item, name, texts);
    else if (value.is_array())
        for (const json& item : value) collect(item, key, texts);
    else if (value.is_string() && !value.get<std::string>().empty() && !for_machines(key))
        texts.insert(value.get<std::string>());
}

/// "2026-11-23T10:42:07Z" as the tables print it.
std::string clock_of(const std::string& iso) {
    return iso.substr(11, 8);
}

bool is_iso_time(const std::string& text) {
    return text.size() == 20 && text[10] == 'T' && text[19] == 'Z';
}

}  // namespace

TEST_CASE("Every value of the JSON stands in the PDF", "[pdf]") {
    const auto visit = test::full_visit();
    auto made = json::parse(to_json(visit));
    made["verification"].erase("sha256");
    std::set<std::string> texts;
    collect(made, "", texts);
    REQUIRE(texts.size() > 250);

    const std::string pdf = solid(pdf_text(visit));
    for (const std::string& text : texts) {
        INFO(text);
        CHECK(pdf.find(solid(is_iso_time(text) ? clock_of(text) : text)) != std::string::npos);
    }
}

TEST_CASE("A device's family stands in the PDF as people name it", "[pdf]") {
    const std::string pdf = solid(pdf_text(test::full_visit()));
    CHECK(pdf.find("ACcharger") != std::string::npos);
    CHECK(pdf.find("ac_charger") == std::string::npos);
}

TEST_CASE("Every row of the readings stands in the PDF with its value and unit", "[pdf]") {
    const auto visit = test::full_visit();
    const std::string pdf = solid(pdf_text(visit));
    std::size_t at = pdf.find("Settingsandreadings", pdf.find("Changes"));
    const auto made = json::parse(to_json(visit));
    for (const auto& reading : made["readings"]) {
        if (reading["device"] != "plant" || reading["group"] != "pv") continue;
        const std::string row = solid(reading["label"].get<std::string>() + reading["value"]["text"].get<std::string>()
                                      + reading["unit"].get<std::string>() + clock_of(reading["at"]));
        INFO(row);
        at = pdf.find(row, at);
        REQUIRE(at != std::string::npos);
    }
}

TEST_CASE("Every cell of the model stands in the PDF and in the JSON", "[pdf]") {
    const auto visit = test::full_visit();
    const std::string pdf = solid(pdf_text(visit));
    const auto made = json::parse(to_json(visit));
    std::set<std::string> texts;
    collect(made, "", texts);
    for (const auto& reading : made["readings"]) texts.insert(reading["quality"]);
    for (const Section& section : make_model(visit).sections)
        for (const Block& block : section.blocks) {
            const auto* table = std::get_if<Table>(&block);
            if (!table) continue;
            for (const Row& row : table->rows)
                for (std::size_t column = 0; column < row.cells.size(); ++column) {
                    const std::string text = row.cells[column].text;
                    INFO(section.id << ": " << text);
                    CHECK(pdf.find(solid(text)) != std::string::npos);
                    if (section.id == "readings" && row.heading == 0 && column < 3 && !text.empty())
                        CHECK(texts.contains(text));
                    if (section.id == "checks" && column < 4 && !text.empty()) CHECK(texts.contains(text));
                }
        }
}

TEST_CASE("Every page carries visit number, code and page x of y", "[pdf]") {
    const auto visit = test::full_visit();
    const test::Folder folder;
    write_pdf(visit, folder / "report.pdf", options());
    const int pages = test::page_count(folder / "report.pdf");
    REQUIRE(pages > 8);
    const std::string code = verification_code(visit);
    for (int page = 1; page <= pages; ++page) {
        const std::string number = std::to_string(page);
        const auto text = test::text_of(folder / "report.pdf", "-layout -f " + number + " -l " + number);
        INFO(text);
        CHECK(text.find("Visit " + visit.id) != std::string::npos);
        CHECK(text.find("Verification " + code) != std::string::npos);
        CHECK(text.find("Page " + number + " of " + std::to_string(pages)) != std::string::npos);
    }
}

TEST_CASE("A table's head stands on each of its pages, and the group goes on by name", "[pdf]") {
    const auto text = pdf_text(test::full_visit());
    const auto count = [&](const std::string& part) {
        int found = 0;
        for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
        return found;
    };
    CHECK(count("Point\nValue\nUnit") + count("Point Value Unit") >= 6);
    CHECK(count("(continued)") >= 4);
}

TEST_CASE("Title, author and date of the document come from the visit", "[pdf]") {
    const test::Folder folder;
    write_pdf(test::full_visit(), folder / "report.pdf", options());
    CHECK(test::info_of(folder / "report.pdf", "Title") == "Commissioning report: Jürgen Großmann & Söhne");
    CHECK(test::info_of(folder / "report.pdf", "Author") == "Ελένη Παπαδοπούλου, Ήλιος Ενέργεια");
    CHECK(test::info_of(folder / "report.pdf", "CreationDate").starts_with("2026-11-23T10:47:07"));
    CHECK(test::info_of(folder / "report.pdf", "Tagged") == "yes");
    CHECK(test::info_of(folder / "report.pdf", "Page size").find("A4") != std::string::npos);
}

TEST_CASE("The same visit gives the same bytes", "[pdf]") {
    const auto visit = test::full_visit();
    CHECK(to_pdf(visit, options()) == to_pdf(visit, options()));
}

TEST_CASE("A visit without checks, readings and names is a report too", "[pdf]") {
    const test::Folder folder;
    auto letter = options();
    letter.paper = Paper::letter;
    write_pdf(test::empty_visit(), folder / "report.pdf", letter);
    CHECK(test::info_of(folder / "report.pdf", "Page size").find("letter") != std::string::npos);
    const auto text = test::text_of(folder / "report.pdf");
    CHECK(text.find("No check was run, so nothing is known to be right.") != std::string::npos);
    CHECK(text.find("passed") != std::string::npos);
}

TEST_CASE("A row higher than a page loses nothing", "[pdf]") {
    auto visit = test::full_visit();
    std::string reason;
    for (int i = 0; i < 1500; ++i) reason += "word" + std::to_string(i) + " ";
    visit.checks[2].measured = reason;
    visit.checks[2].reason = reason;
    const std::string pdf = solid(pdf_text(visit));
    for (int i = 0; i < 1500; ++i) {
        INFO(i);
        REQUIRE(pdf.find("word" + std::to_string(i)) != std::string::npos);
    }
}

TEST_CASE("Bytes that are no UTF-8 and characters that no font has are drawn", "[pdf]") {
    auto visit = test::empty_visit();
    visit.site.customer = "broken \xFF\xC3 text \xF0\x9F\x8F\xA0 end";
    visit.notes = {{std::string("nul \0 byte", 10), "", {}}};
    CHECK(pdf_text(visit).find("end") != std::string::npos);
}

TEST_CASE("A logo is drawn, and a broken one is named", "[pdf]") {
    const test::Folder folder;
    auto with_logo = options();
    with_logo.logo = folder / "logo.png";
    CHECK_THROWS_AS(to_pdf(test::full_visit(), with_logo), formats::FileError);
    std::ofstream(with_logo.logo) << "no picture";
    CHECK_THROWS_AS(to_pdf(test::full_visit(), with_logo), formats::FileError);
    test::Picture dark{30, 20, std::vector<unsigned char>(600, 60)};
    test::save_png(dark, with_logo.logo);
    write_pdf(test::full_visit(), folder / "report.pdf", with_logo);
    const auto pages = test::render(folder / "report.pdf", 50);
    write_pdf(test::full_visit(), folder / "plain.pdf", options());
    const auto plain = test::render(folder / "plain.pdf", 50);
    CHECK(pages[0].pixels != plain[0].pixels);
    CHECK(pages[1].pixels == plain[1].pixels);
}
