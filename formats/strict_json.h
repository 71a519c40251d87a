#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

/// The one way data files (profiles, scenarios, plans, rule sets, settings) are read. Mistakes name the file and line:
/// broken JSON, a key given twice, a key nobody knows, a missing key, a value of the wrong type or out of its range.
namespace firstlight::formats {

/// A data file that cannot be used. `line` counts from 1; 0 when the whole file is meant (missing, unreadable).
class FileError : public std::runtime_error {
  public:
    FileError(std::filesystem::path file, std::size_t line, std::string reason);
    const std::filesystem::path& file() const { return file_; }
    std::size_t line() const { return line_; }
    const std::string& reason() const { return reason_; }

  private:
    std::filesystem::path file_;
    std::size_t line_;
    std::string reason_;
};

class JsonDocument;

/// One value of a document that knows where it stands. Valid as long as its document.
class JsonNode {
  public:
    std::size_t line() const;
    /// Throws FileError at this node.
    [[noreturn]] void fail(const std::string& reason) const;

    bool is_object() const;
    bool is_array() const;
    bool is_string() const;
    bool is_number() const;
    bool is_boolean() const;
    bool is_null() const;

    /// Each throws FileError when the value is of another type or outside the range.
    std::string text() const;
    double number() const;
    double number(double low, double high) const;
    long long integer(long long low, long long high) const;
    bool boolean() const;
    std::vector<JsonNode> items() const;
    std::vector<std::pair<std::string, JsonNode>> members() const;

    /// Throws FileError when the object lacks the key.
    JsonNode at(std::string_view key) const;
    std::optional<JsonNode> find(std::string_view key) const;
    bool has(std::string_view key) const;
    std::string text_or(std::string_view key, std::string_view otherwise) const;
    double number_or(std::string_view key, double otherwise) const;
    bool boolean_or(std::string_view key, bool otherwise) const;

    /// Throws FileError, at the key's line, when the object has a key that is not listed.
    void allow_only(std::initializer_list<std::string_view> keys) const;

    /// The keys "format" and "version" say what the file is. Throws FileError with `otherwise` for another format, and
    /// when the version is another one.
    void require_format(std::string_view format, long long version, const std::string& otherwise) const;

    const nlohmann::json& raw() const;

  private:
    friend class JsonDocument;
    struct Position;
    JsonNode(const JsonDocument& document, const nlohmann::json& value, const Position& position);
    const JsonDocument* document_;
    const nlohmann::json* value_;
    const Position* position_;
};

class JsonDocument {
  public:
    /// Throws FileError when the file cannot be read or is not JSON. UTF-8; a byte-order mark is accepted.
    static JsonDocument load(const std::filesystem::path& file);
    /// `name` stands for the file in errors.
    static JsonDocument parse(std::string_view text, const std::filesystem::path& name);
    ~JsonDocument();
    JsonDocument(JsonDocument&&) noexcept;
    JsonDocument& operator=(JsonDocument&&) noexcept;

    JsonNode root() const;
    const std::filesystem::path& file() const;
    /// The bytes that were read, for hashing.
    const std::string& source() const;

  private:
    friend class JsonNode;
    struct Content;
    explicit JsonDocument(std::unique_ptr<Content> content);
    std::unique_ptr<Content> content_;
};

}  // namespace firstlight::formats
