#include "app/cli/output.h"

#include "app/cli/table.h"
#include "text/text.h"

#include <cctype>
#include <ostream>

#include <fmt/format.h>

namespace firstlight::app::cli {

Output::Output(Form form, std::ostream& out, std::ostream& err) : form_(form), out_(out), err_(err) {}

void Output::text(const std::string& text) {
    if (form_.json) return;
    clear_progress();
    out_ << text;
    if (text.empty() || text.back() != '\n') out_ << '\n';
    out_.flush();
}

void Output::document(const Json& document) {
    if (!form_.json) return;
    clear_progress();
    out_ << document.dump(2, ' ', false, Json::error_handler_t::replace) << std::endl;
}

void Output::json_line(const Json& object) {
    if (!form_.json) return;
    clear_progress();
    out_ << object.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
}

void Output::progress(const station::Progress& progress) {
    if (form_.rewrite_progress) {
        clear_progress();
        const auto line = progress_line(progress);
        shown_ = display_width(line);
        err_ << line << std::flush;
    } else if (progress.phase != phase_) {
        err_ << progress_line({progress.phase, 0, 0, std::nullopt}) << std::endl;
    }
    phase_ = progress.phase;
}

station::ProgressSink Output::progress_sink() {
    return [this](const station::Progress& now) { progress(now); };
}

void Output::note(const std::string& line) {
    clear_progress();
    err_ << line << std::endl;
}

void Output::clear_progress() {
    if (shown_ > 0) err_ << '\r' << std::string(shown_, ' ') << '\r' << std::flush;
    shown_ = 0;
}

void Output::error(const reports::ErrorWords& words) {
    clear_progress();
    if (form_.json) {
        document(Json{{"error", to_json(words)}});
        return;
    }
    err_ << words.title << '\n' << wrapped(words.explanation, 100, "  ");
    if (!words.next_step.empty()) err_ << wrapped(text::trf("Next: {}", words.next_step), 100, "  ");
    if (!words.details.empty() && form_.details) err_ << wrapped(text::trf("Details: {}", words.details), 100, "  ");
    err_.flush();
}

std::string progress_line(const station::Progress& progress) {
    std::string line = progress.phase;
    if (!line.empty()) line.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(line.front())));
    if (progress.total > 0)
        line += text::trf(", {} of {}", progress.done, progress.total);
    else if (progress.done > 0)
        line += fmt::format(", {}", progress.done);
    if (progress.left) line += text::trf(", {} s left", progress.left->count());
    return line;
}

Json to_json(const reports::ErrorWords& words) {
    return Json{{"title", words.title},
                {"explanation", words.explanation},
                {"next_step", words.next_step},
                {"details", words.details},
                {"exit_code", words.exit_code}};
}

}  // namespace firstlight::app::cli
