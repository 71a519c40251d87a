#include "station/session.h"
#include "text/text.h"

#include <algorithm>

namespace firstlight::station {
namespace {

/// As known from discovery, or as it has just read it.
std::string serial_of(const Session& session, const Device& device) {
    if (!device.serial.empty() || !device.serial_point()) return device.serial;
    const auto read = session.latest.find({device.unit, device.serial_point()});
    return read != session.latest.end() && read->second.good() ? to_text(read->second) : std::string();
}

awaitable<BlockAnswer> read_serial(Session& session, const Device& device) {
    const Point& point = device.profile->at(device.profile->serial_point);
    BlockOptions options;
    options.despite_back_off = true;
    co_return co_await ask_whoever_answers(session, device.unit, point.table, point.address, point.count, options);
}

std::string why_not_read(const BlockAnswer& answer) {
    if (const auto* code = std::get_if<formats::ExceptionCode>(&answer)) return words_of(*code);
    const auto* fault = std::get_if<transport::LinkFault>(&answer);
    return fault ? words_of(*fault) : text::tr("it is empty");
}

}  // namespace

const Device* witness(const Session& session) {
    const auto& devices = session.discovery.devices;
    const auto tells = [&](const Device& device) { return !serial_of(session, device).empty(); };
    const auto anchor = std::ranges::find_if(devices, [&](const Device& device) {
        return tells(device) && device.serial == session.discovery.anchor_serial;
    });
    if (anchor != devices.end()) return &*anchor;
    const auto any = std::ranges::find_if(devices, tells);
    return any == devices.end() ? nullptr : &*any;
}

awaitable<std::string> identity_doubt(Session& session) {
    const auto connection = session.link.statistics().reconnects;
    if (session.proven_connection == connection) co_return std::string();
    const Device* known = witness(session);
    if (!known) {
        co_return text::tr(
            "the connection was opened again, and no serial number tells whether it is the same station");
    }
    const Point& point = known->profile->at(known->profile->serial_point);
    const std::string expected = serial_of(session, *known);
    const std::string name = known->name();
    const BlockAnswer answer = co_await read_serial(session, *known);
    const auto* words = std::get_if<formats::Words>(&answer);
    const Reading now = words ? decode(point, *words, std::chrono::system_clock::now()) : Reading{};
    if (!now.good()) {
        co_return text::trf("the connection was opened again, and the serial number of {} could not be read: {}", name,
                            why_not_read(answer));
    }
    if (to_text(now) != expected) {
        co_return text::trf("another station answers now: {} has serial number {}, not {}", name, to_text(now),
                            expected);
    }
    if (session.link.statistics().reconnects != connection) co_return text::tr("the connection was cut again");
    session.proven_connection = connection;
    co_return std::string();
}

bool is_known_connection(const Session& session) {
    const auto connection = session.link.statistics().reconnects;
    return connection == session.proven_connection || connection == session.begun_with;
}

void begin_reading(Session& session) {
    session.begun_with.reset();
    if (!witness(session)) session.begun_with = session.link.statistics().reconnects;
}

}  // namespace firstlight::station
