#include "text/language.h"

#include "text/pseudo.h"
#include "text/system_language.h"

#include <fstream>
#include <iterator>
#include <mutex>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace firstlight::text {

namespace {

constexpr std::string_view pseudo_code = "xx";

struct OfProgram {
    std::mutex mutex;
    LanguagePointer language = std::make_shared<const Language>();
};

OfProgram& of_program() {
    static OfProgram program;
    return program;
}

LanguagePointer& of_thread() {
    thread_local LanguagePointer language;
    return language;
}

std::filesystem::path file_of(const std::filesystem::path& folder, const std::string& code) {
    return folder / code / "firstlight.mo";
}

/// "de_AT.UTF-8" is "de".
std::string without_country(std::string_view name) {
    return std::string(name.substr(0, name.find_first_of("_-.@")));
}

LanguagePointer read(const std::filesystem::path& folder, const std::string& code) {
    const auto file = file_of(folder, code);
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    try {
        return std::make_shared<const Language>(code, Catalogue(bytes));
    } catch (const CatalogueError& error) {
        throw CatalogueError(fmt::format("{} cannot be used: {}", file.string(), error.what()));
    }
}

}  // namespace

std::string Language::words(std::string_view english, std::string_view context) const {
    if (code_ == pseudo_code && context.empty()) return pseudo(english);
    const auto* found = catalogue_.find(english, context);
    return found ? *found : std::string(english);
}

std::string Language::words(std::string_view one, std::string_view many, unsigned long long count) const {
    const auto english = count == 1 ? one : many;
    if (code_ == pseudo_code) return pseudo(english);
    const auto* found = catalogue_.find_plural(one, count);
    return found ? *found : std::string(english);
}

LanguagePointer load_language(const std::filesystem::path& folder, std::string_view wanted) {
    const bool ask_system = wanted.empty() || wanted == "system";
    const auto code = without_country(ask_system ? system_language() : std::string(wanted));
    if (code == pseudo_code) return std::make_shared<const Language>(std::string(pseudo_code), Catalogue());
    const auto known = languages_in(folder);
    const bool there = std::set<std::string>(known.begin(), known.end()).contains(code);
    if (code == "en" || (ask_system && !there)) return std::make_shared<const Language>();
    if (!there)
        throw CatalogueError(fmt::format("there is no language \"{}\"; there are: {}", wanted, fmt::join(known, ", ")));
    return read(folder, code);
}

void use_language(LanguagePointer language) {
    const std::lock_guard guard(of_program().mutex);
    of_program().language = std::move(language);
}

LanguagePointer language_in_use() {
    if (of_thread()) return of_thread();
    const std::lock_guard guard(of_program().mutex);
    return of_program().language;
}

std::vector<std::string> languages_in(const std::filesystem::path& folder) {
    std::set<std::string> codes{"en"};
    std::error_code unreadable;
    for (const auto& entry : std::filesystem::directory_iterator(folder, unreadable)) {
        auto code = entry.path().filename().string();
        if (std::filesystem::exists(file_of(folder, code))) codes.insert(std::move(code));
    }
    return {codes.begin(), codes.end()};
}

Speaking::Speaking(LanguagePointer language) : before_(std::exchange(of_thread(), std::move(language))) {}

Speaking::~Speaking() {
    of_thread() = std::move(before_);
}

}  // namespace firstlight::text
