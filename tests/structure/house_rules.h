#pragma once

#include <map>
#include <string>
#include <vector>

/// The rules of the house (ARCHITECTURE, "The house") as functions over source texts. Each returns one sentence for
/// every place that breaks its rule; an empty result means the rule is kept.
namespace firstlight::tests {

/// Path below the source folder, with '/', -> text.
using Sources = std::map<std::string, std::string>;
using Faults = std::vector<std::string>;

struct Include {
    std::string name;
    bool quoted = false;
    int line = 0;
};

std::vector<Include> includes_of(const std::string& text);

/// Arrows only point down: a folder includes itself and what stands below it.
Faults wrong_arrows(const Sources& sources);

/// Libraries that belong to a few folders: SQLite, wxWidgets, cairo, serial ports, command-line parsing.
Faults wrong_libraries(const Sources& sources);

/// Asio's I/O headers cost seconds for each file: nothing outside transport may reach one, not even through a header.
Faults reached_asio_headers(const Sources& sources);

/// A register number outside a profile or a test.
Faults register_numbers(const Sources& sources);

Faults long_files(const Sources& sources, int limit);

Faults forbidden_folders(const Sources& sources);

}  // namespace firstlight::tests
