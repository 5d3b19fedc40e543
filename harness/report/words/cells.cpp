#include "report/words/cells.h"

#include <fmt/format.h>

#include <cassert>
#include <cctype>
#include <cmath>

#include "report/content/fields.h"

namespace remedy {
namespace {

const char kUnknown[] = "–";

std::string number_text(double value, Unit unit) {
  switch (unit) {
    case Unit::kShare:
    case Unit::kRatio:
      return fixed(100 * value, 1);
    case Unit::kPoints:
      return fixed(value, 1);
    case Unit::kNats:
      return fixed(value, 3);
    case Unit::kCount:
      return fixed(value, value == std::round(value) ? 0 : 1);
    case Unit::kP:
      if (value < 0.001) return "<0.001";
      return value < 1 && fixed(value, 3) == "1.000" ? ">0.999" : fixed(value, 3);
  }
  return kUnknown;
}

}  // namespace

std::string fixed_cell(const std::optional<double>& value, int decimals) {
  return value ? fixed(*value, decimals) : kUnknown;
}

std::string number_cell(const Json* value, Unit unit) {
  if (value == nullptr || !value->is_number()) return kUnknown;
  return number_text(value->get<double>(), unit);
}

std::string interval_cell(const Json* interval, Unit unit) {
  if (interval == nullptr || !interval->is_array() || interval->size() != 2) return "";
  return fmt::format("[{}, {}]", number_cell(&(*interval)[0], unit),
                     number_cell(&(*interval)[1], unit));
}

std::string spread_cell(const Json* spread, Unit unit, int expected) {
  if (spread == nullptr || !spread->is_object()) return kUnknown;
  std::string text = number_cell(find_member(*spread, "mean"), unit);
  if (unit == Unit::kP) {
    const std::string low = number_cell(find_member(*spread, "min"), unit);
    const std::string high = number_cell(find_member(*spread, "max"), unit);
    text = low == high ? low : low + " to " + high;
  } else if (const std::string interval = interval_cell(find_member(*spread, "interval"), unit);
             !interval.empty()) {
    text += " " + interval;
  }
  const auto trials = count_at(*spread, "trials").value_or(0);
  if (trials < expected) text += fmt::format(", {} of {}", trials, expected);
  return text;
}

std::string escaped(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      result += ' ';
    } else if (c == '<' && !std::isdigit(static_cast<unsigned char>(text.c_str()[i + 1]))) {
      result += "&lt;";  // it could begin a tag
    } else if (c != '\r') {
      if (c == '|' || c == '*' || c == '`' || c == '\\') result += '\\';
      result += c;
    }
  }
  return result;
}

void MarkdownTable::add(std::vector<std::string> cells, bool published) {
  for (std::string& cell : cells) cell = escaped(cell);
  assert(cells.size() == columns_.size());
  rows_.push_back(std::move(cells));
  published_ = published_ || published;
}

std::string MarkdownTable::text(const std::string& nothing) const {
  if (rows_.empty()) return nothing.empty() ? "" : nothing + "\n\n";
  std::string text = "|", rule = "|";
  for (const TableColumn& column : columns_) {
    text += " " + escaped(column.title) + " |";
    rule += column.number ? "---:|" : "---|";
  }
  text += "\n" + rule + "\n";
  for (const auto& row : rows_) {
    text += "|";
    for (const std::string& cell : row) text += " " + cell + " |";
    text += "\n";
  }
  if (published_) {
    text += fmt::format(
        "\n{} {} (or, where a remediation does not stop, judged by one). Its figures on that suite "
        "are too good.\n",
        kDagger, kPublishedProtocol);
  }
  return text + "\n";
}

}  // namespace remedy
