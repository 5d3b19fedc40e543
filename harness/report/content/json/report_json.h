// A report as JSON: report.json, and the parts of it that the page has as they are.
#pragma once

#include "core/json.h"
#include "report/content/report.h"

namespace remedy {

inline constexpr int kReportSchema = 1;

// The same runs give the same bytes wherever they lie and in whatever order their trials finished;
// what depends on the clock stands in "timings" alone, at the end. A number that is not known is
// null. Which keys there are, and what they mean: reports/schema/report.schema.json.
Json report_json(const Report& report);

Json runs_json(const Report& report);
Json flags_json(const Report& report);
Json suites_json(const Report& report);
Json baseline_json(const Report& report);
Json verdict_json(const Report& report);
Json best_json(const Report& report);
Json decision_json(const Report& report);
Json selection_json(const Report& report);  // of one that has a selection
Json frontier_json(const Report& report);
Json equal_fix_json(const Report& report);
Json sweeps_json(const Report& report);
Json criterion_json(const Report& report);
Json learned_json(const Report& report);
Json predictability_json(const Report& report);
Json overlay_json(const std::optional<Overlay>& overlay);
Json settings_json(const Report& report);
Json failures_json(const Report& report);
Json trends_json(const Report& report);
Json trials_json(const Report& report);
Json timings_json(const Report& report);

}  // namespace remedy
