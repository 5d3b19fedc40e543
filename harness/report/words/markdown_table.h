// Tables as Markdown shows them.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace remedy {

// Text that Markdown shows as it is, on one line.
std::string escaped(const std::string& text);

struct TableColumn {
  std::string title;
  bool number = true;  // set to the right
};

// A GitHub table. Where a row of the published protocol is among its rows, which mark themselves
// with kDagger, the table has a footnote.
class MarkdownTable {
 public:
  explicit MarkdownTable(std::vector<TableColumn> columns) : columns_(std::move(columns)) {}

  // As many cells as columns. They are escaped here.
  void add(std::vector<std::string> cells, bool published = false);
  bool empty() const { return rows_.empty(); }
  // With an empty line at the end; `nothing` in place of a table without rows.
  std::string text(const std::string& nothing = "") const;

 private:
  std::vector<TableColumn> columns_;
  std::vector<std::vector<std::string>> rows_;
  bool published_ = false;
};

}  // namespace remedy
