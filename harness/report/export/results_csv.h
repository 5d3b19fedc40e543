// Every figure of every trial as a row of its own: what pandas, R and spreadsheets pivot.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// RFC 4180, with a head: id (of the trial), setting, label, draw, suite, role, group, metric,
// value, low, high, n. `metric` is a key of report.json; `group` is empty for a whole suite and
// else "grouping=group"; low and high are the 95 % interval where the trial's figure carries one; n
// is the number of images.
//     pandas.read_csv('results.csv').pivot_table(index='label', columns='metric', values='value')
std::string to_results_csv(const Report& report);

}  // namespace remedy
