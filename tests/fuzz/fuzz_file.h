#pragma once

#include "tests/store/temporary_folder.h"

#include <cstddef>
#include <cstdint>
#include <fstream>

namespace firstlight::tests {

/// The fuzzer's bytes as a file, for loaders that take a path.
inline std::filesystem::path fuzz_file(const std::uint8_t* data, std::size_t size) {
    static const TemporaryFolder folder;
    const auto path = folder.path() / "fuzz.json";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    return path;
}

}  // namespace firstlight::tests
