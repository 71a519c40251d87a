#include "tests/desktop/wizard_walk.h"

#include <catch2/catch_test_macros.hpp>
#include <wx/radiobut.h>
#include <wx/textctrl.h>

namespace firstlight::tests {

namespace {

/// The wizard in sight: other places may have one too.
wizards::WizardPanel* search(wxWindow& window) {
    for (auto* child : window.GetChildren()) {
        if (!child->IsShownOnScreen()) continue;
        if (auto* wizard = dynamic_cast<wizards::WizardPanel*>(child)) return wizard;
        if (auto* wizard = search(*child)) return wizard;
    }
    return nullptr;
}

}  // namespace

wizards::WizardPanel* wizard_of(OpenedWindow& window) {
    return search(*window);
}

wxWeakRef<wizards::WizardPanel> begin_commissioning(OpenedWindow& window) {
    window.show("Set-up");
    push(find_control(*window, "Commission this station"));
    wait_until("the wizard opens", [&] { return search(*window) != nullptr; });
    return search(*window);
}

wxWeakRef<wizards::WizardPanel> open_commissioning(OpenedWindow& window) {
    auto wizard = begin_commissioning(window);
    find_control<wxTextCtrl>(*wizard, "Customer").SetValue("Maier");
    find_control<wxTextCtrl>(*wizard, "Installer").SetValue("Ada Berger");
    return wizard;
}

void walk_to_end(const wxWeakRef<wizards::WizardPanel>& wizard,
                 const std::function<void(const wizards::WizardPanel&)>& visit) {
    while (wizard) {
        const auto page = wizard->step().id();
        wait_until(page + " lets go on", [&] { return wizard->step().why_not_next().empty(); });
        visit(*wizard);
        wizard->next();
        wait_until(page + " is left", [&] { return !wizard || wizard->step().id() != page; });
    }
}

void walk_commissioning(OpenedWindow& window, const std::function<void(const wizards::WizardPanel&)>& visit) {
    walk_to_end(open_commissioning(window), visit);
}

void choose_way(OpenedWindow& window, const wxString& label) {
    auto& wizard = *window->connect_page().wizard();
    auto& choice = find_control<wxRadioButton>(wizard, label);
    choice.SetFocus();
    press(WXK_SPACE);
    wait_until("the way is chosen", [&] { return choice.GetValue(); });
    wizard.next();
}

namespace {

using Visit = std::function<void(const wizards::WizardPanel&)>;

void show_line_settings(OpenedWindow& window, const Visit& visit) {
    auto& wizard = *window->connect_page().wizard();
    choose_way(window, "With a cable");
    find_control<wxTextCtrl>(wizard, "Port").SetValue("no-such-port");
    wizard.next();
    wait_until("the search ends", [&] { return has_control(wizard, "&Search again"); });
    visit(wizard);
    wizard.back();
    wizard.back();
}

void show_modbus(OpenedWindow& window, const Visit& visit) {
    auto& wizard = *window->connect_page().wizard();
    const app::desktop::DemoStation silent(window.workspace().profiles(),
                                           FIRSTLIGHT_SOURCE_DIR "/data/scenarios/modbus_switched_off.json");
    const auto endpoint = std::get<transport::TcpEndpoint>(silent.endpoint());
    choose_way(window, "Over the station's hotspot or the network");
    find_control<wxTextCtrl>(wizard, "Address or name").SetValue(endpoint.host);
    find_control<wxTextCtrl>(wizard, "Port").SetValue(std::to_string(endpoint.port));
    wizard.next();
    wait_until("the steps for Modbus are shown", [&] { return wizard.step().id() == "modbus"; });
    visit(wizard);
    while (wizard.step().id() != "way") wizard.back();
}

}  // namespace

void walk_connecting(OpenedWindow& window, const std::function<void(const wizards::WizardPanel&)>& visit) {
    window->open_connect();
    auto& wizard = *window->connect_page().wizard();
    visit(wizard);
    for (const auto* way : {"With a cable", "Over the station's hotspot or the network", "The station dials in"}) {
        choose_way(window, way);
        visit(wizard);
        wizard.back();
    }
    show_line_settings(window, visit);
    show_modbus(window, visit);
    choose_way(window, "Demo station");
    visit(wizard);
    wizard.next();
    window.wait_for(OpenedWindow::Phase::live);
    wait_until("the station is shown", [&] { return wizard.step().why_not_next().empty(); });
    visit(wizard);
}

}  // namespace firstlight::tests
