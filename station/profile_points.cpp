#include "station/profile_points.h"

#include "station/profile_fields.h"
#include "text/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace firstlight::station {
namespace {

int registers_of(PointType type) {
    switch (type) {
        case PointType::u16:
        case PointType::s16:
            return 1;
        case PointType::u32:
        case PointType::s32:
            return 2;
        case PointType::u64:
            return 4;
        case PointType::text:
        case PointType::utf8:
            return 0;
    }
    return 0;
}

bool is_signed(PointType type) {
    return type == PointType::s16 || type == PointType::s32;
}

std::uint64_t highest_raw(const Point& point) {
    return point.count >= 4 ? std::numeric_limits<std::uint64_t>::max() : (std::uint64_t{1} << (16 * point.count)) - 1;
}

std::uint64_t read_raw(const Point& point, const JsonNode& node) {
    const auto raw = static_cast<std::uint64_t>(node.integer(0, std::numeric_limits<long long>::max()));
    if (raw > highest_raw(point)) node.fail(text::trf("{} does not fit {} registers", raw, point.count));
    return raw;
}

void check_fits(const Point& point, double value, const JsonNode& node) {
    const double steps = static_cast<double>(highest_raw(point));
    const double low = is_signed(point.type) ? -(steps + 1) / 2 : 0;
    const double high = is_signed(point.type) ? (steps - 1) / 2 : steps;
    const double raw = std::round(point.sign * value * point.gain);
    if (raw < low || raw > high)
        node.fail(text::trf("{} does not fit the type: {} to {}", value, low / point.gain, high / point.gain));
}

Severity read_severity(const JsonNode& node) {
    return one_of<Severity>(
        node,
        {{"information", Severity::information}, {"warning", Severity::warning}, {"critical", Severity::critical}});
}

Bit read_bit(const JsonNode& node) {
    node.allow_only({"bit", "name", "alarm", "severity", "code", "cause", "next"});
    Bit bit;
    bit.position = static_cast<int>(node.at("bit").integer(0, 15));
    bit.name = read_words(node.at("name"));
    bit.alarm = node.boolean_or("alarm", true);
    bit.severity = bit.alarm ? read_severity(node.at("severity")) : Severity::information;
    bit.code = node.text_or("code", "");
    if (bit.alarm) {
        bit.cause = read_words(node.at("cause"));
        bit.next_step = read_words(node.at("next"));
    }
    return bit;
}

std::vector<Bit> read_bits(const JsonNode& node) {
    std::vector<Bit> bits;
    for (const auto& item : node.items()) {
        bits.push_back(read_bit(item));
        for (std::size_t i = 0; i + 1 < bits.size(); ++i)
            if (bits[i].position == bits.back().position)
                item.fail(text::trf("bit {} is given twice", bits.back().position));
    }
    std::sort(bits.begin(), bits.end(), [](const Bit& a, const Bit& b) { return a.position < b.position; });
    return bits;
}

std::vector<Choice> read_choices(const JsonNode& node) {
    std::vector<Choice> choices;
    for (const auto& item : node.items()) {
        const auto parts = item.items();
        if (parts.size() != 3) item.fail(text::tr("a choice is [code, name, label]"));
        Choice choice{static_cast<std::uint32_t>(parts[0].integer(0, std::numeric_limits<std::uint32_t>::max())),
                      read_name(parts[1]), read_words(parts[2])};
        for (const auto& known : choices) {
            if (known.code == choice.code) item.fail(text::trf("code {} is given twice", choice.code));
            if (known.name == choice.name) item.fail(text::trf("choice \"{}\" is given twice", choice.name));
        }
        choices.push_back(std::move(choice));
    }
    return choices;
}

/// A list written at the point, or the name of a shared one.
template <typename Row, typename Read>
std::vector<Row> own_or_shared(const JsonNode& node, const std::map<std::string, std::vector<Row>>& shared, Read read) {
    if (!node.is_string()) return read(node);
    const auto found = shared.find(node.text());
    if (found == shared.end()) node.fail(text::trf("there is no shared table \"{}\"", node.text()));
    return found->second;
}

/// What a cell takes over from its table or command.
struct Belongs {
    RiskClass risk;
    ProtocolVersion since;
};

class PointReader {
  public:
    PointReader(const JsonNode& node, const PointRules& rules, std::optional<Belongs> cell)
        : node_(node), rules_(rules), cell_(cell) {}

    Point read() {
        allow_keys();
        point_.of_extension = rules_.of_extension;
        point_.name = read_name(node_.at("name"));
        point_.label = read_words(node_.at("label"));
        if (cell_)
            read_place_in_row();
        else
            read_place();
        read_size();
        read_number();
        read_meaning();
        read_write();
        read_existence();
        return std::move(point_);
    }

  private:
    void allow_keys() {
        if (cell_)
            node_.allow_only({"name", "label", "offset", "type", "count", "access", "gain", "unit", "epoch", "choices",
                              "bits", "low", "high", "special", "no_value", "secret", "note"});
        else
            node_.allow_only({"name",     "label",  "group",    "table",  "address",  "type",         "count",
                              "access",   "gain",   "unit",     "sign",   "epoch",    "positive",     "negative",
                              "choices",  "bits",   "low",      "high",   "gap",      "special",      "no_value",
                              "risk",     "secret", "requires", "effect", "valid_if", "output_types", "models",
                              "optional", "since",  "until",    "source", "note"});
    }

    void read_place() {
        point_.group = read_name(node_.at("group"));
        point_.table = read_table(node_.at("table"));
        point_.address = read_register(node_.at("address"));
        point_.access = access_of(node_.at("access"));
        if (point_.writable() && point_.table == Table::input)
            node_.at("access").fail(text::tr("input registers cannot be written"));
    }

    void read_place_in_row() {
        point_.table = Table::holding;
        point_.address = static_cast<std::uint16_t>(node_.at("offset").integer(0, 122));
        const auto access = node_.find("access");
        point_.access = access ? access_of(*access) : Access::read_write;
    }

    static Access access_of(const JsonNode& node) {
        return one_of<Access>(
            node,
            {{"read_only", Access::read_only}, {"read_write", Access::read_write}, {"write_only", Access::write_only}});
    }

    void read_size() {
        point_.type = one_of<PointType>(node_.at("type"), {{"u16", PointType::u16},
                                                           {"s16", PointType::s16},
                                                           {"u32", PointType::u32},
                                                           {"s32", PointType::s32},
                                                           {"u64", PointType::u64},
                                                           {"text", PointType::text},
                                                           {"utf8", PointType::utf8}});
        const int fixed = registers_of(point_.type);
        if (fixed != 0 && node_.has("count"))
            node_.at("count").fail(text::tr("only text says its count; a number's type does"));
        point_.count = static_cast<std::uint16_t>(fixed ? fixed : node_.at("count").integer(1, 123));
        if (point_.end() > 65536) node_.at("address").fail(text::tr("reaches beyond register 65535"));
    }

    void read_number() {
        if (const auto bits = node_.find("bits")) {
            point_.bits = own_or_shared(*bits, rules_.shared.bits, read_bits);
            if (point_.type != PointType::u16) bits->fail(text::tr("only a u16 has bits"));
        }
        if (const auto choices = node_.find("choices")) {
            point_.choices = own_or_shared(*choices, rules_.shared.choices, read_choices);
            for (const auto& choice : point_.choices)
                if (choice.code > highest_raw(point_)) choices->fail(text::trf("code {} does not fit", choice.code));
        }
        if (const auto epoch = node_.find("epoch")) {
            point_.epoch = true;
            point_.epoch_local = one_of<bool>(*epoch, {{"utc", false}, {"local", true}});
        }
        const bool scaled = !point_.is_text() && point_.bits.empty() && point_.choices.empty() && !point_.epoch;
        if (scaled) {
            point_.gain = node_.at("gain").number(1e-6, 1e9);
        } else if (const auto gain = node_.find("gain")) {
            gain->fail(text::tr("text, choices, bits and times have no gain"));
        }
        point_.unit = node_.text_or("unit", "");
        if (const auto sign = node_.find("sign")) point_.sign = sign->integer(-1, 1) < 0 ? -1 : 1;
        if (const auto values = node_.find("no_value"))
            for (const auto& value : values->items()) point_.no_value.push_back(read_raw(point_, value));
        if (const auto special = node_.find("special")) {
            special->allow_only({"raw", "text"});
            point_.special.emplace(read_raw(point_, special->at("raw")), read_words(special->at("text")));
        }
    }

    void read_meaning() {
        point_.positive = node_.text_or("positive", "");
        point_.negative = node_.text_or("negative", "");
        if (point_.positive.empty() != point_.negative.empty())
            node_.fail(text::tr("\"positive\" and \"negative\" go together"));
        if (!point_.positive.empty() && !is_signed(point_.type))
            node_.fail(text::tr("only signed types have a sign to explain"));
        point_.secret = node_.boolean_or("secret", false);
        if (!cell_) point_.source = read_words(node_.at("source"));
        point_.note = node_.text_or("note", "");
    }

    void read_write() {
        if (!point_.writable()) {
            for (const auto* key : {"risk", "low", "high", "gap", "requires", "effect"})
                if (const auto node = node_.find(key))
                    node->fail(text::trf("\"{}\" is only for points that can be written", key));
            return;
        }
        point_.risk = cell_ ? cell_->risk : read_risk(node_.at("risk"));
        if (const auto low = node_.find("low")) point_.low = read_bound(*low);
        if (const auto high = node_.find("high")) point_.high = read_bound(*high);
        if (point_.low && point_.high && point_.low->point.empty() && point_.high->point.empty()
            && point_.low->factor > point_.high->factor)
            node_.at("low").fail(text::tr("\"low\" lies above \"high\""));
        if (const auto gap = node_.find("gap")) read_gap(*gap);
        if (const auto required = node_.find("requires"))
            for (const auto& item : required->items()) point_.preconditions.push_back(read_precondition(item));
        if (const auto effect = node_.find("effect")) {
            if (point_.readable()) effect->fail(text::tr("only write-only points need \"effect\""));
            point_.effect = refer(*effect).point;
        }
    }

    Bound read_bound(const JsonNode& node) {
        Bound bound;
        if (node.is_object()) {
            node.allow_only({"factor", "of", "also"});
            bound.factor = node.number_or("factor", 1);
            bound.point = refer(node.at("of"), true).point;
            if (const auto also = node.find("also")) bound.also_point = refer(*also, true).point;
        } else {
            bound.factor = node.number();
            check_fits(point_, bound.factor, node);
        }
        return bound;
    }

    void read_gap(const JsonNode& node) {
        const auto ends = node.items();
        if (ends.size() != 2 || ends[0].number() >= ends[1].number()) node.fail(text::tr("a gap is [low, high]"));
        point_.gap_low = ends[0].number();
        point_.gap_high = ends[1].number();
        check_fits(point_, *point_.gap_low, node);
        check_fits(point_, *point_.gap_high, node);
    }

    Precondition read_precondition(const JsonNode& node) {
        node.allow_only({"point", "is", "until"});
        Precondition precondition;
        for (const auto& value : node.at("is").items()) precondition.values.push_back(value.number());
        if (precondition.values.empty()) node.at("is").fail(text::tr("must list at least one value"));
        if (const auto until = node.find("until")) precondition.until = read_version(*until);
        auto& reference = refer(node.at("point"), true);
        reference.values = precondition.values;
        precondition.point = reference.point;
        return precondition;
    }

    void read_existence() {
        if (cell_) {
            point_.since = cell_->since;
            return;
        }
        if (const auto valid_if = node_.find("valid_if")) {
            valid_if->allow_only({"point", "at_least"});
            point_.valid_if = refer(valid_if->at("point")).point;
            point_.valid_if_at_least = static_cast<int>(valid_if->at("at_least").integer(1, 65535));
        }
        if (const auto types = node_.find("output_types"))
            for (const auto& type : types->items())
                point_.output_types.push_back(static_cast<int>(type.integer(0, 65535)));
        if (const auto models = node_.find("models"))
            for (const auto& model : models->items()) point_.models.push_back(read_words(model));
        point_.optional = node_.boolean_or("optional", false);
        point_.since = read_version(node_.at("since"));
        if (const auto until = node_.find("until")) {
            point_.until = read_version(*until);
            if (*point_.until <= point_.since)
                until->fail(text::tr("\"until\" is the first version without it, so after \"since\""));
        }
    }

    PointReference& refer(const JsonNode& node, bool may_be_plants = false) {
        rules_.references.push_back({node.line(), node.text(), "point " + point_.name, {}, may_be_plants, true});
        return rules_.references.back();
    }

    const JsonNode& node_;
    const PointRules& rules_;
    const std::optional<Belongs> cell_;
    Point point_;
};

}  // namespace

SharedTables read_shared_tables(const JsonNode& root) {
    SharedTables shared;
    if (const auto tables = root.find("bit_tables"))
        for (const auto& [name, node] : tables->members()) shared.bits[name] = read_bits(node);
    if (const auto tables = root.find("choice_tables"))
        for (const auto& [name, node] : tables->members()) shared.choices[name] = read_choices(node);
    return shared;
}

Point read_point(const JsonNode& node, const PointRules& rules) {
    return PointReader(node, rules, std::nullopt).read();
}

Point read_cell(const JsonNode& node, const PointRules& rules, RiskClass risk, ProtocolVersion since) {
    return PointReader(node, rules, Belongs{risk, since}).read();
}

}  // namespace firstlight::station
