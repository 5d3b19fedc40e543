// Numbers and tables as Markdown shows them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "report/content/metrics.h"
#include "report/content/number_text.h"

namespace remedy {

// "–" for what is not known.
std::string fixed_cell(const std::optional<double>& value, int decimals);

// Shares and ratios in percent with 1 decimal, points with 1, nats with 3, counts as they are or
// with 1, p with 3 ("<0.001", ">0.999"). "–" for what is not known.
std::string number_cell(const Json* value, Unit unit);
// [62.1, 96.3], as number_cell() has the ends; empty where there is none.
std::string interval_cell(const Json* interval, Unit unit = Unit::kShare);
// A spread of a setting: its mean and 95 % interval, "93.3 [70.2, 98.8]", the mean alone where
// there is no interval; of p-values, which have no mean, the range; and how many trials it was
// taken over where these are fewer than `expected`: "84.0, 4 of 5".
std::string spread_cell(const Json* spread, Unit unit, int expected);

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

// What marks the published protocol wherever it is shown.
inline constexpr char kDagger[] = "†";
inline constexpr char kPublishedProtocol[] = "published protocol: stopped on a reported suite";

}  // namespace remedy
