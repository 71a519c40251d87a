#include "fixture_house.h"

#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace firstlight::tests {
namespace {

std::vector<std::string> split_csv(const std::string& line) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char letter : line) {
        if (letter == '"') {
            quoted = !quoted;
        } else if (letter == ',' && !quoted) {
            cells.emplace_back();
        } else if (letter != '\r') {
            cells.back() += letter;
        }
    }
    return cells;
}

/// "<=V1.7" and "V2.5" as 107 and 205.
int version_number(const std::string& text) {
    const auto at = text.find('V');
    int major = 0, minor = 0;
    char dot = 0;
    std::istringstream(text.substr(at + 1)) >> major >> dot >> minor;
    return 100 * major + minor;
}

void read_rows(const std::string& file, std::vector<FixtureRow>& rows) {
    std::ifstream in(std::string(FIRSTLIGHT_SOURCE_DIR) + "/tests/fixtures/station/" + file);
    if (!in) throw std::runtime_error("fixture missing: " + file);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        const auto cells = split_csv(line);
        if (cells[0] == "device" || cells[11].starts_with("type was")) continue;
        FixtureRow row{cells[0], cells[4], cells[5], cells[8], cells[9], cells[11]};
        row.address = static_cast<std::uint16_t>(std::stoi(cells[1]));
        row.count = static_cast<std::uint16_t>(std::stoi(cells[2]));
        row.gain = std::stod(cells[6]);
        row.since = version_number(cells[10]);
        const auto removed = row.notes.find("removed ");
        if (file == "registers_legacy.csv") row.until = version_number(row.notes.substr(removed));
        rows.push_back(std::move(row));
    }
}

std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 33;
    value *= 0xff51afd7ed558ccdULL;
    value ^= value >> 33;
    return value;
}

formats::Words words_of(std::uint64_t raw, std::uint16_t count) {
    formats::Words words(count);
    for (std::size_t at = count; at-- > 0; raw >>= 16) words[at] = static_cast<std::uint16_t>(raw);
    return words;
}

formats::Words words_of(const std::string& text, std::uint16_t count) {
    formats::Words words(count);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto letter = static_cast<unsigned char>(text[at]);
        words[at / 2] |= static_cast<std::uint16_t>(at % 2 == 0 ? letter << 8 : letter);
    }
    return words;
}

/// The codes of "0=off;1=on".
std::vector<std::uint64_t> codes_of(const std::string& values) {
    std::vector<std::uint64_t> codes;
    std::istringstream in(values);
    std::string part;
    while (std::getline(in, part, ';')) {
        const auto equals = part.find('=');
        if (equals != std::string::npos && part.find("..") == std::string::npos) codes.push_back(std::stoull(part));
    }
    return codes;
}

std::uint64_t raw_number(const FixtureRow& row, std::uint64_t seed) {
    if (row.name == "output_type") return 2;
    if (row.name == "battery_pack_count") return 2;
    if (row.name == "pv_string_count") return 36;
    const auto codes = codes_of(row.values);
    if (!codes.empty() && row.values.find("bits") == std::string::npos) return codes[seed % codes.size()];
    if (row.type == "U16") return 1 + seed % 30000;
    if (row.type == "S16") return static_cast<std::uint64_t>(static_cast<std::int64_t>(seed % 6000) - 3000) & 0xFFFE;
    if (row.type == "U32") return 1 + seed % 4000000;
    if (row.type == "S32") return static_cast<std::uint64_t>(static_cast<std::int64_t>(seed % 8000000) - 4000000);
    return 1 + seed % 1000000000000ULL;
}

}  // namespace

const std::vector<FixtureRow>& fixture_rows() {
    static const std::vector<FixtureRow> rows = [] {
        std::vector<FixtureRow> all;
        read_rows("registers.csv", all);
        read_rows("registers_legacy.csv", all);
        return all;
    }();
    return rows;
}

formats::Words fixture_words(const FixtureRow& row, std::uint8_t unit, const std::string& model) {
    if (row.type == "STRING") {
        if (row.name == "model_type") return words_of(model, row.count);
        if (row.name == "serial_number") return words_of("CMU123A45AB00" + std::to_string(unit), row.count);
        return words_of(std::string("V100R001C00SPC112B107G"), row.count);
    }
    return words_of(raw_number(row, mix(row.address * 251ULL + unit)), row.count);
}

double fixture_number(const FixtureRow& row, const formats::Words& words) {
    std::uint64_t raw = 0;
    for (const std::uint16_t word : words) raw = raw << 16 | word;
    if (row.type == "S16") return static_cast<std::int16_t>(raw) / row.gain;
    if (row.type == "S32") return static_cast<std::int32_t>(raw) / row.gain;
    return static_cast<double>(raw) / row.gain;
}

std::string fixture_text(const formats::Words& words) {
    std::string text;
    for (const std::uint16_t word : words) {
        for (const int letter : {word >> 8, word & 0xFF}) {
            if (letter != 0) text += static_cast<char>(letter);
        }
    }
    return text;
}

void build_house(ScriptedLink& link, const std::vector<HouseUnit>& house, int version) {
    for (const HouseUnit& one : house) {
        ScriptedUnit& unit = link.units[one.unit];
        const std::set<std::string> devices(one.devices.begin(), one.devices.end());
        for (const FixtureRow& row : fixture_rows()) {
            if (!devices.contains(row.device) || !row.exists_at(version)) continue;
            for (std::uint16_t at = row.address; at < row.address + row.count; ++at) {
                if (row.is_reserved()) unit.reserved.insert(at);
                if (row.access == "WO") unit.write_only.insert(at);
            }
            if (!row.is_reserved()) unit.put(row.address, fixture_words(row, one.unit, one.model));
        }
        if (devices.contains("plant") && version == 208) {
            for (std::uint16_t at = 30272; at < 30276; ++at) unit.reserved.insert(at);  // listed as reserved in V2.8
        }
        for (const std::uint16_t at : unit.write_only) unit.registers.try_emplace(at, std::uint16_t{0xFFFE});
    }
}

std::vector<HouseUnit> big_house(const std::string& model) {
    return {{247, {"plant"}, {}},
            {1, {"inverter", "dc_charger"}, model},
            {2, {"inverter"}, model},
            {3, {"inverter"}, model},
            {4, {"ac_charger"}, {}}};
}

std::vector<HouseUnit> small_house() {
    return {{247, {"plant"}, {}}, {1, {"inverter", "dc_charger"}, "SigenStor EC 12.0 TP"}, {2, {"ac_charger"}, {}}};
}

}  // namespace firstlight::tests
