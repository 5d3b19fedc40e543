#include "report/content/json/report_json.h"
#include "report/content/json/values_json.h"

namespace remedy {
namespace {

Json outcome_json(const Report& report, const GroupOutcome& outcome) {
  return {{"suite", report.suites[outcome.suite].name},
          {"grouping", outcome.grouping},
          {"worst_before", or_null(outcome.worst_before)},
          {"worst", or_null(outcome.worst)},
          {"mean_over_images", or_null(outcome.mean_over_images)},
          {"mean_by_prevalence", or_null(outcome.mean_by_prevalence)},
          {"group", outcome.group},
          {"group_before", outcome.group_before},
          {"group_after", outcome.group_after},
          {"p", outcome.p},
          {"p_holm", outcome.p_holm}};
}

}  // namespace

Json selection_json(const Report& report) {
  const GroupSelection& selection = *report.selection;
  Json choices = Json::array();
  for (const GroupChoice& choice : selection.choices) {
    Json outcomes = Json::array();
    for (const GroupOutcome& outcome : choice.outcomes) {
      outcomes.push_back(outcome_json(report, outcome));
    }
    choices.push_back({{"label", choice.label},
                       {"setting", choice.setting},
                       {"of", choice.of},
                       {"chosen_by", choice.chosen_by},
                       {"outcomes", std::move(outcomes)}});
  }
  return {{"rule", "worst_group"},
          {"on", report.suites[selection.suite].name},
          {"grouping", selection.grouping},
          {"choices", std::move(choices)}};
}

}  // namespace remedy
