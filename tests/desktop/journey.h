#pragma once

#include "simulator/virtual_station.h"
#include "station/station.h"
#include "tests/desktop/wizard_walk.h"
#include "transport/modbus_server.h"

#include <atomic>
#include <memory>
#include <vector>

/// What journeys from the connection to the report share, whatever the link.
namespace firstlight::tests {

/// A healthy house that answers outside the window.
class House {
  public:
    enum class Line { tcp, pty };

    House(const station::ProfileSet& profiles, Line line);
    ~House();
    House(const House&) = delete;
    House& operator=(const House&) = delete;

    transport::Endpoint endpoint() const { return server_->endpoint(); }
    /// The link is pulled while the n-th transaction from now is answered.
    void cut_at(int transaction) { until_cut_ = transaction; }
    void resume();

  private:
    simulator::VirtualStation station_;
    transport::Runtime runtime_;
    std::unique_ptr<transport::ModbusServer> server_;
    std::atomic<int> until_cut_ = 0;
};

/// Asks for this pace and for a second look at what was written after one second.
void set_pace(OpenedWindow& window, double seconds_between_requests);
void connect(OpenedWindow& window, const House& house);
/// On the page of limits: the one setting that a journey writes.
void type_limit(OpenedWindow& window, const wizards::WizardPanel& wizard);
/// Through every page of the wizard; how many there were.
int commission(OpenedWindow& window);

std::vector<station::Change> changes_of(OpenedWindow& window);
/// One change, proven, and the report in both its forms.
void check_what_is_left(OpenedWindow& window);

}  // namespace firstlight::tests
