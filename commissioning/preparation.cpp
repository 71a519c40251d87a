#include "commissioning/preparation.h"

#include "commissioning/documents.h"
#include "commissioning/travelling_files.h"
#include "formats/strict_json.h"
#include "store/durable_file.h"
#include "text/text.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

namespace firstlight::commissioning {

namespace {

using formats::JsonNode;
using Json = nlohmann::ordered_json;

constexpr double highest_power_kw = 100000;
constexpr int most_devices = 1000;

std::filesystem::path file_of(const std::filesystem::path& drafts, const std::string& visit) {
    return files_of_visit(drafts, visit).at(1);
}

ExpectedDevice parse_expected(const JsonNode& node) {
    node.allow_only({"family", "serial", "count"});
    const auto count = node.find("count");
    return {node.at("family").text(), node.text_or("serial", ""),
            count ? static_cast<int>(count->integer(1, most_devices)) : 1};
}

std::optional<double> parse_power(const JsonNode& node, std::string_view key) {
    const auto power = node.find(key);
    return power ? std::optional(power->number(0, highest_power_kw)) : std::nullopt;
}

/// A name alone means the visit's own folder.
Document parse_document(const JsonNode& node, const std::filesystem::path& folder) {
    node.allow_only({"title", "file"});
    const auto file = std::filesystem::u8path(node.at("file").text());
    return {node.text_or("title", ""), file.has_parent_path() ? file : folder / file};
}

Preparation parse_preparation(const std::filesystem::path& file, const std::filesystem::path& documents) {
    const auto document = formats::JsonDocument::load(file);
    const auto root = document.root();
    root.allow_only({"expected", "approved", "documents"});
    Preparation preparation;
    if (const auto list = root.find("expected"))
        for (const auto& node : list->items()) preparation.expected.push_back(parse_expected(node));
    if (const auto approved = root.find("approved")) {
        approved->allow_only({"export_kw", "import_kw"});
        preparation.approved = {parse_power(*approved, "export_kw"), parse_power(*approved, "import_kw")};
    }
    if (const auto list = root.find("documents"))
        for (const auto& node : list->items()) preparation.documents.push_back(parse_document(node, documents));
    return preparation;
}

Json to_json(const ExpectedDevice& device) {
    return {{"family", device.family}, {"serial", device.serial}, {"count", device.count}};
}

Json to_json(const Document& document, const std::filesystem::path& folder) {
    const auto file = (document.file.parent_path() == folder ? document.file.filename() : document.file).u8string();
    return {{"title", document.title}, {"file", std::string(file.begin(), file.end())}};
}

/// What came with an imported visit, when the preparation here did not know of it.
void list_others(std::vector<Document>& documents, const std::vector<std::filesystem::path>& files) {
    for (const auto& file : files) {
        if (std::ranges::find(documents, file, &Document::file) != documents.end()) continue;
        const auto title = file.stem().u8string();
        documents.push_back({std::string(title.begin(), title.end()), file});
    }
}

bool is_unreadable(std::string_view family) {
    return std::ranges::find(unreadable_families, family) != std::end(unreadable_families);
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Of the visit's document with the same content: a plan that is carried out again brings its photo again.
std::optional<std::string> name_of_same(const std::filesystem::path& file, const std::filesystem::path& drafts,
                                        const std::string& visit) {
    for (const auto& kept : documents_of_visit(drafts, visit)) {
        if (std::filesystem::file_size(kept) != std::filesystem::file_size(file)) continue;
        if (content_of(kept) != content_of(file)) continue;
        const auto name = kept.filename().u8string();
        return std::string(name.begin(), name.end());
    }
    return std::nullopt;
}

}  // namespace

Preparation load_preparation(const std::filesystem::path& drafts, const std::string& visit) {
    Preparation preparation;
    const auto file = file_of(drafts, visit);
    if (std::filesystem::exists(file)) preparation = parse_preparation(file, documents_folder(drafts, visit));
    list_others(preparation.documents, documents_of_visit(drafts, visit));
    return preparation;
}

void save_preparation(const Preparation& preparation, const std::filesystem::path& drafts, const std::string& visit) {
    Json json{{"expected", Json::array()}, {"approved", Json::object()}, {"documents", Json::array()}};
    for (const auto& device : preparation.expected) json["expected"].push_back(to_json(device));
    const auto& approved = preparation.approved;
    if (approved.export_kw) json["approved"]["export_kw"] = *approved.export_kw;
    if (approved.import_kw) json["approved"]["import_kw"] = *approved.import_kw;
    std::filesystem::create_directories(drafts);
    const auto folder = documents_folder(drafts, visit);
    const auto documents = keep_documents(preparation.documents, drafts, visit);
    for (const auto& document : documents) json["documents"].push_back(to_json(document, folder));
    store::write_durably(file_of(drafts, visit), json.dump(2) + "\n");
    remove_unlisted(documents, drafts, visit);
}

ManualConfirmation with_photo_kept(ManualConfirmation said, const std::filesystem::path& drafts,
                                   const std::string& visit) {
    if (said.photo.empty()) return said;
    const auto file = std::filesystem::u8path(said.photo);
    if (!file.has_parent_path()) return said;
    if (!is_photo_or_scan(file))
        throw formats::FileError(file, 0, text::tr("it is no photo or scan that can be read (JPEG, PNG or PDF)"));
    auto name = name_of_same(file, drafts, visit);
    if (!name) {
        auto preparation = load_preparation(drafts, visit);
        preparation.documents.push_back({said.title, file});
        save_preparation(preparation, drafts, visit);
        name = name_of_same(file, drafts, visit);
    }
    said.photo = name.value_or(std::string());
    return said;
}

std::vector<std::string> serials_of(const Preparation& preparation) {
    std::vector<std::string> serials;
    for (const auto& device : preparation.expected)
        if (!device.serial.empty() && !is_unreadable(device.family)) serials.push_back(device.serial);
    return serials;
}

std::vector<CountRow> count_expected(const std::vector<ExpectedDevice>& expected,
                                     const std::vector<DeviceRecord>& found) {
    std::vector<CountRow> rows;
    for (const auto& device : expected) {
        auto row = std::ranges::find(rows, device.family, &CountRow::family);
        if (row == rows.end()) {
            std::optional<int> seen;
            if (!is_unreadable(device.family))
                seen = static_cast<int>(std::ranges::count(found, device.family, &DeviceRecord::profile));
            row = rows.insert(rows.end(), {device.family, 0, seen});
        }
        row->expected += device.count;
    }
    return rows;
}

}  // namespace firstlight::commissioning
