// Which figures tables show of each suite.
#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "report/content/metrics.h"

namespace remedy {

struct SuiteColumn {
  std::string suite;
  std::string metric;
  std::string title;
};

// What the comparison shows of a suite: the one figure of its role, and of the suites to retain
// what keeping them cost.
std::vector<SuiteColumn> headline_columns(const Json& report);

// What the table of one suite shows.
std::vector<SuiteColumn> columns_of(const std::string& suite, const std::string& role);

// "retention (validation), %" of an entry with title and suite: the suite's name is put in where
// the title leaves it out.
std::string figure_title(const Json& entry);
// The same without the unit.
std::string figure_name(const Json& entry);

// Of a metric in suite_metrics_table().
Unit unit_of(const std::string& metric);

}  // namespace remedy
