#include "formats/strict_json.h"

#include "text/text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace firstlight::formats {

using nlohmann::json;

namespace {

/// UTF-8 on every system: string() throws on Windows for a name that the code page lacks.
std::string printable(const std::filesystem::path& file) {
    const auto text = file.u8string();
    return {text.begin(), text.end()};
}

}  // namespace

FileError::FileError(std::filesystem::path file, std::size_t line, std::string reason)
    : std::runtime_error(line ? fmt::format("{}:{}: {}", printable(file), line, reason)
                              : fmt::format("{}: {}", printable(file), reason)),
      file_(std::move(file)),
      line_(line),
      reason_(std::move(reason)) {}

/// Mirrors the shape of the value: `children` are the items of an array or the values of an object, in file order.
struct JsonNode::Position {
    struct Key {
        std::string name;
        std::size_t line = 0;
    };
    std::size_t line = 0;
    std::vector<Key> keys;
    std::vector<Position> children;
};

struct JsonDocument::Content {
    std::filesystem::path file;
    std::string source;
    json value;
    JsonNode::Position position;
};

namespace {

/// Deeper files are refused: nothing of ours needs it, and destroying a deep tree would exhaust the stack.
constexpr std::size_t max_depth = 64;

/// Feeds the parser and lets the handler see how far it has read: nlohmann's events carry no position.
class TrackedIterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    TrackedIterator(const char* at, const char** reached) : at_(at), reached_(reached) {}
    reference operator*() const { return *at_; }
    TrackedIterator& operator++() {
        *reached_ = ++at_;
        return *this;
    }
    TrackedIterator operator++(int) {
        TrackedIterator before = *this;
        ++*this;
        return before;
    }
    bool operator==(const TrackedIterator& other) const { return at_ == other.at_; }
    bool operator!=(const TrackedIterator& other) const { return at_ != other.at_; }

  private:
    const char* at_;
    const char** reached_;
};

/// nlohmann writes "[json.exception...] parse error at line 3, column 5: <reason>"; the file and line are ours to say.
std::string plain_reason(const std::string& what) {
    const auto colon = what.find(": ");
    return text::trf("not valid JSON: {}", colon == std::string::npos ? what : what.substr(colon + 2));
}

std::string kind_of(const json& value) {
    if (value.is_object()) return text::tr("an object");
    if (value.is_array()) return text::tr("a list");
    if (value.is_string()) return text::tr("text");
    if (value.is_boolean()) return text::tr("true or false");
    return value.is_null() ? std::string("null") : text::tr("a number");
}

/// Builds value and positions together. `Position` is a template argument because it is private to JsonNode.
template <typename Position>
class Builder {
  public:
    using number_integer_t = json::number_integer_t;
    using number_unsigned_t = json::number_unsigned_t;
    using number_float_t = json::number_float_t;
    using string_t = json::string_t;
    using binary_t = json::binary_t;

    Builder(const std::filesystem::path& file, const char* begin, json& value, Position& position)
        : file_(file), counted_(begin), reached_(begin), value_(value), position_(position) {}

    const char** reached() { return &reached_; }

    bool null() { return add(nullptr, 0); }
    bool boolean(bool value) { return add(value, 0); }
    /// The parser has read one character beyond a number, perhaps the line break.
    bool number_integer(number_integer_t value) { return add(value, 1); }
    bool number_unsigned(number_unsigned_t value) { return add(value, 1); }
    bool number_float(number_float_t value, const string_t&) { return add(value, 1); }
    bool string(string_t& value) { return add(std::move(value), 0); }
    bool binary(binary_t&) { return false; }
    bool start_object(std::size_t) { return open(json::object()); }
    bool start_array(std::size_t) { return open(json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(string_t& name) {
        const auto line = line_now(0);
        for (const auto& known : stack_.back().second->keys)
            if (known.name == name)
                throw FileError(file_, line, text::trf("\"{}\" is given twice (first in line {})", name, known.line));
        stack_.back().second->keys.push_back({name, line});
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const json::exception& error) {
        throw FileError(file_, line_now(0), plain_reason(error.what()));
    }

  private:
    std::size_t line_now(std::ptrdiff_t read_ahead) {
        const char* end = reached_ - std::min(read_ahead, reached_ - counted_);
        line_ += static_cast<std::size_t>(std::count(counted_, end, '\n'));
        counted_ = end;
        return line_;
    }

    std::pair<json*, Position*> place(json value, std::ptrdiff_t read_ahead) {
        const auto line = line_now(read_ahead);
        if (stack_.empty()) {
            value_ = std::move(value);
            position_.line = line;
            return {&value_, &position_};
        }
        auto [parent, where] = stack_.back();
        where->children.emplace_back().line = line;
        json* placed = nullptr;
        if (parent->is_array()) {
            parent->push_back(std::move(value));
            placed = &parent->back();
        } else {
            placed = &(*parent)[where->keys.back().name];
            *placed = std::move(value);
        }
        return {placed, &where->children.back()};
    }

    bool add(json value, std::ptrdiff_t read_ahead) {
        place(std::move(value), read_ahead);
        return true;
    }

    bool open(json value) {
        stack_.push_back(place(std::move(value), 0));
        if (stack_.size() > max_depth)
            throw FileError(file_, line_now(0), text::trf("nested deeper than {} levels", max_depth));
        return true;
    }

    bool close() {
        stack_.pop_back();
        return true;
    }

    const std::filesystem::path& file_;
    const char* counted_;
    const char* reached_;
    std::size_t line_ = 1;
    json& value_;
    Position& position_;
    std::vector<std::pair<json*, Position*>> stack_;
};

}  // namespace

JsonNode::JsonNode(const JsonDocument& document, const json& value, const Position& position)
    : document_(&document), value_(&value), position_(&position) {}

std::size_t JsonNode::line() const {
    return position_->line;
}

void JsonNode::fail(const std::string& reason) const {
    throw FileError(document_->file(), line(), reason);
}

bool JsonNode::is_object() const {
    return value_->is_object();
}
bool JsonNode::is_array() const {
    return value_->is_array();
}
bool JsonNode::is_string() const {
    return value_->is_string();
}
bool JsonNode::is_number() const {
    return value_->is_number();
}
bool JsonNode::is_boolean() const {
    return value_->is_boolean();
}
bool JsonNode::is_null() const {
    return value_->is_null();
}

std::string JsonNode::text() const {
    if (!is_string()) fail(text::trf("must be text, not {}", kind_of(*value_)));
    return value_->get<std::string>();
}

double JsonNode::number() const {
    if (!is_number()) fail(text::trf("must be a number, not {}", kind_of(*value_)));
    return value_->get<double>();
}

double JsonNode::number(double low, double high) const {
    const double value = number();
    if (value < low || value > high) fail(text::trf("{} is out of range, must be {} to {}", value, low, high));
    return value;
}

long long JsonNode::integer(long long low, long long high) const {
    if (!value_->is_number_integer()) fail(text::trf("must be a whole number, not {}", value_->dump()));
    const bool beyond = value_->is_number_unsigned() && value_->get<unsigned long long>() > 9223372036854775807ULL;
    const auto value = beyond ? 0 : value_->get<long long>();
    if (beyond || value < low || value > high)
        fail(text::trf("{} is out of range, must be {} to {}", value_->dump(), low, high));
    return value;
}

bool JsonNode::boolean() const {
    if (!is_boolean()) fail(text::trf("must be true or false, not {}", kind_of(*value_)));
    return value_->get<bool>();
}

std::vector<JsonNode> JsonNode::items() const {
    if (!is_array()) fail(text::trf("must be a list, not {}", kind_of(*value_)));
    std::vector<JsonNode> nodes;
    nodes.reserve(value_->size());
    for (std::size_t i = 0; i < value_->size(); ++i)
        nodes.push_back(JsonNode(*document_, (*value_)[i], position_->children[i]));
    return nodes;
}

std::vector<std::pair<std::string, JsonNode>> JsonNode::members() const {
    if (!is_object()) fail(text::trf("must be an object, not {}", kind_of(*value_)));
    std::vector<std::pair<std::string, JsonNode>> nodes;
    nodes.reserve(value_->size());
    for (std::size_t i = 0; i < position_->keys.size(); ++i) {
        const auto& name = position_->keys[i].name;
        nodes.emplace_back(name, JsonNode(*document_, value_->at(name), position_->children[i]));
    }
    return nodes;
}

JsonNode JsonNode::at(std::string_view key) const {
    auto node = find(key);
    if (!node) fail(text::trf("\"{}\" is missing", key));
    return *node;
}

std::optional<JsonNode> JsonNode::find(std::string_view key) const {
    if (!is_object()) fail(text::trf("must be an object, not {}", kind_of(*value_)));
    for (std::size_t i = 0; i < position_->keys.size(); ++i)
        if (position_->keys[i].name == key)
            return JsonNode(*document_, value_->at(position_->keys[i].name), position_->children[i]);
    return std::nullopt;
}

bool JsonNode::has(std::string_view key) const {
    return find(key).has_value();
}

std::string JsonNode::text_or(std::string_view key, std::string_view otherwise) const {
    const auto node = find(key);
    return node ? node->text() : std::string(otherwise);
}

double JsonNode::number_or(std::string_view key, double otherwise) const {
    const auto node = find(key);
    return node ? node->number() : otherwise;
}

bool JsonNode::boolean_or(std::string_view key, bool otherwise) const {
    const auto node = find(key);
    return node ? node->boolean() : otherwise;
}

void JsonNode::allow_only(std::initializer_list<std::string_view> keys) const {
    if (!is_object()) fail(text::trf("must be an object, not {}", kind_of(*value_)));
    for (const auto& key : position_->keys)
        if (std::find(keys.begin(), keys.end(), key.name) == keys.end())
            throw FileError(document_->file(), key.line,
                            text::trf("\"{}\" is not known here; known: {}", key.name, fmt::join(keys, ", ")));
}

void JsonNode::require_format(std::string_view format, long long version, const std::string& otherwise) const {
    if (at("format").text() != format) at("format").fail(otherwise);
    at("version").integer(version, version);
}

const json& JsonNode::raw() const {
    return *value_;
}

JsonDocument::JsonDocument(std::unique_ptr<Content> content) : content_(std::move(content)) {}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

JsonDocument JsonDocument::load(const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) throw FileError(file, 0, text::tr("is a folder, not a file"));
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (!stream.is_open() || stream.bad())
        throw FileError(file, 0, text::trf("cannot be read: {}", std::strerror(errno ? errno : EIO)));
    return parse(text, file);
}

JsonDocument JsonDocument::parse(std::string_view text, const std::filesystem::path& name) {
    auto content = std::make_unique<Content>();
    content->file = name;
    content->source = text;
    const char* begin = content->source.data();
    const char* end = begin + content->source.size();
    Builder builder(content->file, begin, content->value, content->position);
    json::sax_parse(TrackedIterator(begin, builder.reached()), TrackedIterator(end, builder.reached()), &builder);
    return JsonDocument(std::move(content));
}

JsonNode JsonDocument::root() const {
    return JsonNode(*this, content_->value, content_->position);
}
const std::filesystem::path& JsonDocument::file() const {
    return content_->file;
}
const std::string& JsonDocument::source() const {
    return content_->source;
}

}  // namespace firstlight::formats
