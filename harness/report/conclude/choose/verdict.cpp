#include "report/conclude/choose/verdict.h"

#include <algorithm>
#include <map>
#include <string>

#include "report/conclude/choose/better_than_control.h"
#include "report/conclude/choose/choice.h"
#include "report/conclude/choose/contest_of_report.h"
#include "report/conclude/choose/rivals.h"
#include "report/conclude/controls.h"

namespace remedy {
namespace {

// A mean for each measure: over draws, seeds averaged first.
std::vector<double> means_of(const Contest& contest, const Competitor& competitor) {
  std::vector<double> means;
  for (const Measure& measure : contest.measures) {
    double sum = 0;
    for (const auto& [draw, trials] : competitor.draws) {
      double seeds = 0;
      for (const std::size_t trial : trials) seeds += measure.trials[trial].value;
      sum += seeds / static_cast<double>(trials.size());
    }
    means.push_back(sum / static_cast<double>(competitor.draws.size()));
  }
  return means;
}

BestSet set_of(const Contest& contest, const Decision& choice) {
  const Measure& first = contest.measures.front();
  BestSet set;
  set.measure = first.name;
  set.draws = choice.draws;
  set.other_draws = choice.other_draws;
  for (const MeasuredSuite& suite : first.suites) set.images += suite.images;
  set.exact = std::none_of(first.trials.begin(), first.trials.end(),
                           [](const TrialFigure& trial) { return trial.images.empty(); });
  for (const Measure& measure : contest.measures) set.measures.push_back(measure.name);
  for (const Standing& standing : choice.standings) {
    const Competitor& competitor = contest.competitors[standing.competitor];
    set.settings.push_back({competitor.setting, standing.value, standing.to_best,
                            standing.may_be_best, standing.worse_in,
                            standing.may_be_best && standing.worse_in.empty(),
                            means_of(contest, competitor)});
  }
  return set;
}

// The interval that holds a difference with 95 %, negated.
std::optional<statistics::Interval> interval_of(const PairedDifference& difference) {
  if (!difference.other_draws) return std::nullopt;
  statistics::HalfWidth half_width(0.025);
  const double half = half_width(difference.crossed);
  return statistics::Interval{-difference.crossed.value - half, -difference.crossed.value + half};
}

RivalRow row_of(const Report& report, const Contest& contest, const Rival& rival) {
  RivalRow row;
  row.setting = contest.competitors[rival.competitor].setting;
  row.value = report.best[rival.group].value;
  row.difference = 0 - rival.behind.crossed.value;
  row.shared_draws = rival.behind.draws.size();
  row.interval = interval_of(rival.behind);
  row.p_draws = rival.p;
  row.p_draws_holm = rival.p_corrected;
  row.standard_error = rival.behind.crossed.image_error;
  row.p_images = rival.p_images;
  row.p_images_holm = rival.p_images_corrected;
  row.told = rival.told();
  return row;
}

// Whether one of the rival's settings may be the best.
bool is_tied(const Contest& contest, const Decision& choice, const Rival& rival) {
  return std::any_of(choice.standings.begin(), choice.standings.end(), [&](const Standing& one) {
    return one.may_be_best && contest.competitors[one.competitor].group == rival.group;
  });
}

template <typename T>
void add_new(std::vector<T>& to, const T& value) {
  if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
}

// Which remediations are significantly better than each control that is eligible itself, and in
// what.
std::vector<ControlRow> controls_of(const Report& report, const Contest& contest) {
  const std::vector<BetterThanControl> all = better_than_controls(contest);
  std::vector<ControlRow> list;
  for (std::size_t c = 0; c < contest.competitors.size(); ++c) {
    if (!contest.competitors[c].control) continue;
    std::map<std::size_t, BetterRemediation> by_group;
    for (const BetterThanControl& one : all) {
      if (one.control != c) continue;
      const Competitor& better = contest.competitors[one.competitor];
      BetterRemediation& entry = by_group[better.group];
      entry.label = report.best[better.group].label;
      add_new(entry.in, contest.measures[one.measure].name);
      add_new(entry.settings, better.setting);
      entry.other_draws = entry.other_draws && one.other_draws;
    }
    list.push_back({contest.competitors[c].setting, {}});
    for (auto& [group, entry] : by_group) list.back().better.push_back(std::move(entry));
  }
  return list;
}

std::vector<std::string> missing_controls(const Report& report) {
  std::vector<std::string> missing;
  for (const char* id : kControls) {
    const bool there =
        std::any_of(report.settings.begin(), report.settings.end(),
                    [&](const Setting& setting) { return setting.remediation == id; });
    if (!there) missing.push_back(id);
  }
  return missing;
}

}  // namespace

Verdict verdict(const Report& report, const std::vector<RunData>& runs) {
  Verdict result;
  // Controls stand last: where the first is one, there is nothing else.
  if (!report.best.empty() && !report.best.front().control) {
    const BestEntry& first = report.best.front();
    result.run = first.run;
    result.label = first.label;
    result.outcome = first.outcome;
    result.chosen_by = first.chosen_by;
    if (first.outcome == Outcome::kReached) result.setting = first.setting;
  }
  const Contest contest = contest_of_report(report, runs);
  if (const std::optional<Decision> choice = choose(contest)) {
    const std::size_t setting = contest.competitors[choice->chosen].setting;
    result.setting = setting;
    result.run = report.settings[setting].run;
    result.label = report.settings[setting].label;
    result.set = set_of(contest, *choice);
    if (choice->held_out) result.free_of_choice = {choice->plain, *choice->held_out};
    for (const Rival& rival : rivals_of(contest, choice->chosen)) {
      if (is_tied(contest, *choice, rival)) result.tied.push_back(result.rivals.size());
      result.rivals.push_back(row_of(report, contest, rival));
    }
  }
  result.controls = controls_of(report, contest);
  result.missing_controls = missing_controls(report);
  return result;
}

}  // namespace remedy
