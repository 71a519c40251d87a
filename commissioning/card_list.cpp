#include "commissioning/card_list.h"

#include "commissioning/row_rules.h"
#include "formats/strict_json.h"
#include "station/errors.h"
#include "text/text.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>

#include <fmt/format.h>

namespace firstlight::commissioning {

namespace {

using station::Row;
using station::Value;
using station::ValueNotAccepted;
using Reason = ValueNotAccepted::Reason;

/// Upper case, without what printers put between the digits.
std::string digits_of(std::string_view number) {
    std::string digits;
    for (const char c : number) {
        const auto letter = static_cast<unsigned char>(c);
        if (c == ' ' || c == ':' || c == '-') continue;
        digits += static_cast<char>(std::toupper(letter));
    }
    return digits;
}

std::string trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
    return std::string(text);
}

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // spreadsheets write it

struct Line {
    std::string name, number;
};

std::optional<Line> parts_of(const std::string& line) {
    const auto separator = line.find_first_of(";,\t");
    if (separator == std::string::npos) return std::nullopt;
    return Line{trimmed(line.substr(0, separator)), digits_of(trimmed(line.substr(separator + 1)))};
}

/// "Name;Number", in English or in the person's language. Anything else is a card that is written wrongly.
bool is_head(const Line& line) {
    const auto name = digits_of(line.name);
    return name == "NAME" || name == digits_of(text::tr("Name"));
}

}  // namespace

CardList::CardList(const station::RowTable& table, std::vector<Row> rows) : table_(table), rows_(std::move(rows)) {}

std::size_t CardList::column(std::string_view name) const {
    return table_.place_of(name).value();
}

void CardList::add(const std::string& name, const std::string& number) {
    int place = 1;
    const auto taken = [&] {
        return std::ranges::any_of(rows_, [&](const Row& row) { return row[column("id")] == Value(double(place)); });
    };
    while (taken()) ++place;
    if (place > table_.capacity)
        throw ValueNotAccepted(Reason::out_of_range, table_.name, name,
                               text::trf("the charger holds at most {} cards; remove one first", table_.capacity));
    Row row(table_.columns.size());
    row[column("id")] = Value(double(place));
    row[column("name")] = Value(name);
    row[column("state")] = Value(0.0);
    row[column("uid")] = Value(digits_of(number));
    rows_.push_back(std::move(row));
}

Row& CardList::at(int place) {
    const auto found =
        std::ranges::find_if(rows_, [&](const Row& row) { return row[column("id")] == Value(double(place)); });
    if (found != rows_.end()) return *found;
    throw ValueNotAccepted(Reason::not_a_value, table_.name, fmt::format("{}", place),
                           text::tr("there is no card at this place"));
}

void CardList::rename(int place, const std::string& name) {
    at(place)[column("name")] = Value(name);
}

void CardList::remove(int place) {
    rows_.erase(rows_.begin() + (&at(place) - rows_.data()));
}

void CardList::set_blocked(int place, bool blocked) {
    at(place)[column("state")] = Value(blocked ? 1.0 : 0.0);
}

void CardList::import(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) throw formats::FileError(file, 0, text::tr("the file cannot be read"));
    CardList whole = *this;
    std::string line;
    int cards = 0;
    // The number itself is not known any more, only how it ends: with the same name it is the same card.
    const auto has = [&](const Line& one) {
        return std::ranges::any_of(rows_, [&](const Row& row) {
            const auto& tail = row[column("uid_tail")];
            const auto* last = tail ? std::get_if<std::string>(&*tail) : nullptr;
            return row[column("name")] == Value(one.name) && last && !last->empty() && one.number.ends_with(*last);
        });
    };
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (number == 1 && line.starts_with(byte_order_mark)) line.erase(0, byte_order_mark.size());
        if (trimmed(line).empty()) continue;
        const auto parts = parts_of(line);
        const bool sound = parts && !parts->name.empty() && is_card_number(parts->number);
        if (number == 1 && parts && is_head(*parts)) continue;
        if (!sound)
            throw formats::FileError(
                file, number,
                text::tr("a line is a name and a card number of 8, 14 or 20 digits, such as Anna;00112233"));
        ++cards;
        if (has(*parts)) continue;
        try {
            whole.add(parts->name, parts->number);
        } catch (const ValueNotAccepted& error) {
            throw formats::FileError(file, number, error.detail());
        }
    }
    if (cards == 0)
        throw formats::FileError(file, 0, text::tr("there is no card in it; a line is a name and a card number"));
    rows_.swap(whole.rows_);
}

}  // namespace firstlight::commissioning
