#include "formats/sha256.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include <catch2/catch_test_macros.hpp>

using namespace firstlight::formats;

TEST_CASE("SHA-256 gives the values of FIPS 180-4's examples") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex(Bytes{'a', 'b', 'c'}) == sha256_hex("abc"));
}

TEST_CASE("A file's SHA-256 is that of its bytes, also beyond one piece") {
    const auto file = std::filesystem::temp_directory_path() / "firstlight_sha256_test.bin";
    const std::string bytes(200001, 'x');
    std::ofstream(file, std::ios::binary) << bytes;
    CHECK(sha256_hex_of_file(file) == sha256_hex(bytes));
    std::filesystem::remove(file);
    CHECK_THROWS_AS(sha256_hex_of_file(file), std::system_error);
}
