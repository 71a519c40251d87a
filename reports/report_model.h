#pragma once

#include "commissioning/visit.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

/// What a report says, in order, before it is set on pages. A pure function of the visit; the PDF draws only this.
namespace firstlight::reports {

/// A small shape beside a word, so that a page printed in grey says the same.
enum class Mark { none, passed, failed, warning, not_tested, not_applicable };

struct Paragraph {
    std::string text = {};
    bool muted = false;
    bool close = false;  ///< belongs to the paragraph above it
};

/// A name and its value, one a line; empty values are left out by the model.
struct Facts {
    std::vector<std::pair<std::string, std::string>> rows;
};

struct Column {
    std::string title;
    bool right = false;  ///< numbers stand right, their unit in the next column
    double at_most = 0;  ///< widest share of the table; 0: what it needs, and spare room too
};

struct Cell {
    std::string text = {};
    std::string sub = {};  ///< second line, small and muted
    Mark mark = Mark::none;
    bool strong = false;
    bool muted = false;
};

struct Row {
    std::vector<Cell> cells = {};  ///< one for each column; a heading has one only
    std::string note = {};         ///< small text under the row, across the columns after the first
    int heading = 0;               ///< 1: a group, which is in the outline; 2: a group inside it; 0: an ordinary row
};

struct Table {
    std::vector<Column> columns = {};
    std::vector<Row> rows = {};
    bool compact = false;  ///< as wide as it needs, not as the page
};

using Block = std::variant<Paragraph, Facts, Table>;

struct Section {
    std::string id;  ///< "checks", stable
    std::string title;
    std::vector<Block> blocks = {};
};

struct Count {
    Mark mark = Mark::none;
    int number = 0;
    std::string words;
};

struct Cover {
    std::string kind;  ///< "Commissioning report"
    std::string company;
    std::string title;
    std::vector<std::string> address;
    Mark mark = Mark::none;
    std::string headline;  ///< the verdict in a word or two
    std::string sentence;
    std::vector<Count> counts;
    Facts facts;
    std::vector<std::string> statements;  ///< rules, pace, replaced profiles: what must be known to read the rest
};

struct ReportModel {
    std::string visit_id;
    std::string code;  ///< verification_code()
    std::string title, author, subject;
    std::string created;  ///< ISO 8601
    Cover cover;
    std::vector<Section> sections;
};

ReportModel make_model(const commissioning::Visit& visit);

}  // namespace firstlight::reports
