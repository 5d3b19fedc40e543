// Tables as people have them: CSV, TSV, JSON lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace remedy {

// A header and rows. Values are text; of JSON, numbers as they are spelled, `true`, `false`, and
// nothing for null and for what a row does not have.
class Table {
 public:
  // By the extension: .csv and .txt have commas, .tsv and .tab tabs, .jsonl, .ndjson and .json one
  // JSON object a line. Values may be quoted as RFC 4180 has it; a byte order mark is passed over,
  // lines end in LF or CRLF, and blank lines are no rows. Throws Error naming file and line of what
  // is wrong: UTF-16, a quote that is never closed, a row of more or fewer values than the header
  // has columns, a line that is no JSON object.
  explicit Table(const std::filesystem::path& file);
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  const std::filesystem::path& file() const { return file_; }
  const std::vector<std::string>& columns() const { return columns_; }
  std::size_t rows() const { return lines_.size(); }
  // Valid as long as the table.
  std::string_view at(std::size_t row, std::size_t column) const {
    return values_[row * columns_.size() + column];
  }
  // From 1: where the row begins.
  std::size_t line(std::size_t row) const { return lines_[row]; }
  // "metadata.csv:12", with the whole path.
  std::string place(std::size_t row) const;

  std::optional<std::size_t> find(std::string_view column) const;

 private:
  void read_separated(char separator);
  void read_json_lines();

  std::filesystem::path file_;
  std::string content_;
  std::deque<std::string> unquoted_;  // values that do not stand in `content_` as they are
  std::vector<std::string> columns_;
  std::vector<std::string_view> values_;  // row by row
  std::vector<std::uint32_t> lines_;
};

}  // namespace remedy
