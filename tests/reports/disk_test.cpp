#include "poppler.h"
#include "reports/error_words.h"
#include "reports/report.h"
#include "sample_visit.h"

#include <csignal>
#include <fstream>
#include <iterator>
#include <system_error>

#include <catch2/catch_test_macros.hpp>
#include <sys/resource.h>
#include <unistd.h>

// Disks that are full, places that may not be written: an error with words, and never half a file.
using namespace firstlight;
using namespace firstlight::reports;
namespace fs = std::filesystem;

namespace {

ReportOptions options() {
    ReportOptions made;
    made.fonts = FIRSTLIGHT_BINARY_DIR "/data/fonts";
    return made;
}

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Files end at this size, as on a drive that is nearly full.
class SizeLimit {
  public:
    explicit SizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

  private:
    rlimit before_{};
    void (*handler_)(int);
};

template <class Write>
std::error_code failure(Write write) {
    try {
        write();
    } catch (const std::system_error& error) {
        return error.code();
    }
    return {};
}

}  // namespace

TEST_CASE("A full disk is said, for both files", "[disk]") {
    const auto visit = test::full_visit();
    CHECK(failure([&] { write_json(visit, "/dev/full"); }) == std::errc::no_space_on_device);
    CHECK(failure([&] { write_pdf(visit, "/dev/full", options()); }) == std::errc::no_space_on_device);
    CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("A write that ends midway leaves the old file and nothing else", "[disk]") {
    const test::Folder folder;
    const auto visit = test::full_visit();
    const auto target = folder / "report.json";
    write_json(test::empty_visit(), target);
    const std::string before = content(target);
    std::error_code code;
    {
        const SizeLimit limit(8192);
        code = failure([&] { write_json(visit, target); });
    }
    CHECK(code == std::errc::file_too_large);
    CHECK(content(target) == before);
    CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);

    write_json(visit, target);
    CHECK(content(target) == to_json(visit));
    CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("A folder that is not there is said", "[disk]") {
    const test::Folder folder;
    CHECK(failure([&] { write_json(test::empty_visit(), folder / "no" / "report.json"); })
          == std::errc::no_such_file_or_directory);
}

TEST_CASE("A place that may not be written is said", "[disk]") {
    if (::geteuid() == 0) {
        CHECK(failure([] { write_json(test::empty_visit(), "/proc/report.json"); }) != std::error_code());
        return;
    }
    const test::Folder folder;
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    CHECK(failure([&] { write_json(test::empty_visit(), folder / "report.json"); }) == std::errc::permission_denied);
    fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST_CASE("A full disk ends in words for the installer", "[disk]") {
    try {
        write_pdf(test::full_visit(), "/dev/full", options());
        FAIL("no error");
    } catch (...) {
        const auto words = describe(std::current_exception());
        CHECK(words.title == "The disk is full");
        CHECK(words.exit_code == 2);
        CHECK(words.details.find("/dev/full") != std::string::npos);
    }
}
