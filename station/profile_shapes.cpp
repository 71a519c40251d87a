#include "station/profile_shapes.h"

#include "station/profile_fields.h"
#include "text/text.h"

#include <algorithm>
#include <utility>

namespace firstlight::station {
namespace {

/// Registers of a file record that fit one request (Modbus Application Protocol V1.1b3, 6.15).
constexpr int most_registers_of_a_row = 119;

/// Cells by their place; none may reach into another or beyond `end`.
std::vector<Point> read_cells(const JsonNode& list, const PointRules& rules, RiskClass risk, ProtocolVersion since,
                              std::uint32_t end) {
    std::vector<Point> cells;
    for (const auto& node : list.items()) {
        Point cell = read_cell(node, rules, risk, since);
        if (cell.end() > end) node.fail(text::trf("reaches beyond the last register, {}", end - 1));
        for (const auto& other : cells) {
            if (other.name == cell.name) node.fail(text::trf("{} is given twice", cell.name));
            if (cell.address < other.end() && other.address < cell.end())
                node.fail(text::trf("{} overlaps {}", cell.name, other.name));
        }
        cells.push_back(std::move(cell));
    }
    return cells;
}

class ShapeReader {
  public:
    explicit ShapeReader(const PointRules& rules) : rules_(rules) {}

    RowTable table(const JsonNode& node) {
        node.allow_only({"name", "label", "group", "row", "file", "capacity", "registers", "count", "generation", "key",
                         "columns", "risk", "log", "since", "source", "note"});
        RowTable table;
        table.name = read_name(node.at("name"));
        table.label = read_words(node.at("label"));
        table.group = read_name(node.at("group"));
        table.row_label = read_words(node.at("row"));
        table.file = static_cast<std::uint16_t>(node.at("file").integer(1, 65535));
        table.registers = static_cast<std::uint16_t>(node.at("registers").integer(1, most_registers_of_a_row));
        // Record numbers of a file end at 9999.
        table.capacity = static_cast<std::uint16_t>(node.at("capacity").integer(1, 10'000 / table.registers));
        table.log = node.boolean_or("log", false);
        table.risk = table.log ? RiskClass::config : read_risk(node.at("risk"));
        table.since = read_version(node.at("since"));
        table.count = refer(node.at("count"), "table " + table.name);
        if (!table.log) table.generation = refer(node.at("generation"), "table " + table.name);
        table.source = read_words(node.at("source"));
        table.note = node.text_or("note", "");
        table.columns = read_cells(node.at("columns"), rules_, table.risk, table.since, table.registers);
        if (const auto key = node.find("key"))
            for (const auto& column : key->items()) {
                if (!table.find(column.text())) column.fail(text::trf("there is no column {}", column.text()));
                table.key.push_back(column.text());
            }
        return table;
    }

    CommandBlock block(const JsonNode& node) {
        node.allow_only({"request", "arguments", "sequence", "status", "result"});
        CommandBlock block;
        block.request = read_register(node.at("request"));
        block.arguments = static_cast<std::uint16_t>(node.at("arguments").integer(0, 100));
        block.sequence = refer(node.at("sequence"), "command block");
        block.status = refer(node.at("status"), "command block");
        block.result = refer(node.at("result"), "command block");
        return block;
    }

    Command command(const JsonNode& node, const CommandBlock& block) {
        node.allow_only({"name", "label", "group", "code", "arguments", "risk", "requires", "since", "source", "note"});
        Command command;
        command.name = read_name(node.at("name"));
        command.label = read_words(node.at("label"));
        command.group = read_name(node.at("group"));
        command.code = static_cast<std::uint16_t>(node.at("code").integer(1, 65535));
        command.risk = read_risk(node.at("risk"));
        command.since = read_version(node.at("since"));
        command.source = read_words(node.at("source"));
        command.note = node.text_or("note", "");
        if (const auto arguments = node.find("arguments"))
            command.arguments = read_cells(*arguments, rules_, command.risk, command.since, block.arguments);
        if (const auto required = node.find("requires"))
            for (const auto& item : required->items()) command.preconditions.push_back(precondition(item, command));
        return command;
    }

  private:
    std::string refer(const JsonNode& node, std::string from, std::vector<double> values = {}, bool plants = false) {
        rules_.references.push_back({node.line(), node.text(), std::move(from), std::move(values), plants, true});
        return node.text();
    }

    Precondition precondition(const JsonNode& node, const Command& command) {
        node.allow_only({"point", "is"});
        Precondition condition;
        for (const auto& value : node.at("is").items()) condition.values.push_back(value.number());
        condition.point = refer(node.at("point"), "command " + command.name, condition.values, true);
        return condition;
    }

    const PointRules& rules_;
};

template <typename Row>
void add(std::vector<Row>& rows, Row row, const JsonNode& node) {
    const bool twice = std::ranges::any_of(rows, [&](const Row& known) { return known.name == row.name; });
    if (twice) node.fail(text::trf("{} is given twice", row.name));
    rows.push_back(std::move(row));
}

}  // namespace

void read_shapes(const JsonNode& root, const PointRules& rules, ProfileFile& file) {
    Profile& profile = *file.profile;
    ShapeReader reader(rules);
    if (const auto tables = root.find("tables"))
        for (const auto& node : tables->items()) add(profile.tables, reader.table(node), node);
    if (const auto block = root.find("command_block")) profile.command_block = reader.block(*block);
    if (const auto commands = root.find("commands")) {
        if (!profile.command_block) commands->fail(text::tr("commands need a command_block"));
        for (const auto& node : commands->items())
            add(profile.commands, reader.command(node, *profile.command_block), node);
    }
}

}  // namespace firstlight::station
