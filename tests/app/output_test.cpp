#include "app/cli/output.h"

#include "app/cli/errors.h"
#include "app/data_folder.h"

#include <sstream>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight;
using namespace firstlight::app::cli;

namespace {

const reports::ErrorWords refused{"The device refused", "It does not know the register.", "Check the firmware.",
                                  "exception 2 at 40029", 4};

}  // namespace

TEST_CASE("text goes to people, documents to programs") {
    std::ostringstream out, err;
    Output people({}, out, err);
    people.text("hello");
    people.document(Json{{"a", 1}});
    CHECK(out.str() == "hello\n");

    std::ostringstream json_out;
    Output program({.json = true}, json_out, err);
    program.text("hello");
    program.document(Json{{"a", 1}});
    CHECK(Json::parse(json_out.str()) == Json{{"a", 1}});
}

TEST_CASE("an error is title, explanation and next step; details only when asked") {
    std::ostringstream out, err;
    Output({}, out, err).error(refused);
    CHECK(out.str().empty());
    CHECK(err.str() == "The device refused\n  It does not know the register.\n  Next: Check the firmware.\n");

    std::ostringstream detailed;
    Output({.details = true}, out, detailed).error(refused);
    CHECK(detailed.str().find("exception 2 at 40029") != std::string::npos);
}

TEST_CASE("an error in JSON is an object with everything") {
    std::ostringstream out, err;
    Output({.json = true}, out, err).error(refused);
    const auto error = Json::parse(out.str())["error"];
    CHECK(error["title"] == refused.title);
    CHECK(error["explanation"] == refused.explanation);
    CHECK(error["next_step"] == refused.next_step);
    CHECK(error["details"] == refused.details);
    CHECK(error["exit_code"] == 4);
    CHECK(err.str().empty());
}

TEST_CASE("progress without a terminal is one line a phase, on a terminal one line that changes") {
    std::ostringstream out, log, screen;
    Output quiet({}, out, log);
    quiet.progress({"Reading", 1, 3, std::nullopt});
    quiet.progress({"Reading", 2, 3, std::nullopt});
    quiet.progress({"Checking", 1, 1, std::nullopt});
    CHECK(log.str() == "Reading\nChecking\n");

    Output lively({.rewrite_progress = true}, out, screen);
    lively.progress({"Reading", 1, 3, std::chrono::seconds(8)});
    CHECK(screen.str() == "Reading, 1 of 3, 8 s left");
    lively.text("done");
    CHECK(screen.str() == "Reading, 1 of 3, 8 s left\r" + std::string(25, ' ') + "\r");
    CHECK(out.str() == "done\n");
}

TEST_CASE("the command line's own errors are wrong use") {
    const auto words = words_for(std::make_exception_ptr(WrongUse("Title", "Why.", "Do this.")));
    CHECK(words.title == "Title");
    CHECK(words.next_step == "Do this.");
    CHECK(words.exit_code == 2);
    CHECK(words_for(std::make_exception_ptr(app::NoDataFolder("x is not a folder"))).exit_code == 2);
}
