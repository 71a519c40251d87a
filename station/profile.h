#pragma once

#include "formats/bytes.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A profile describes one device family as data: how to recognise it and its points, one line a point. The file
/// format is documented in docs/profiles.md. Every register number of the suite stands in a profile.
namespace firstlight::station {

enum class PointType { u16, s16, u32, s32, u64, text, utf8 };
enum class Table { input, holding };
enum class Access { read_only, read_write, write_only };

/// What a write can do. ARCHITECTURE decision 7. Ordered: a later class needs more consent.
enum class RiskClass { safe, config, disruptive, grid, onsite };

/// "1.7", "2.9": ordered, newest last.
struct ProtocolVersion {
    int major = 1;
    int minor = 7;
    auto operator<=>(const ProtocolVersion&) const = default;
};
std::string to_string(ProtocolVersion version);
/// Throws std::invalid_argument.
ProtocolVersion parse_protocol_version(std::string_view text);

/// One value of an enumeration.
struct Choice {
    std::uint32_t code = 0;
    std::string name;   ///< stable, snake_case
    std::string label;  ///< for people
};

enum class Severity { information, warning, critical };

/// One bit of an alarm or status word.
struct Bit {
    int position = 0;   ///< 0..15
    std::string name;   ///< what it means, for people
    bool alarm = true;  ///< false: a state (breaker closed), nothing to mend
    Severity severity = Severity::warning;
    std::string code;       ///< the maker's alarm number ("1002"), or empty
    std::string cause;      ///< likely cause
    std::string next_step;  ///< what the installer does next
};

/// A bound of a range: a number, or a factor times another point of the same device or of the plant. Evaluate it with
/// resolve_range (value.h).
struct Bound {
    double factor = 0;
    std::string point;       ///< empty: `factor` is the bound itself
    std::string also_point;  ///< not empty: the stricter of both counts (a charger's rating and its breaker)
};

/// The value must hold before a write is accepted ("remote_ems_enable" = 1), from protocol `from` until before `until`.
struct Precondition {
    std::string point;
    std::vector<double> values;
    std::optional<ProtocolVersion> until;  ///< newer firmware does not ask for it
};

struct Point {
    std::string name;   ///< snake_case, unique in its profile
    std::string label;  ///< for people
    std::string group;  ///< how lists group points: "grid", "battery", "pv", "alarms" ...
    std::uint16_t address = 0;
    std::uint16_t count = 1;  ///< registers
    Table table = Table::input;
    PointType type = PointType::u16;
    Access access = Access::read_only;
    double gain = 1;            ///< value = sign * raw / gain
    int sign = 1;               ///< -1 where the wire counts against our canonical direction
    std::string unit;           ///< "kW", "%", "degC", "s" (epoch and durations), empty
    bool epoch = false;         ///< seconds since 1970
    bool epoch_local = false;   ///< ... counted in the station's local time instead of UTC
    bool of_extension = false;  ///< `since` and `until` count versions of the commissioning extension
    ProtocolVersion since;
    std::optional<ProtocolVersion> until;  ///< first version without it
    RiskClass risk = RiskClass::safe;      ///< of a write
    bool secret = false;
    std::vector<Choice> choices;
    std::vector<Bit> bits;
    std::optional<Bound> low, high;           ///< accepted range of a write
    std::optional<double> gap_low, gap_high;  ///< open gap inside the range that is not accepted (power factor)
    std::vector<std::uint64_t> no_value;      ///< raw values that mean "not available"
    std::optional<std::pair<std::uint64_t, std::string>> special;  ///< a raw value with a meaning of its own ("none")
    std::vector<Precondition> preconditions;
    std::string effect;    ///< write-only: the point in which the effect shows, or empty
    std::string valid_if;  ///< count point that says whether this row exists ("pv_string_count"), or empty
    int valid_if_at_least = 0;
    std::vector<int> output_types;    ///< meaningful only for these values of the inverter's output type; empty: all
    std::vector<std::string> models;  ///< see model_matches; empty: all
    bool optional = false;            ///< firmware may lack it: probe by reading, exception 2 is ordinary
    std::string positive, negative;   ///< what the sign means: "import" / "export"
    std::string source;               ///< where the row comes from
    std::string note;

    bool readable() const { return access != Access::write_only; }
    bool writable() const { return access != Access::read_only; }
    bool is_text() const { return type == PointType::text || type == PointType::utf8; }
    std::uint32_t end() const { return std::uint32_t{address} + count; }  ///< one past the last register
};

/// Rows of like values, carried by file records (functions 20 and 21). What is written is staged; writing `count` and
/// `generation` in one request makes all of it live at once, and only when nobody changed the table meanwhile.
/// docs/commissioning_extension.md.
struct RowTable {
    std::string name, label, group;
    std::string row_label;  ///< what one row is, for people: "period"
    std::uint16_t file = 1;
    std::uint16_t capacity = 1;    ///< rows
    std::uint16_t registers = 1;   ///< of one row
    std::string count;             ///< point: rows in use
    std::string generation;        ///< point: grows with every change, whoever makes it; stands right behind `count`
    std::vector<std::string> key;  ///< columns that no two rows may share; empty: rows are told apart by their place
    std::vector<Point> columns;    ///< `address` counts from the row's first register
    RiskClass risk = RiskClass::config;
    bool log = false;  ///< the station's own records: never written
    ProtocolVersion since;
    std::string source, note;

    const Point* find(std::string_view column) const;
    /// Of the column's cell in a row; nothing when there is no such column.
    std::optional<std::size_t> place_of(std::string_view column) const;
    /// Whether a column is a secret: rows that look the same may differ in it.
    bool has_secrets() const;
};

/// Something the device does once: arguments and a sequence number go out in one request, and the device repeats the
/// number with what became of it, so that a lost answer can be looked up.
struct Command {
    std::string name, label, group;
    std::uint16_t code = 0;
    std::vector<Point> arguments;  ///< `address` counts from the block's first argument
    RiskClass risk = RiskClass::disruptive;
    std::vector<Precondition> preconditions;
    ProtocolVersion since;
    std::string source, note;
};

/// Where a family takes commands: holding registers `request` (code, arguments, sequence number) and the points that
/// tell what became of the last one.
struct CommandBlock {
    std::uint16_t request = 0;
    std::uint16_t arguments = 0;           ///< registers between code and sequence number
    std::string sequence, status, result;  ///< points
};

/// Whether the row exists in a protocol version; without a version: in any.
template <typename Row>
bool exists_in(const Row& row, std::optional<ProtocolVersion> version) {
    return !version || (row.since <= *version && (!row.until || *version < *row.until));
}

/// Whether a device of this model has the point. `models` are prefixes; `*` in them stands for any characters
/// ("Sigen PV *M1-HY"). An empty model (families that do not tell it) matches: try by reading.
bool model_matches(const Point& point, std::string_view model);

/// Registers that a bulk read may cross but that mean nothing; a read only inside them may be refused.
struct ReservedRange {
    Table table = Table::input;
    std::uint16_t address = 0;
    std::uint16_t count = 0;
    ProtocolVersion since;
    std::optional<ProtocolVersion> until;

    std::uint32_t end() const { return std::uint32_t{address} + count; }
};

/// Tells the firmware's protocol version: the first in the list whose point answers and whose `without`, when given,
/// does not.
struct VersionProbe {
    ProtocolVersion version;
    std::string point;
    std::string without;
};

struct Recognition {
    std::string probe;                ///< point that only this family answers
    std::vector<std::uint8_t> units;  ///< fixed unit ids (247 for the plant); empty: any of 1..246
    std::string rides_on;             ///< profile id of the device whose unit id it shares (DC module on its inverter)
    int order = 0;                    ///< families are tried in this order at a unit
    bool needs_extension = false;     ///< only on stations with the commissioning extension; versions count that
    int instance = 0;                 ///< 1, 2 ...: one of several that share a unit id; 0: the only one
};

/// How a station tells that it has the commissioning extension.
struct Announcement {
    std::string point, is;  ///< a text point and what it says
    std::string version;    ///< a text point: "1.0"
};

struct Limits {
    std::uint16_t read_registers = 124;
    std::uint16_t write_registers = 123;
    int requests_per_second_times_1000 = 1000;  ///< the maker's pace
    int answer_timeout_ms = 1000;
};

class Profile {
  public:
    std::string id;       ///< "plant", "inverter", "ac_charger"; of several instances "battery_module_3"
    std::string family;   ///< the id in the file: "battery_module"
    std::string label;    ///< "Inverter"
    std::string version;  ///< of this file
    std::string source;
    Recognition recognition;
    Limits limits;
    std::string model_point, serial_point, firmware_point;  ///< names, empty when the family has none
    std::vector<VersionProbe> version_probes;               ///< newest first; the plant's decide for the station
    std::vector<ReservedRange> reserved;
    std::vector<Point> points;  ///< sorted by table and address
    std::vector<RowTable> tables;
    std::vector<Command> commands;
    std::optional<CommandBlock> command_block;
    std::optional<Announcement> announcement;  ///< of the commissioning extension
    std::filesystem::path file;
    std::string sha256;  ///< of the file's bytes, lower-case hex

    const Point* find(std::string_view name) const;
    /// Throws std::out_of_range naming point and profile.
    const Point& at(std::string_view name) const;
    const RowTable* find_table(std::string_view name) const;
    const Command* find_command(std::string_view name) const;
};

/// A file that adds what the commissioning extension has to a family ("extends").
struct ExtensionFile {
    std::string extends, id, version, sha256;
    std::filesystem::path file;
};

/// All profiles of a data folder, and the user's folder that may add or replace (never lowering a risk class).
class ProfileSet {
  public:
    /// Throws formats::FileError naming file, line and reason.
    static ProfileSet load(const std::filesystem::path& shipped, const std::filesystem::path& user = {});

    const std::vector<std::shared_ptr<const Profile>>& all() const { return profiles_; }
    std::shared_ptr<const Profile> find(std::string_view id) const;
    /// Throws std::out_of_range.
    const Profile& at(std::string_view id) const;
    /// Profiles that the user folder replaced or added, for window and report.
    const std::vector<std::string>& from_user() const { return from_user_; }
    /// Files that added to families; a family's own file is in its profile.
    const std::vector<ExtensionFile>& extensions() const { return extensions_; }

  private:
    std::vector<std::shared_ptr<const Profile>> profiles_;
    std::vector<ExtensionFile> extensions_;
    std::vector<std::string> from_user_;
};

/// Throws formats::FileError.
std::shared_ptr<const Profile> load_profile(const std::filesystem::path& file);

/// Of text instead of a file; `name` stands for the file in errors. Throws formats::FileError.
std::shared_ptr<const Profile> parse_profile(std::string_view text, const std::filesystem::path& name);

}  // namespace firstlight::station
