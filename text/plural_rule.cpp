#include "text/plural_rule.h"

#include "text/catalogue.h"

#include <array>
#include <charconv>
#include <span>

namespace firstlight::text {

namespace {

using Number = unsigned long long;

constexpr int deepest_nesting = 32;

struct Operator {
    std::string_view sign;
    Number (*apply)(Number, Number);
};

// From the weakest to the strongest; within a level the longer sign first. Division by zero gives 0.
constexpr Operator either[] = {{"||", [](Number a, Number b) -> Number { return a != 0 || b != 0; }}};
constexpr Operator both[] = {{"&&", [](Number a, Number b) -> Number { return a != 0 && b != 0; }}};
constexpr Operator equal[] = {{"==", [](Number a, Number b) -> Number { return a == b; }},
                              {"!=", [](Number a, Number b) -> Number { return a != b; }}};
constexpr Operator order[] = {{"<=", [](Number a, Number b) -> Number { return a <= b; }},
                              {">=", [](Number a, Number b) -> Number { return a >= b; }},
                              {"<", [](Number a, Number b) -> Number { return a < b; }},
                              {">", [](Number a, Number b) -> Number { return a > b; }}};
constexpr Operator sum[] = {{"+", [](Number a, Number b) { return a + b; }},
                            {"-", [](Number a, Number b) { return a - b; }}};
constexpr Operator product[] = {{"*", [](Number a, Number b) { return a * b; }},
                                {"/", [](Number a, Number b) { return b == 0 ? 0 : a / b; }},
                                {"%", [](Number a, Number b) { return b == 0 ? 0 : a % b; }}};
constexpr std::array<std::span<const Operator>, 6> levels{either, both, equal, order, sum, product};

/// Reads and reckons at once; both sides of every operator are read, so an error shows for any n.
class Reckoner {
  public:
    Reckoner(std::string_view expression, Number n) : rest_(expression), n_(n) {}

    Number run() {
        const Number value = choice();
        skip_blanks();
        if (!rest_.empty()) fail();
        return value;
    }

  private:
    [[noreturn]] static void fail() { throw CatalogueError("the plural rule cannot be understood"); }

    void skip_blanks() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }

    bool take(std::string_view sign) {
        skip_blanks();
        if (!rest_.starts_with(sign)) return false;
        rest_.remove_prefix(sign.size());
        return true;
    }

    Number choice() {
        if (++depth_ > deepest_nesting) fail();
        const Number condition = operation(0);
        Number value = condition;
        if (take("?")) {
            const Number yes = choice();
            if (!take(":")) fail();
            const Number no = choice();
            value = condition != 0 ? yes : no;
        }
        --depth_;
        return value;
    }

    Number operation(std::size_t level) {
        if (level == levels.size()) return single();
        Number value = operation(level + 1);
        while (const Operator* next = take_one_of(levels[level])) value = next->apply(value, operation(level + 1));
        return value;
    }

    const Operator* take_one_of(std::span<const Operator> operators) {
        for (const Operator& one : operators)
            if (take(one.sign)) return &one;
        return nullptr;
    }

    Number single() {
        int negations = 0;
        while (take("!")) ++negations;
        Number value = 0;
        if (take("(")) {
            value = choice();
            if (!take(")")) fail();
        } else if (take("n")) {
            value = n_;
        } else {
            value = literal();
        }
        if (negations == 0) return value;
        return (value != 0) == (negations % 2 == 0);
    }

    Number literal() {
        Number value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc()) fail();
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }

    std::string_view rest_;
    Number n_;
    int depth_ = 0;
};

std::string_view value_of(std::string_view header, std::string_view name) {
    const auto at = header.find(name);
    if (at == std::string_view::npos) throw CatalogueError("the plural rule cannot be understood");
    const auto value = header.substr(at + name.size());
    return value.substr(0, value.find(';'));
}

}  // namespace

PluralRule::PluralRule(std::string_view header_value)
    : forms_(static_cast<unsigned>(Reckoner(value_of(header_value, "nplurals="), 0).run())),
      expression_(value_of(header_value, " plural=")) {
    if (forms_ == 0 || forms_ > 8) throw CatalogueError("the plural rule names no usable number of forms");
    Reckoner(expression_, 0).run();
}

unsigned PluralRule::form(unsigned long long number) const {
    const auto form = Reckoner(expression_, number).run();
    return form < forms_ ? static_cast<unsigned>(form) : 0;
}

}  // namespace firstlight::text
