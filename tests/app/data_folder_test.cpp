#include "app/data_folder.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;

namespace {

class Environment {
  public:
    Environment(const char* name, const std::string& value) : name_(name) {
        if (const char* before = std::getenv(name)) before_ = before;
        set(value);
    }
    ~Environment() { set(before_); }

  private:
    void set(const std::string& value) {
#ifdef _WIN32
        _putenv_s(name_, value.c_str());
#else
        if (value.empty())
            ::unsetenv(name_);
        else
            ::setenv(name_, value.c_str(), 1);
#endif
    }
    const char* name_;
    std::string before_;
};

}  // namespace

TEST_CASE("the data folder is the one that was named") {
    const auto here = std::filesystem::current_path();
    CHECK(app::data_folder(here) == here);
    const Environment environment("FIRSTLIGHT_DATA", here.string());
    CHECK(app::data_folder() == here);
}

TEST_CASE("a named data folder that is none is an error that says who named it") {
    CHECK_THROWS_AS(app::data_folder("/no/such/folder"), app::NoDataFolder);
    const Environment environment("FIRSTLIGHT_DATA", "/no/such/folder");
    try {
        app::data_folder();
        FAIL("a missing folder was accepted");
    } catch (const app::NoDataFolder& error) {
        CHECK(std::string(error.what()).find("FIRSTLIGHT_DATA") != std::string::npos);
    }
}

TEST_CASE("without a name the data of the source tree are found") {
    const Environment environment("FIRSTLIGHT_DATA", "");
    CHECK(std::filesystem::is_directory(app::data_folder() / "profiles"));
}

TEST_CASE("a folder whose name has letters of any language can be named") {
    const auto folder = std::filesystem::temp_directory_path() / std::filesystem::path(u8"Zählerraum 数据");
    std::filesystem::create_directories(folder);
    const Environment environment("FIRSTLIGHT_DATA", folder.string());
    CHECK(app::data_folder() == folder);
    std::filesystem::remove(folder);
}

#ifndef _WIN32
TEST_CASE("the person's folder follows XDG") {
    const Environment environment("XDG_DATA_HOME", "/somewhere/data");
    CHECK(app::user_folder() == "/somewhere/data/firstlight");
}
#endif
