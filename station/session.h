#pragma once

#include "station/read_plan.h"
#include "station/station.h"

#include <map>
#include <set>
#include <utility>
#include <variant>

/// What the parts of one session share. Private to station/.
namespace firstlight::station {

/// How a unit answers reads of one table: makers differ in which of functions 3 and 4 they accept where.
struct TableManners {
    bool answered = false;     ///< a block of this table was answered with registers
    bool tried_other = false;  ///< the other function was tried, once
    bool other = false;        ///< and is the one that works
};

using PointKey = std::pair<std::uint8_t, const Point*>;

struct Session {
    Session(transport::Link& link_of_station, const ProfileSet& all_profiles)
        : link(link_of_station), profiles(all_profiles) {}

    transport::Link& link;
    const ProfileSet& profiles;
    Discovery discovery;
    std::map<PointKey, Reading> latest;  ///< newest reading of each point
    std::set<PointKey> fresh;            ///< read by discovery and not yet handed out by a snapshot
    std::set<PointKey> avoided;          ///< ruled out, and a read across them was refused
    std::map<std::pair<std::uint8_t, Table>, TableManners> manners;
    int requests = 0;
    /// The connection (Link's count of reconnects) over which the station is known to be the one discovered.
    std::optional<std::uint64_t> proven_connection;
    /// Where no serial number tells stations apart: the connection that the present reading began with. What comes over
    /// another one does not belong to it.
    std::optional<std::uint64_t> begun_with;

    /// What a request and a register cost on this link at its pace.
    ReadCost cost() const;
};

/// The registers, the device's refusal, or what went wrong on the way.
using BlockAnswer = std::variant<formats::Words, formats::ExceptionCode, transport::LinkFault>;

struct BlockOptions {
    std::optional<transport::Milliseconds> timeout;
    int read_retries = 1;
    /// A refusal of the address is doubted: the other function is tried, once in the unit's life.
    bool must_exist = false;
    bool despite_back_off = false;
    bool secret = false;
};

/// One read: function 4 for input registers and 3 for holding registers, or the other way round where the unit wants
/// it. A connection that was cut is opened again once; registers that came over a new one count only when the station
/// is known to be the same, else the fault is `other_station`. Throws LinkError when it cannot be opened.
awaitable<BlockAnswer> ask_block(Session& session, std::uint8_t unit, Table table, std::uint16_t address,
                                 std::uint16_t count, BlockOptions options);
/// The same, whichever station answers.
awaitable<BlockAnswer> ask_whoever_answers(Session& session, std::uint8_t unit, Table table, std::uint16_t address,
                                           std::uint16_t count, BlockOptions options);

/// A device whose serial number says which station this is: the anchor, else any that has told one. May be none.
const Device* witness(const Session& session);
/// Behind a connection that was opened again another station may answer: all hotspots have the same address. Reads the
/// witness's serial number when needed; empty when it is the station discovered.
awaitable<std::string> identity_doubt(Session& session);
/// Whether what comes over the present connection belongs to what was read before.
bool is_known_connection(const Session& session);
/// To be called before points are read that belong together.
void begin_reading(Session& session);

/// Asks, and opens a cut connection again once when `again` allows it. Throws LinkError when it stays cut.
awaitable<transport::Answer> ask(Session& session, std::uint8_t unit, formats::Request request,
                                 transport::AskOptions options, bool again);

/// The fault concerns the way to all units, not one of them.
bool connection_is_gone(transport::LinkFailure kind);
/// "no answer", with the system's own words when there are any.
std::string words_of(const transport::LinkFault& fault);
/// "exception 4 (server device failure)"
std::string words_of(formats::ExceptionCode code);

/// A point to be read from a device.
struct Wanted {
    Device* device = nullptr;
    const Point* point = nullptr;
    std::optional<Reading> reading;  ///< set when it was read, or when it is known why not
};

/// Reads the points of one unit (one device and what rides on it) in few requests, splitting blocks that are refused
/// and remembering refused points on the device. Every element has a reading afterwards. Returns the fault that
/// stopped it, if one did. With `stopped` nothing is asked any more, only said why not.
awaitable<std::optional<transport::LinkFault>> read_unit(Session& session, std::uint8_t unit,
                                                         std::vector<Wanted>& wanted,
                                                         std::optional<transport::LinkFault> stopped);

/// Registers of one planned block become readings of the session.
void keep_readings(Session& session, std::uint8_t unit, const ReadBlock& block, const formats::Words& words);

/// Limits of a unit: its devices' profiles, without registers that this firmware does not have and those that only some
/// models have. Registers of `wanted` points are never forbidden.
ReadRules rules_of_unit(const std::vector<const Device*>& devices, const std::vector<const Point*>& wanted);

void forbid(ReadRules& rules, const Point& point);
void allow(ReadRules& rules, const Point& point);

/// Replaces readings that the device's own counts rule out by not_applicable.
void apply_validity(const Session& session, const Device& device, Reading& reading);

/// Finds the devices behind the link; see Station::discover. A search during which the connection was cut, and it is
/// not certain that the same station came back, is begun anew.
awaitable<Discovery> discover_devices(Session& session, DiscoveryOptions options, ProgressSink progress);
/// One search. Throws LinkError with `other_station` as soon as that is in doubt.
awaitable<Discovery> search_devices(Session& session, DiscoveryOptions options, ProgressSink progress);

/// Sets the plant's version by its probes, newest first. What is read on the way is kept.
awaitable<void> probe_version(Session& session, Device& plant);
/// The version of the commissioning extension that the plant announces; nothing when it does not. One read. Throws
/// LinkError when another station answers.
awaitable<std::optional<ProtocolVersion>> probe_extension(Session& session, Device device);
/// A plant speaks for every device that was found; without one each speaks for itself.
awaitable<void> settle_extension(Session& session);
/// Firmware packs from 114 on speak 2.9 though their registers may probe as 2.8 (facts: behaviour.md section 9).
void raise_version_by_firmware(Discovery& discovery);

awaitable<Change> write_and_confirm(Session& session, Device device, const Point& point, Value value, Consent consent,
                                    ChangeJournal& journal);

/// The session's own record of a device that was handed out; nothing when it is not (any more) known.
Device* own_device(Session& session, const Device& device);

}  // namespace firstlight::station
