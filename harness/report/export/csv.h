// One row for each trial, for other programs.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// RFC 4180: a header row, CRLF, fields quoted where they hold a comma, a quote or a line break.
// Columns, in this order: run, study, the trial's head, `parameter.<name>` for every parameter of
// any trial by name, the design, `stop.<key>`, stopped_on_reported_suite, then for every suite
// `<suite>.<metric>` with the paths that figures.h lists, `<suite>.<rate>.low` and `.high`, and at
// the end `seconds.<phase>`. What is not known is empty. Fractions and nats, as in the report.
std::string to_csv(const Report& report);

}  // namespace remedy
