#include "station/applicability.h"
#include "station/consent.h"
#include "station/table_access.h"
#include "station/write_request.h"
#include "text/text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::station {
namespace {

using Reason = ValueNotAccepted::Reason;

/// Registers of the rows one request of function 21 can carry (Modbus Application Protocol V1.1b3, 6.15).
constexpr std::size_t registers_of_one_request = 119;

bool same_rows(const RowTable& table, const std::vector<Row>& a, const std::vector<Row>& b) {
    return std::ranges::equal(a, b, [&](const Row& one, const Row& other) { return same_row(table, one, other); });
}

/// One write of a table from the checks to the proof.
class TableWriter {
  public:
    TableWriter(Session& session, Device& device, const RowTable& table, std::vector<Row> rows, ChangeJournal& journal)
        : session_(session), device_(device), table_(table), rows_(std::move(rows)), journal_(journal) {}

    awaitable<Change> run(std::optional<double> generation, Consent consent) {
        if (table_.log) refuse(Reason::not_writable, text::tr("this table is the station's own record"));
        if (!applies(table_, device_)) refuse(Reason::unsupported, why_not_applicable(table_.since, device_));
        check_rows(table_, rows_);
        demand_consent(device_, table_.name, table_.risk, consent);
        live_ = co_await read_rows(session_, device_, table_);
        if (!live_.good()) refuse(Reason::precondition, text::trf("the table could not be read: {}", live_.why));
        if (generation && *generation != live_.generation)
            refuse(Reason::precondition, text::tr("somebody changed the table after it was read; read it again"));
        if (const std::string doubt = co_await identity_doubt(session_); !doubt.empty())
            refuse(Reason::precondition, doubt);
        change_ = begun_change(session_, device_, table_.name);
        change_.before = to_text(table_, live_.rows);
        change_.wanted = to_text(table_, rows_);
        const std::int64_t id = co_await journal_.before(change_);
        if (differing_rows().empty() && rows_.size() == live_.rows.size()) {
            change_.result = WriteResult::unchanged;
            change_.after = change_.before;
        } else {
            co_await stage_and_commit();
        }
        co_await journal_.after(id, change_);
        co_return std::move(change_);
    }

  private:
    [[noreturn]] void refuse(Reason reason, std::string detail) const {
        throw ValueNotAccepted(reason, table_.name, fmt::format("{}", rows_.size()), std::move(detail));
    }

    std::vector<std::size_t> differing_rows() const {
        std::vector<std::size_t> differing;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const bool as_it_was = i < live_.rows.size() && same_row(table_, rows_[i], live_.rows[i]);
            if (!as_it_was || sets_a_secret(table_, rows_[i])) differing.push_back(i);
        }
        return differing;
    }

    /// Count and generation stand side by side and go out together. Generation 0 begins staging afresh.
    formats::Request head(double generation) const {
        const Point& count = device_.profile->at(table_.count);
        formats::Words words = encode(count, static_cast<double>(rows_.size()));
        std::ranges::copy(encode(device_.profile->at(table_.generation), generation), std::back_inserter(words));
        return formats::WriteMultipleRegisters{count.address, std::move(words)};
    }

    awaitable<void> stage_and_commit() {
        session_.fresh.clear();
        Sent sent = co_await send_once(session_, device_.unit, head(0), false);
        const std::vector<std::size_t> differing = differing_rows();
        const std::size_t at_once = std::max<std::size_t>(1, registers_of_one_request / table_.registers);
        for (std::size_t at = 0; at < differing.size() && sent.fate == Sent::Fate::accepted;) {
            std::size_t end = at + 1;
            while (end < differing.size() && differing[end] == differing[end - 1] + 1 && end - at < at_once) ++end;
            sent =
                co_await send_once(session_, device_.unit, rows_request(differing[at], end - at), table_.has_secrets());
            at = end;
        }
        const bool staged = sent.fate == Sent::Fate::accepted;
        if (staged) sent = co_await send_once(session_, device_.unit, head(live_.generation), false);
        change_.detail = sent.detail;
        if (sent.fate == Sent::Fate::not_sent) change_.result = WriteResult::not_sent;
        if (sent.fate == Sent::Fate::refused) {
            change_.result = WriteResult::refused;
            add_detail(text::tr("nothing of it is in force"));
        }
        if (!change_.result) co_await read_back();
    }

    formats::Request rows_request(std::size_t first, std::size_t count) const {
        formats::FileRecord record{table_.file, static_cast<std::uint16_t>(first * table_.registers), {}};
        for (std::size_t row = first; row < first + count; ++row)
            std::ranges::copy(encode_row(table_, rows_[row], row + 1), std::back_inserter(record.words));
        return formats::WriteFileRecord{{std::move(record)}};
    }

    awaitable<void> read_back() {
        const TableReading after = co_await read_rows(session_, device_, table_);
        if (!after.good()) {
            change_.result = WriteResult::unknown;
            add_detail(text::trf("the table could not be read back: {}", after.why));
            co_return;
        }
        change_.after = to_text(table_, after.rows);
        const bool as_wanted = same_rows(table_, after.rows, rows_) && after.generation != live_.generation;
        change_.result = as_wanted ? WriteResult::proven : WriteResult::not_stuck;
        if (as_wanted) co_return;
        const bool untouched = after.generation == live_.generation;
        add_detail(untouched ? text::tr("nothing of it is in force") : text::tr("the device has other rows"));
    }

    void add_detail(const std::string& detail) { change_.detail += (change_.detail.empty() ? "" : "; ") + detail; }

    Session& session_;
    Device& device_;
    const RowTable& table_;
    const std::vector<Row> rows_;
    ChangeJournal& journal_;
    TableReading live_;
    Change change_;
};

}  // namespace

Change begun_change(const Session& session, const Device& device, std::string name) {
    Change change;
    change.device = device.name();
    change.device_serial = device.serial;
    change.unit = device.unit;
    change.point = std::move(name);
    change.endpoint = to_string(session.link.endpoint());
    change.at = std::chrono::system_clock::now();
    change.source = "extension";
    return change;
}

awaitable<Change> write_rows(Session& session, Device device, const RowTable& table, std::vector<Row> rows,
                             std::optional<double> generation, Consent consent, ChangeJournal& journal) {
    Device* own = own_device(session, device);
    TableWriter writer(session, own ? *own : device, table, std::move(rows), journal);
    co_return co_await writer.run(generation, std::move(consent));
}

}  // namespace firstlight::station
