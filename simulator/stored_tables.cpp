#include "simulator/stored_tables.h"

#include "station/value.h"

#include <algorithm>
#include <ranges>

namespace firstlight::simulator {
namespace {

using formats::ExceptionCode;
using formats::Words;
using station::Point;
using station::RowTable;

formats::WordView cell(const Words& row, const Point& column) {
    return formats::WordView(row).subspan(column.address, column.count);
}

bool is_blank(formats::WordView words) {
    return std::ranges::all_of(words, [](auto word) { return word == 0; });
}

bool same_key(const RowTable& table, const Words& a, const Words& b) {
    return std::ranges::all_of(table.key, [&](const std::string& name) {
        const Point& column = *table.find(name);
        return std::ranges::equal(cell(a, column), cell(b, column));
    });
}

bool accepts(const Point& column, formats::WordView words) {
    if (column.is_text() || !column.bits.empty()) return true;
    const auto raw = station::raw_integer(words);
    if (column.special && column.special->first == raw) return true;
    const double value = number_of(column, raw);
    if (!column.choices.empty()) return station::find_choice(column, value) != nullptr;
    const auto range = station::resolve_range(column, [](const std::string&) { return std::optional<double>{}; });
    return !(range.low && value < *range.low - 1e-9) && !(range.high && value > *range.high + 1e-9);
}

/// The last characters of a card's number, which the station shows instead of it.
void show_tail(const RowTable& table, Words& row) {
    const Point* secret = table.find("uid");
    const Point* tail = table.find("uid_tail");
    if (!secret || !tail) return;
    std::string digits;
    for (const auto word : cell(row, *secret))
        for (const int byte : {word >> 8, word & 0xFF})
            if (byte != 0) digits += static_cast<char>(byte);
    const std::string shown = digits.size() > 4 ? digits.substr(digits.size() - 4) : digits;
    for (std::size_t i = 0; i < tail->count; ++i) {
        const auto at = [&](std::size_t k) { return k < shown.size() ? static_cast<std::uint8_t>(shown[k]) : 0; };
        row[tail->address + i] = static_cast<std::uint16_t>(at(2 * i) << 8 | at(2 * i + 1));
    }
}

}  // namespace

void StoredTables::add(DevicePoints& device) {
    const auto& version = device.device().extension;
    if (!version) return;
    for (const RowTable& table : device.profile().tables) {
        if (table.since > *version) continue;
        tables_.push_back({&device, &table, {}, {}});
        if (!table.log) device.set(table.generation, 1);
    }
}

void StoredTables::fill(const DevicePoints& device, std::string_view table, std::vector<Words> rows) {
    for (Stored& stored : tables_) {
        if (stored.device != &device || stored.table->name != table) continue;
        stored.live = std::move(rows);
        for (Words& row : stored.live) {
            row.resize(stored.table->registers);
            show_tail(*stored.table, row);
        }
        show_count(stored);
    }
}

void StoredTables::show_count(Stored& stored) {
    stored.device->set(stored.table->count, static_cast<double>(stored.live.size()));
}

const StoredTables::Stored* StoredTables::of_file(std::uint8_t unit, std::uint16_t file) const {
    const auto found = std::ranges::find_if(tables_, [&](const Stored& stored) {
        return stored.device->device().unit == unit && stored.table->file == file;
    });
    return found == tables_.end() ? nullptr : &*found;
}

StoredTables::Stored* StoredTables::at_head(std::uint8_t unit, std::uint16_t address) {
    const auto found = std::ranges::find_if(tables_, [&](const Stored& stored) {
        return stored.device->device().unit == unit && !stored.table->log
               && stored.device->profile().at(stored.table->count).address == address;
    });
    return found == tables_.end() ? nullptr : &*found;
}

bool StoredTables::is_head(std::uint8_t unit, std::uint16_t address) const {
    return std::ranges::any_of(tables_, [&](const Stored& stored) {
        if (stored.device->device().unit != unit || stored.table->log) return false;
        const auto& profile = stored.device->profile();
        return profile.at(stored.table->count).address == address
               || profile.at(stored.table->generation).address == address;
    });
}

std::variant<formats::FileWords, ExceptionCode> StoredTables::read(std::uint8_t unit,
                                                                   const formats::ReadFileRecord& request) const {
    formats::FileWords answer;
    for (const formats::FileRange& range : request.ranges) {
        const Stored* stored = of_file(unit, range.file);
        if (!stored) return ExceptionCode::illegal_data_address;
        Words all;
        for (const Words& row : stored->live) all.insert(all.end(), row.begin(), row.end());
        if (std::size_t{range.record} + range.length > all.size()) return ExceptionCode::illegal_data_address;
        Words words(all.begin() + range.record, all.begin() + range.record + range.length);
        for (std::size_t at = range.record; at < std::size_t{range.record} + range.length; ++at)
            for (const Point& column : stored->table->columns) {
                const std::size_t place = at % stored->table->registers;
                if (column.secret && place >= column.address && place < column.end()) words[at - range.record] = 0;
            }
        answer.records.push_back(std::move(words));
    }
    return answer;
}

std::optional<ExceptionCode> StoredTables::stage(std::uint8_t unit, const formats::WriteFileRecord& request) {
    for (const formats::FileRecord& record : request.records) {
        const Stored* found = of_file(unit, record.file);
        Stored* stored = found ? &tables_[static_cast<std::size_t>(found - tables_.data())] : nullptr;
        if (!stored || !stored->staged) return ExceptionCode::illegal_data_address;
        const std::size_t registers = stored->table->registers;
        const bool whole = record.record % registers == 0 && record.words.size() % registers == 0;
        const std::size_t first = record.record / registers, count = record.words.size() / registers;
        if (!whole || first + count > stored->staged->size()) return ExceptionCode::illegal_data_address;
        for (std::size_t row = 0; row < count; ++row) {
            const auto begin = record.words.begin() + static_cast<std::ptrdiff_t>(row * registers);
            (*stored->staged)[first + row].assign(begin, begin + static_cast<std::ptrdiff_t>(registers));
        }
    }
    return std::nullopt;
}

/// Secrets left blank are those of the live row with the same key; what then lacks one, or is out of range, is refused.
bool StoredTables::complete(Stored& stored) {
    const RowTable& table = *stored.table;
    auto& rows = *stored.staged;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t k = 0; k < i && !table.key.empty(); ++k)
            if (same_key(table, rows[i], rows[k])) return false;
        for (const Point& column : table.columns) {
            if (!column.writable()) continue;
            if (column.secret && is_blank(cell(rows[i], column))) {
                const auto old = std::ranges::find_if(
                    stored.live, [&](const Words& row) { return !table.key.empty() && same_key(table, row, rows[i]); });
                if (old == stored.live.end()) return false;
                std::ranges::copy(cell(*old, column), rows[i].begin() + column.address);
            }
            if (!accepts(column, cell(rows[i], column))) return false;
        }
        show_tail(table, rows[i]);
    }
    return true;
}

std::optional<ExceptionCode> StoredTables::write_head(std::uint8_t unit, std::uint16_t address,
                                                      formats::WordView words) {
    Stored* stored = at_head(unit, address);
    if (!stored || words.size() != 2) return ExceptionCode::illegal_data_value;
    const std::size_t count = words[0];
    if (count > stored->table->capacity) return ExceptionCode::illegal_data_value;
    if (words[1] == 0) {
        stored->staged = stored->live;
        stored->staged->resize(count, Words(stored->table->registers, 0));
        return std::nullopt;
    }
    const auto generation = stored->device->number(stored->table->generation);
    const bool current = generation && static_cast<std::uint16_t>(*generation) == words[1];
    if (!stored->staged || stored->staged->size() != count || !current || !complete(*stored)) {
        stored->staged.reset();
        return ExceptionCode::illegal_data_value;
    }
    stored->live = std::move(*stored->staged);
    stored->staged.reset();
    show_count(*stored);
    stored->device->set(stored->table->generation, words[1] % 65535 + 1);
    return std::nullopt;
}

}  // namespace firstlight::simulator
