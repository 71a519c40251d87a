#pragma once

#include <string>
#include <vector>

namespace firstlight::app::cli {

/// Columns of text for a person: as wide as their content, headed, two spaces between.
class Table {
  public:
    enum class Align { left, right };
    struct Column {
        std::string title;
        Align align = Align::left;
    };

    explicit Table(std::vector<Column> columns);
    /// As many cells as columns.
    void add(std::vector<std::string> row);
    bool empty() const { return rows_.empty(); }
    /// Lines with an end each; a column in which every cell is empty is left out.
    std::string text() const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// Places on the screen that UTF-8 text takes; East Asian wide characters take two.
std::size_t display_width(const std::string& text);

/// Breaks at spaces so that no line is wider than `width`; each line begins with `indent`.
std::string wrapped(const std::string& text, std::size_t width, const std::string& indent);

}  // namespace firstlight::app::cli
