#include "transport/trace.h"

#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

namespace firstlight::transport {

Trace::Trace(const std::optional<std::filesystem::path>& file, const Endpoint& endpoint) {
    if (!file) return;
    try {
        auto sink = std::make_shared<spdlog::sinks::basic_file_sink_st>(file->string());
        logger_ = std::make_shared<spdlog::logger>("trace", std::move(sink));
    } catch (const spdlog::spdlog_ex& error) {
        throw std::filesystem::filesystem_error(error.what(), *file, std::make_error_code(std::errc::io_error));
    }
    logger_->set_pattern("%Y-%m-%d %H:%M:%S.%e %v");
    logger_->flush_on(spdlog::level::info);
    logger_->info("link {}", to_string(endpoint));
}

void Trace::asked(std::uint8_t unit, const formats::Request& request, bool secret) {
    if (!on()) return;
    if (secret)
        logger_->info("-> unit {}: {} (secret, {} bytes)", unit, to_string(function_of(request)),
                      encode_request(request).size());
    else
        logger_->info("-> unit {}: {}", unit, describe(request));
}

void Trace::answered(std::uint8_t unit, const formats::Response& response, double milliseconds, bool secret) {
    if (!on()) return;
    const bool hide = secret && !std::holds_alternative<formats::Exception>(response);
    logger_->info("<- unit {}: {} [{:.1f} ms]", unit, hide ? "(secret)" : describe(response), milliseconds);
}

void Trace::failed(std::uint8_t unit, const LinkFault& fault) {
    if (!on()) return;
    logger_->info("!! unit {}: {}{}{}{}{}", unit, to_string(fault.kind), fault.detail.empty() ? "" : ", ", fault.detail,
                  fault.received.empty() ? "" : ", received ", formats::to_hex(fault.received));
}

void Trace::note(const std::string& text) {
    if (on()) logger_->info("-- {}", text);
}

}  // namespace firstlight::transport
