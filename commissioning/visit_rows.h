#pragma once

#include "commissioning/visit.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

/// Values to SQLite columns and back; only the visit store's sources include this. Times are nanoseconds since 1970.
namespace firstlight::commissioning {

/// One insert or update, prepared once and run as often as there are rows.
class Command {
  public:
    Command(SQLite::Database& database, const char* sql) : statement_(database, sql) {}

    template <class... Values>
    void run(const Values&... values) {
        statement_.reset();
        int column = 0;
        (put(++column, values), ...);
        statement_.exec();
    }

  private:
    template <class Value>
    void put(int column, const Value& value) {
        if constexpr (std::is_same_v<Value, Time>) {
            put(column, std::chrono::duration_cast<std::chrono::nanoseconds>(value.time_since_epoch()).count());
        } else if constexpr (std::is_same_v<Value, std::optional<Time>>
                             || std::is_same_v<Value, std::optional<double>>) {
            value ? put(column, *value) : statement_.bind(column);
        } else if constexpr (std::is_integral_v<Value>) {
            statement_.bind(column, static_cast<std::int64_t>(value));
        } else if constexpr (std::is_floating_point_v<Value>) {
            statement_.bind(column, static_cast<double>(value));
        } else {
            statement_.bind(column, std::string(value));
        }
    }

    SQLite::Statement statement_;
};

/// The columns of the present row, taken from left to right into what they belong to.
class Columns {
  public:
    explicit Columns(SQLite::Statement& statement) : statement_(statement) {}

    template <class... Values>
    void into(Values&... values) {
        (take(values), ...);
    }

  private:
    template <class Value>
    void take(Value& value) {
        const auto column = statement_.getColumn(next_++);
        if constexpr (std::is_same_v<Value, Time>) {
            value = Time(std::chrono::duration_cast<Time::duration>(std::chrono::nanoseconds(column.getInt64())));
        } else if constexpr (std::is_same_v<Value, std::optional<Time>>
                             || std::is_same_v<Value, std::optional<double>>) {
            value.reset();
            --next_;
            if (!column.isNull()) {
                take(value.emplace());
            } else {
                ++next_;
            }
        } else if constexpr (std::is_integral_v<Value>) {
            value = static_cast<Value>(column.getInt64());
        } else if constexpr (std::is_floating_point_v<Value>) {
            value = column.getDouble();
        } else {
            value = column.getString();
        }
    }

    SQLite::Statement& statement_;
    int next_ = 0;
};

/// Words of the file for verdicts and results; they never change, whatever people read.
std::string_view verdict_key(Verdict verdict);
Verdict verdict_of_key(std::string_view key);
std::string_view result_key(station::WriteResult result);
station::WriteResult result_of_key(std::string_view key);

/// Everything the file has about one visit. Throws std::out_of_range when there is none.
Visit load_visit(SQLite::Database& database, const std::string& id);

}  // namespace firstlight::commissioning
