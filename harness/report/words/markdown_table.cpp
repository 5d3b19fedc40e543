#include "report/words/markdown_table.h"

#include <fmt/format.h>

#include <cassert>
#include <cctype>

#include "report/words/cells.h"

namespace remedy {

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
