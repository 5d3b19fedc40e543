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

const char* name_of(ChoiceRule rule) {
  switch (rule) {
    case ChoiceRule::kWorstGroup:
      return "worst_group";
    case ChoiceRule::kMean:
      return "mean";
    case ChoiceRule::kVerdict:
      return "verdict";
    case ChoiceRule::kOracle:
      return "oracle";
  }
  return "";
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
    Json by_rule = Json::array();
    for (const RuledChoice& one : choice.by_rule) {
      by_rule.push_back({{"rule", name_of(one.rule)},
                         {"setting", one.setting ? Json(*one.setting) : Json(nullptr)},
                         {"worst", or_null(one.worst)}});
    }
    choices.push_back({{"label", choice.label},
                       {"setting", choice.setting},
                       {"of", choice.of},
                       {"chosen_by", choice.chosen_by},
                       {"outcomes", std::move(outcomes)},
                       {"by_rule", std::move(by_rule)}});
  }
  return {{"rule", selection.rule == Selection::Rule::kMean ? "mean" : "worst_group"},
          {"on", report.suites[selection.suite].name},
          {"grouping", selection.grouping},
          {"choices", std::move(choices)}};
}

}  // namespace remedy
