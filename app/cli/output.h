#pragma once

#include "reports/error_words.h"
#include "station/station.h"

#include <iosfwd>
#include <string>

#include <nlohmann/json.hpp>

namespace firstlight::app::cli {

using Json = nlohmann::ordered_json;

/// What the command line's exit code says. Documented in README.md; scripts rely on them.
enum class Exit { done = 0, checks_failed = 1, wrong_use = 2, unreachable = 3, refused = 4, interrupted = 130 };

/// The one way a command speaks: results on standard output (text, or JSON when `json`), progress on standard error.
class Output {
  public:
    struct Form {
        bool json = false;
        bool details = false;           ///< errors show codes and bytes
        bool rewrite_progress = false;  ///< standard error is a terminal: one line that changes
    };
    Output(Form form, std::ostream& out, std::ostream& err);

    bool json() const { return form_.json; }
    /// For people; nothing when the output is JSON.
    void text(const std::string& text);
    /// The result as one JSON document; nothing when the output is text.
    void document(const Json& document);
    /// One of many JSON results, on one line.
    void json_line(const Json& object);

    /// Standard error: what is being done. Without a terminal only a new phase gets a line.
    void progress(const station::Progress& progress);
    station::ProgressSink progress_sink();
    /// Standard error: a line that stays.
    void note(const std::string& line);
    /// Before anything else is written: takes the changing line away.
    void clear_progress();

    void error(const reports::ErrorWords& words);

  private:
    Form form_;
    std::ostream& out_;
    std::ostream& err_;
    std::string phase_;
    std::size_t shown_ = 0;
};

/// "Reading inverter 2, 12 of 40, 8 s left"
std::string progress_line(const station::Progress& progress);
Json to_json(const reports::ErrorWords& words);

}  // namespace firstlight::app::cli
