#pragma once

#include "commissioning/visit.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

/// How single facts are printed, once for PDF and JSON.
namespace firstlight::reports {

/// "2026-11-23T10:42:07Z"; empty for an unset time.
std::string iso_time(commissioning::Time time);
/// "2026-11-23 10:42:07 UTC"; "-" for an unset time.
std::string printed_time(commissioning::Time time);
/// How a column prints its times: the date stands in the head when all have the same.
class TimeColumn {
  public:
    explicit TimeColumn(const std::vector<commissioning::Time>& times);
    const std::string& title() const { return title_; }
    std::string text(commissioning::Time time) const;

  private:
    std::string title_;
    bool one_day_ = true;
};

/// In the order people ask for them.
inline constexpr std::array all_verdicts{commissioning::Verdict::fail, commissioning::Verdict::warning,
                                         commissioning::Verdict::not_tested, commissioning::Verdict::pass,
                                         commissioning::Verdict::not_applicable};
/// A verdict as a stable name: "pass", "fail", "warning", "not_tested", "not_applicable".
std::string_view verdict_name(commissioning::Verdict verdict);

/// A write's outcome in English words, which pass tr when people read them; an unset result is a write whose answer was
/// never recorded.
std::string_view result_words(const std::optional<station::WriteResult>& result);
std::string_view result_name(const std::optional<station::WriteResult>& result);
/// As station::succeeded; an unset result has not.
bool succeeded(const std::optional<station::WriteResult>& result);

/// A number without needless zeros, at most three decimals: "12.5", "0.25"; in the language in use.
std::string printed_number(double number);

/// Values of one row of a table on paper: one that is too long for a cell, such as a schedule, stands in the note under
/// the row, a line for each of its rows.
class LongValues {
  public:
    /// What the cell says of it: the value, or where it is.
    std::string cell(const std::string& label, const std::string& value);
    const std::string& note() const { return note_; }

  private:
    std::vector<std::string> below_;
    std::string note_;
};

/// Whether the link was asked faster than the maker's one request per second.
bool faster_than_the_maker_asks(const commissioning::LinkSession& link);

}  // namespace firstlight::reports
