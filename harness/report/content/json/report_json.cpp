#include "report/content/json/report_json.h"

namespace remedy {

Json report_json(const Report& report) {
  Json json = {{"schema", kReportSchema}};
  json["runs"] = runs_json(report);
  json["flags"] = flags_json(report);
  json["suites"] = suites_json(report);
  json["baseline"] = baseline_json(report);
  json["verdict"] = verdict_json(report);
  json["best"] = best_json(report);
  json["decision"] = decision_json(report);
  if (report.selection) json["selection"] = selection_json(report);
  json["frontier"] = frontier_json(report);
  json["equal_fix"] = equal_fix_json(report);
  json["sweeps"] = sweeps_json(report);
  json["criterion"] = criterion_json(report);
  json["learned"] = learned_json(report);
  json["predictability"] = predictability_json(report);
  json["overlay"] = overlay_json(report.overlay);
  json["settings"] = settings_json(report);
  json["failures"] = failures_json(report);
  json["trends"] = trends_json(report);
  json["trials"] = trials_json(report);
  // Timings last: whoever compares two reports finds all that must agree before them.
  json["timings"] = timings_json(report);
  return json;
}

}  // namespace remedy
