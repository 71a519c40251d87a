#pragma once

#include "commissioning/connect_plan.h"
#include "ui/workspace.h"
#include "wizards/step.h"

#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace firstlight::wizards {

struct DemoChoice {
    std::filesystem::path file;
    wxString name, description;
};

/// What the window does for the Connect wizard.
struct ConnectActions {
    std::vector<DemoChoice> demos;
    std::function<void(const std::filesystem::path&)> open_demo;  ///< starts it and connects to it; throws
    /// The station was found, at an endpoint to remember if it is no demo station.
    std::function<void(const std::optional<transport::Endpoint>&)> finish;
    std::function<void()> close;  ///< left before that
};

/// What the pages of the Connect wizard share.
struct ConnectWork {
    ui::Workspace& workspace;
    ConnectActions actions;
    commissioning::ConnectPlan plan;
    std::exception_ptr error;       ///< of the last attempt
    std::function<void()> go_on;    ///< to the next page, as if by Next
    std::function<void()> go_back;  ///< to the page before

    ui::Connection& connection() const { return workspace.connection(); }
    bool needed(commissioning::ConnectPage page) const { return commissioning::needed(page, plan); }
    wxString why_not_next(commissioning::ConnectPage page) const;
};
using ConnectPointer = std::shared_ptr<ConnectWork>;

std::unique_ptr<Step> way_step(ConnectPointer work);
std::unique_ptr<Step> cable_step(ConnectPointer work);
std::unique_ptr<Step> line_settings_step(ConnectPointer work);
std::unique_ptr<Step> network_step(ConnectPointer work);
std::unique_ptr<Step> dial_in_step(ConnectPointer work);
std::unique_ptr<Step> demo_step(ConnectPointer work);
std::unique_ptr<Step> modbus_step(ConnectPointer work);
std::unique_ptr<Step> found_step(ConnectPointer work);

}  // namespace firstlight::wizards
