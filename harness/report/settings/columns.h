// Which figures tables show of each suite.
#pragma once

#include <string>
#include <vector>

#include "report/content/report.h"

namespace remedy {

// What the comparison shows of a suite: the one figure of its role, and of the suites to retain
// what keeping them cost.
std::vector<SuiteColumn> headline_columns(const Report& report);

// What the table of one suite shows.
std::vector<SuiteColumn> columns_of(const Report& report, std::size_t suite);

// The figures of a setting that a column shows.
inline const std::optional<Spread>& spread_of(const Setting& setting, const SuiteColumn& column) {
  return setting.suites[column.place][column.figure];
}

// "retention (validation), %": the suite's name is put in where the title leaves it out.
std::string figure_title(const SuiteColumn& column);
// The same without the unit.
std::string figure_name(const SuiteColumn& column);

}  // namespace remedy
