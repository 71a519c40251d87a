#pragma once

#include "formats/strict_json.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firstlight::commissioning {

/// Column of a table, or argument of a command, to its value as people write it (station/cell_text.h).
using Cells = std::map<std::string, std::string, std::less<>>;

/// "days mon-fri, from 22:00"
std::string to_text(const Cells& cells);

/// A number or text of a file, as it is written: numbers may stand without quotes. Throws formats::FileError.
std::string written_value(const formats::JsonNode& node);
/// {"secret": "card of Anna"}: the entry of the secret store that a file names instead of a value. Nothing: it is a
/// value. Throws formats::FileError.
std::optional<std::string> named_secret(const formats::JsonNode& node);
/// An object of such values. Throws formats::FileError.
Cells parse_cells(const formats::JsonNode& node);

/// Rows as JSON in one text, and back. Nothing: the text is none.
std::string rows_as_json(const std::vector<Cells>& rows);
std::optional<std::vector<Cells>> rows_of_json(std::string_view text);

}  // namespace firstlight::commissioning
