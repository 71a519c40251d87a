#pragma once

#include "formats/modbus.h"
#include "simulator/scenario.h"
#include "station/profile.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

/// The registers behind one unit id, built from the profiles of the devices that live there.
namespace firstlight::simulator {

/// The points of one device, by name. Words live in the bank of its unit.
class DevicePoints {
  public:
    struct Entry {
        const station::Point* point = nullptr;
        bool available = false;  ///< this firmware and model have it
        bool pinned = false;
    };

    /// `models`: of the device, or of the station's inverters for devices that have no model of their own. Bounds and
    /// preconditions may name points of `plant`.
    DevicePoints(const station::Profile& profile, const Unit& device, const std::vector<std::string>& models,
                 formats::Words& words, const DevicePoints* plant);

    const Unit& device() const { return *device_; }
    const station::Profile& profile() const { return *profile_; }
    const std::vector<Entry>& entries() const { return entries_; }

    /// For the model. A name that the profile lacks is remembered in `unknown_names`; pinned points and those the
    /// firmware lacks keep what they have; rows beyond the device's count (absent PV strings) get their "no value".
    void set(std::string_view point, double value);
    void set_text(std::string_view point, const std::string& text);
    /// The point's special value ("none"), when it has one.
    void set_special(std::string_view point);
    /// `value` stays, whatever the model or a master says.
    void pin(std::string_view point, double value);
    /// Nothing when the firmware lacks the point or it has no value now.
    std::optional<double> number(std::string_view point) const;
    bool has(std::string_view point) const;
    /// Whether a write would be let through at present.
    bool preconditions_hold(std::string_view point) const;
    bool preconditions_hold(const Entry& entry) const;
    /// Of this device, else of the plant.
    std::optional<double> look_up(std::string_view point) const;
    void store(const station::Point& point, std::uint64_t raw);
    const std::vector<std::string>& unknown_names() const { return unknown_names_; }

  private:
    const Entry* find(std::string_view point) const;
    Entry* find_to_set(std::string_view point);
    bool is_absent(const Entry& entry) const;

    const station::Profile* profile_;
    const Unit* device_;
    formats::Words& words_;
    const DevicePoints* plant_;
    std::vector<Entry> entries_;
    std::unordered_map<std::string_view, std::size_t> by_name_;
    std::vector<std::string> unknown_names_;
};

/// An accepted write of one point. No value: the point's special value ("none").
struct WrittenPoint {
    const Unit* device = nullptr;
    const station::Point* point = nullptr;
    std::optional<double> value;
};

class RegisterBank {
  public:
    explicit RegisterBank(const Manners& manners);
    RegisterBank(const RegisterBank&) = delete;
    RegisterBank& operator=(const RegisterBank&) = delete;

    DevicePoints& add(const station::Profile& profile, const Unit& device, const std::vector<std::string>& models,
                      const DevicePoints* plant);
    std::deque<DevicePoints>& devices() { return devices_; }

    /// Any function code reads both areas. A read may cross reserved registers but not lie in them alone; it fails
    /// as a whole on a register that the firmware does not know.
    std::variant<formats::Words, formats::ExceptionCode> read(std::uint16_t address, std::uint16_t count) const;
    /// Whole points only. `single`: by function 6, the only one that write-only points take.
    std::variant<std::vector<WrittenPoint>, formats::ExceptionCode> write(std::uint16_t address,
                                                                          formats::WordView words, bool single);

  private:
    enum class Kind : std::uint8_t { none, readable, write_only, reserved };
    struct Place {
        DevicePoints* device = nullptr;
        std::size_t entry = 0;
    };

    std::variant<formats::Words, formats::ExceptionCode> accept(const DevicePoints& device, const station::Point& point,
                                                                formats::WordView words) const;

    const Manners& manners_;
    std::vector<Kind> kinds_;
    formats::Words words_;
    std::deque<DevicePoints> devices_;
    std::unordered_map<std::uint16_t, Place> by_address_;
};

/// Raw registers of a number, rounded to the point's step and held inside its type. Kept apart from the suite's own
/// encoder on purpose: a fault in one of them shows.
std::uint64_t raw_number(const station::Point& point, double value);
double number_of(const station::Point& point, std::uint64_t raw);

}  // namespace firstlight::simulator
