#include "data/manifest/table.h"

#include <algorithm>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "core/text.h"

namespace remedy {
namespace {

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text.remove_prefix(kByteOrderMark.size());
  }
  return text;
}

// Takes one line after another from a text, value by value.
class Separated {
 public:
  Separated(std::string_view text, char separator, const std::string& file,
            std::deque<std::string>& unquoted)
      : rest_(text), separator_(separator), file_(file), unquoted_(unquoted) {}

  // False at the end. `line` is where the row begins.
  bool next_row(std::vector<std::string_view>& values, std::size_t& line) {
    for (;;) {
      if (rest_.empty()) return false;
      const std::size_t end = std::min(rest_.find('\n'), rest_.size());
      const std::string_view whole = rest_.substr(0, end);
      if (!whole.empty() && whole != "\r") break;
      advance(std::min(end + 1, rest_.size()));
      ++line_;
    }
    line = line_;
    while (next_value(values)) {
    }
    ++line_;
    return true;
  }

 private:
  void advance(std::size_t count) { rest_.remove_prefix(count); }

  // True where another value follows in the same row.
  bool next_value(std::vector<std::string_view>& values) {
    if (!rest_.empty() && rest_.front() == '"') {
      values.push_back(quoted());
      return after_value();
    }
    std::size_t end = 0;
    while (end < rest_.size() && rest_[end] != separator_ && rest_[end] != '\n') ++end;
    std::string_view value = rest_.substr(0, end);
    const bool ends_row = end == rest_.size() || rest_[end] == '\n';
    if (ends_row && !value.empty() && value.back() == '\r') value.remove_suffix(1);
    values.push_back(value);
    advance(std::min(end + 1, rest_.size()));
    return !ends_row;
  }

  bool after_value() {
    if (rest_.substr(0, 2) == "\r\n") advance(1);
    if (rest_.empty()) return false;
    const char next = rest_.front();
    if (next != '\n' && next != separator_) {
      throw Error("{}:{}: after a quoted value stands '{}', expected '{}' or the end of the line",
                  file_, line_, next, separator_ == '\t' ? "a tab" : ",");
    }
    advance(1);
    return next == separator_;
  }

  std::string_view quoted() {
    const std::size_t begin = line_;
    std::size_t at = 1;
    bool doubled = false;
    for (;; ++at) {
      if (at >= rest_.size()) {
        throw Error("{}:{}: the quote that opens here is never closed", file_, begin);
      }
      if (rest_[at] == '\n') ++line_;
      if (rest_[at] != '"') continue;
      if (at + 1 >= rest_.size() || rest_[at + 1] != '"') break;
      doubled = true;
      ++at;
    }
    const std::string_view inside = rest_.substr(1, at - 1);
    advance(at + 1);
    if (!doubled) return inside;
    std::string value;
    for (std::size_t i = 0; i < inside.size(); ++i) {
      value += inside[i];
      if (inside[i] == '"') ++i;
    }
    return unquoted_.emplace_back(std::move(value));
  }

  std::string_view rest_;
  char separator_;
  const std::string& file_;
  std::deque<std::string>& unquoted_;
  std::size_t line_ = 1;
};

std::string text_of(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

Table::Table(const std::filesystem::path& file) : file_(file), content_(read_file(file)) {
  const std::string_view begin = std::string_view(content_).substr(0, 2);
  if (begin == "\xFF\xFE" || begin == "\xFE\xFF") {
    throw Error("{}: is UTF-16, expected UTF-8; save it again as UTF-8", file.string());
  }
  const std::string extension = lower_case(file.extension().string());
  if (extension == ".jsonl" || extension == ".ndjson" || extension == ".json") {
    read_json_lines();
  } else if (extension == ".tsv" || extension == ".tab") {
    read_separated('\t');
  } else if (extension == ".csv" || extension == ".txt") {
    read_separated(',');
  } else {
    throw Error(
        "{}: found the extension \"{}\", expected .csv, .txt, .tsv, .tab, .jsonl, .ndjson "
        "or .json",
        file.string(), extension);
  }
  if (lines_.empty()) throw Error("{}: no row in this file", file.string());
}

void Table::read_separated(char separator) {
  const std::string name = file_.string();
  const std::string_view text = without_byte_order_mark(content_);
  Separated reader(text, separator, name, unquoted_);
  std::vector<std::string_view> header;
  std::size_t line = 0;
  if (!reader.next_row(header, line)) throw Error("{}: the file is empty", name);
  columns_.assign(header.begin(), header.end());
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  values_.reserve(columns_.size() * (lines + 1));
  lines_.reserve(lines + 1);
  for (std::size_t before = 0; reader.next_row(values_, line); before = values_.size()) {
    if (const std::size_t found = values_.size() - before; found != columns_.size()) {
      throw Error("{}:{}: {} value{} in this row, expected {}, as the header has columns ({})",
                  name, line, found, found == 1 ? "" : "s", columns_.size(), join(columns_, ", "));
    }
    lines_.push_back(static_cast<std::uint32_t>(line));
  }
}

void Table::read_json_lines() {
  std::string_view rest = without_byte_order_mark(content_);
  std::vector<std::vector<std::string_view>> rows;  // a row may lack the columns of later ones
  for (std::size_t line = 1; !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (text.empty()) continue;
    const std::optional<Json> object = parsed_json(text);
    if (!object || !object->is_object()) {
      throw Error("{}:{}: found \"{}\", expected one JSON object a line", file_.string(), line,
                  std::string(text.substr(0, 40)));
    }
    std::vector<std::string_view> row(columns_.size());
    for (const auto& [key, value] : object->items()) {
      const auto known = find(key);
      if (!known) columns_.push_back(key);
      row.resize(columns_.size());
      row[known.value_or(columns_.size() - 1)] = unquoted_.emplace_back(text_of(value));
    }
    rows.push_back(std::move(row));
    lines_.push_back(static_cast<std::uint32_t>(line));
  }
  values_.reserve(rows.size() * columns_.size());
  for (std::vector<std::string_view>& row : rows) {
    row.resize(columns_.size());
    values_.insert(values_.end(), row.begin(), row.end());
  }
}

std::string Table::place(std::size_t row) const {
  return fmt::format("{}:{}", file_.string(), line(row));
}

std::optional<std::size_t> Table::find(std::string_view column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

}  // namespace remedy
