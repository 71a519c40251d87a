#pragma once

#include "commissioning/visit.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// What is known before anybody drives out, beside the plan: what was delivered, what the network operator approved,
/// which documents belong to the job. One JSON file for each visit, beside its draft.
namespace firstlight::commissioning {

struct ExpectedDevice {
    std::string family;  ///< a profile's id, or one of `unreadable_families`
    std::string serial;  ///< empty: only counted
    int count = 1;
    bool operator==(const ExpectedDevice&) const = default;
};

/// Delivered, but without identity in the maker's public map: counted by eye.
inline constexpr std::string_view unreadable_families[] = {"battery", "battery_module", "gateway", "power_sensor"};

struct ApprovedLimits {
    std::optional<double> export_kw, import_kw;  ///< what the network operator allows at the connection point
    bool operator==(const ApprovedLimits&) const = default;
};

struct Document {
    std::string title;
    std::filesystem::path file;  ///< once it is saved, in the visit's own folder (documents.h)
    bool operator==(const Document&) const = default;
};

struct Preparation {
    std::vector<ExpectedDevice> expected;
    ApprovedLimits approved;
    std::vector<Document> documents;
    bool operator==(const Preparation&) const = default;
};

/// An empty one when nothing was prepared. Documents that came with an imported visit are listed too. Throws
/// formats::FileError.
Preparation load_preparation(const std::filesystem::path& drafts, const std::string& visit);
/// Replaces the file whole. Documents are copied into the visit's folder before, and go from there after it, so that
/// what the file lists is always there. Throws formats::FileError (see keep_documents) and std::system_error.
void save_preparation(const Preparation& preparation, const std::filesystem::path& drafts, const std::string& visit);

/// The confirmation as the visit keeps it: its photo lies among the visit's documents and is called by its name there.
/// Without a photo nothing changes. Throws what load_preparation and save_preparation throw, and formats::FileError
/// when the file is no photo or scan.
ManualConfirmation with_photo_kept(ManualConfirmation said, const std::filesystem::path& drafts,
                                   const std::string& visit);

/// What a plan wants to know: the serial numbers that must be found.
std::vector<std::string> serials_of(const Preparation& preparation);

struct CountRow {
    std::string family;
    int expected = 0;
    std::optional<int> found;  ///< nothing: the station does not tell
    bool operator==(const CountRow&) const = default;
};
/// One row for each family, in the order of the list.
std::vector<CountRow> count_expected(const std::vector<ExpectedDevice>& expected,
                                     const std::vector<DeviceRecord>& found);

}  // namespace firstlight::commissioning
