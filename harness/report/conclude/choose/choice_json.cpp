#include "report/conclude/choose/choice_json.h"

#include <algorithm>

#include "report/content/fields.h"

namespace remedy {
namespace {

Json measured_json(const Contest& contest, std::size_t competitor) {
  const Competitor& one = contest.competitors[competitor];
  Json result = Json::array();
  for (const Measure& measure : contest.measures) {
    double sum = 0;
    for (const auto& [draw, trials] : one.draws) {
      double seeds = 0;
      for (const std::size_t trial : trials) seeds += measure.trials[trial].value;
      sum += seeds / static_cast<double>(trials.size());
    }
    result.push_back(sum / static_cast<double>(one.draws.size()));
  }
  return result;
}

}  // namespace

Json set_json(const Contest& contest, const Decision& choice) {
  std::size_t images = 0;
  bool exact = true;
  for (const MeasuredSuite& suite : contest.measures.front().suites) images += suite.images;
  for (const TrialFigure& trial : contest.measures.front().trials) {
    exact = exact && !trial.images.empty();
  }
  Json result = {{"confidence", 0.95},
                 {"measure", contest.measures.front().name},
                 {"of", choice.standings.size()},
                 {"draws", choice.draws == 0 ? Json(nullptr) : Json(choice.draws)},
                 {"images", images},
                 {"other_draws", choice.other_draws},
                 {"exact", exact},
                 {"measures", Json::array()},
                 {"settings", Json::array()}};
  for (const Measure& measure : contest.measures) result["measures"].push_back(measure.name);
  for (const Standing& standing : choice.standings) {
    result["settings"].push_back(
        {{"setting", contest.competitors[standing.competitor].setting},
         {"value", standing.value},
         {"to_best", {standing.to_best.low, standing.to_best.high}},
         {"in_set", standing.may_be_best},
         {"worse_in", standing.worse_in.empty() ? Json(nullptr) : Json(standing.worse_in)},
         {"as_good", standing.may_be_best && standing.worse_in.empty()},
         {"figures", measured_json(contest, standing.competitor)}});
  }
  return result;
}

Json free_of_choice_json(const Decision& choice) {
  if (!choice.held_out) return nullptr;
  return {{"shown", choice.plain},
          {"held_out", *choice.held_out},
          {"difference", choice.plain - *choice.held_out}};
}

}  // namespace remedy
