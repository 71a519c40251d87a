#include "text/catalogue.h"

#include <algorithm>
#include <cstdint>

namespace firstlight::text {

namespace {

constexpr std::uint32_t magic = 0x950412de, magic_of_other_order = 0xde120495;
constexpr char end_of_context = '\x04';

/// The tables of the file. Every offset and length is checked against the bytes there are.
class MoFile {
  public:
    explicit MoFile(std::string_view bytes) : bytes_(bytes) {
        const std::uint32_t mark = number_at(0);
        if (mark != magic && mark != magic_of_other_order) throw CatalogueError("it is no gettext catalogue");
        other_order_ = mark == magic_of_other_order;
        if (number_at(4) >> 16 > 1) throw CatalogueError("its format is newer than this program");
        count_ = number_at(8);
        if (count_ > bytes_.size() / 16) throw CatalogueError("it names more texts than it can hold");
        originals_ = number_at(12);
        translations_ = number_at(16);
    }

    std::uint32_t count() const { return count_; }
    std::string_view original(std::uint32_t index) const { return text_at(originals_, index); }
    std::string_view translation(std::uint32_t index) const { return text_at(translations_, index); }

  private:
    std::uint32_t number_at(std::uint64_t offset) const {
        if (offset + 4 > bytes_.size()) throw CatalogueError("it ends too early");
        std::uint32_t number = 0;
        for (unsigned i = 0; i < 4; ++i) {
            const auto byte = static_cast<unsigned char>(bytes_[static_cast<std::size_t>(offset) + i]);
            number |= std::uint32_t{byte} << 8 * (other_order_ ? 3 - i : i);
        }
        return number;
    }

    std::string_view text_at(std::uint64_t table, std::uint32_t index) const {
        const std::uint64_t length = number_at(table + 8ULL * index), offset = number_at(table + 8ULL * index + 4);
        if (offset + length > bytes_.size()) throw CatalogueError("it ends too early");
        return bytes_.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
    }

    std::string_view bytes_;
    bool other_order_ = false;
    std::uint32_t count_ = 0;
    std::uint64_t originals_ = 0, translations_ = 0;
};

std::vector<std::string> forms_in(std::string_view text) {
    std::vector<std::string> forms;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('\0', begin), text.size());
        forms.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return forms;
}

/// The value of a line of the header, which is the translation of the empty text.
std::string_view header_value(std::string_view header, std::string_view name) {
    const auto at = header.find(name);
    if (at == std::string_view::npos) return {};
    const auto value = header.substr(at + name.size());
    return value.substr(0, value.find('\n'));
}

}  // namespace

Catalogue::Catalogue(std::string_view bytes) {
    const MoFile file(bytes);
    for (std::uint32_t index = 0; index < file.count(); ++index)
        entries_.insert_or_assign(forms_in(file.original(index)).front(), forms_in(file.translation(index)));
    const auto header = entries_.find("");
    if (header == entries_.end()) return;
    if (const auto rule = header_value(header->second.front(), "Plural-Forms:"); !rule.empty())
        plural_rule_ = PluralRule(rule);
    entries_.erase(header);
}

const std::string* Catalogue::find(std::string_view english, std::string_view context) const {
    const auto found = context.empty() ? entries_.find(english)
                                       : entries_.find(std::string(context) + end_of_context + std::string(english));
    return found == entries_.end() || found->second.front().empty() ? nullptr : &found->second.front();
}

const std::string* Catalogue::find_plural(std::string_view one, unsigned long long number) const {
    const auto found = entries_.find(one);
    if (found == entries_.end()) return nullptr;
    const unsigned form = plural_rule_.form(number);
    return form < found->second.size() && !found->second[form].empty() ? &found->second[form] : nullptr;
}

}  // namespace firstlight::text
