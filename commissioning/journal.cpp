#include "commissioning/commission.h"

#include <algorithm>

namespace firstlight::commissioning {

namespace {

using station::Change;

/// The journal of one visit: the blocking store runs beside the I/O thread.
class VisitJournal final : public station::ChangeJournal {
  public:
    VisitJournal(transport::Runtime& runtime, VisitStore& store, std::string visit_id)
        : runtime_(runtime), store_(store), visit_id_(std::move(visit_id)) {}

    awaitable<std::int64_t> before(Change change) override {
        std::int64_t row = 0;
        std::function<void()> work = [&] { row = store_.journal_before(visit_id_, change); };
        co_await transport::run_beside(runtime_, std::move(work));
        co_return row;
    }

    awaitable<void> after(std::int64_t id, Change change) override {
        std::function<void()> work = [&] { store_.journal_after(id, change); };
        co_await transport::run_beside(runtime_, std::move(work));
    }

  private:
    transport::Runtime& runtime_;
    VisitStore& store_;
    std::string visit_id_;
};

}  // namespace

const station::Device* device_of(const Change& change, const station::Discovery& discovery) {
    const auto fits = [&](const station::Device& device) {
        return change.device_serial.empty() || device.serial.empty() || device.serial == change.device_serial;
    };
    const auto* named = discovery.find(change.device);
    if (named && fits(*named)) return named;
    if (change.device_serial.empty()) return nullptr;
    const auto moved = std::ranges::find(discovery.devices, change.device_serial, &station::Device::serial);
    return moved == discovery.devices.end() ? nullptr : &*moved;
}

std::unique_ptr<station::ChangeJournal> journal_of(transport::Runtime& runtime, VisitStore& store,
                                                   std::string visit_id) {
    return std::make_unique<VisitJournal>(runtime, store, std::move(visit_id));
}

}  // namespace firstlight::commissioning
