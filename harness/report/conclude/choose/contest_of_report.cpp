#include "report/conclude/choose/contest_of_report.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "report/conclude/equal_fix.h"
#include "report/settings/eligible.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

// A trial with a result, and what its predictions say.
struct MeasuredTrial {
  const TrialRow* row = nullptr;
  const RunOutcomes* outcomes = nullptr;

  const SuiteRow* suite(const std::string& name) const { return find_named(row->suites, name); }
  const RunOutcomes::After* after(const std::string& name) const {
    return outcomes->find(row->planned.id, name);
  }
};

// What a measure is made from: of one suite, what it is worth that an image counts, the part of the
// value that the suite gives, the number of images that count where they are not known one by one,
// and which images count.
struct SuiteMeasure {
  std::size_t place = 0;  // of the suite
  double scale = 1;
  std::function<std::optional<double>(const SuiteRow&suite)> value, differing;
  std::function<bool(const RunOutcomes::Before&, const RunOutcomes::After&, std::size_t)> counts;
  bool of_target = false;  // `counts` asks whether an image is predicted as target
};

std::optional<double> flips_of(const SuiteRow& suite) {
  return static_cast<double>(suite.recorded.negative_flips + suite.recorded.positive_flips);
}

bool is_right(const RunOutcomes::Before&, const RunOutcomes::After& after, std::size_t i) {
  return after.right[i] != 0;
}

class MeasureBuilder {
 public:
  MeasureBuilder(const Report& report, const std::vector<MeasuredTrial>& trials)
      : report_(report), trials_(trials) {}

  // Nothing where some trial lacks the figure.
  void add(Contest& contest, const std::string& name, bool higher_is_better,
           const std::vector<SuiteMeasure>& suites) const {
    if (suites.empty()) return;
    Measure measure;
    measure.name = name;
    measure.higher_is_better = higher_is_better;
    for (const SuiteMeasure& suite : suites) {
      if (!std::isfinite(suite.scale)) return;
      measure.suites.push_back({name_of(suite.place), images_of(suite.place), suite.scale});
    }
    for (const MeasuredTrial& trial : trials_) {
      auto figure = figure_of(trial, suites);
      if (!figure) return;
      measure.trials.push_back(std::move(*figure));
    }
    contest.measures.push_back(std::move(measure));
  }

  const std::string& name_of(std::size_t place) const { return report_.suites[place].name; }
  std::size_t images_of(std::size_t place) const {
    return static_cast<std::size_t>(report_.suites[place].images);
  }

  // Of the suite's images those of other classes than the target's.
  double others_in(std::size_t place) const {
    for (const MeasuredTrial& trial : trials_) {
      const auto found = trial.outcomes->suites.find(name_of(place));
      if (found == trial.outcomes->suites.end() || found->second.target.empty()) continue;
      const ImageFlags& target = found->second.target;
      return static_cast<double>(std::count(target.begin(), target.end(), 0));
    }
    return static_cast<double>(images_of(place));
  }

 private:
  std::optional<TrialFigure> figure_of(const MeasuredTrial& trial,
                                       const std::vector<SuiteMeasure>& suites) const {
    TrialFigure figure;
    bool known = true;
    for (const SuiteMeasure& suite : suites) {
      const SuiteRow* row = trial.suite(name_of(suite.place));
      const auto value = row ? suite.value(*row) : std::nullopt;
      const auto differing = row ? suite.differing(*row) : std::nullopt;
      if (!value || !differing) return std::nullopt;
      figure.value += *value;
      figure.squares += *differing * suite.scale * suite.scale;
      known = known && append(trial, suite, figure.images);
    }
    if (!known) figure.images.clear();
    return figure;
  }

  bool append(const MeasuredTrial& trial, const SuiteMeasure& suite, ImageFlags& images) const {
    const RunOutcomes::After* after = trial.after(name_of(suite.place));
    if (after == nullptr || after->right.size() != images_of(suite.place)) return false;
    const auto before = trial.outcomes->suites.find(name_of(suite.place));
    if (before == trial.outcomes->suites.end() ||
        before->second.right.size() != after->right.size()) {
      return false;
    }
    if (suite.of_target && (after->as_target.size() != after->right.size() ||
                            before->second.target.size() != after->right.size())) {
      return false;
    }
    for (std::size_t i = 0; i < after->right.size(); ++i) {
      images.push_back(suite.counts(before->second, *after, i));
    }
    return true;
  }

  const Report& report_;
  const std::vector<MeasuredTrial>& trials_;
};

std::function<std::optional<double>(const SuiteRow&)> field(Figure figure, double factor) {
  return [figure, factor](const SuiteRow& suite) -> std::optional<double> {
    const auto value = figure_of(suite, figure);
    return value ? std::optional<double>(factor * *value) : std::nullopt;
  };
}

void add_first(Contest& contest, const MeasureBuilder& build, const Report& report) {
  SuitePlaces places = suites_of_role(report.suites, Role::kRetain);
  const bool retains = !places.empty();
  if (!retains) places = suites_of_role(report.suites, Role::kFix);
  const double share = 1 / static_cast<double>(places.size());
  std::vector<SuiteMeasure> suites;
  for (const std::size_t place : places) {
    const double before = retains ? report.suites[place].baseline.top1.value_or(0) : 1;
    suites.push_back({place, share / (before * static_cast<double>(build.images_of(place))),
                      field(retains ? Figure::kRetention : Figure::kTop1, share), flips_of,
                      is_right});
  }
  build.add(contest, retains ? "retention" : "fix rate", true, suites);
}

void add_false_positives(Contest& contest, const MeasureBuilder& build, const Report& report,
                         Role role) {
  const bool retain = role == Role::kRetain;
  const Figure figure = retain ? Figure::kOverPrediction : Figure::kPredictedAsTarget;
  const auto called = [retain](const RunOutcomes::Before& before, const RunOutcomes::After& after,
                               std::size_t i) {
    return after.as_target[i] != 0 && !(retain && before.target[i] != 0);
  };
  for (const std::size_t place : suites_of_role(report.suites, role)) {
    const double images =
        retain ? build.others_in(place) : static_cast<double>(build.images_of(place));
    build.add(contest, "false positives on " + build.name_of(place), false,
              {{place, 1 / images, field(figure, 1), field(figure, images), called, true}});
  }
}

void add_harm(Contest& contest, const MeasureBuilder& build, const Report& report) {
  std::vector<SuiteMeasure> flips, guard;
  for (const std::size_t place : suites_of_role(report.suites, Role::kRetain)) {
    const auto lost = [](const RunOutcomes::Before& before, const RunOutcomes::After& after,
                         std::size_t i) { return before.right[i] != 0 && after.right[i] == 0; };
    flips.push_back(
        {place, 1, field(Figure::kNegativeFlips, 1), field(Figure::kNegativeFlips, 1), lost});
  }
  double guarded = 0;
  for (const std::size_t place : suites_of_role(report.suites, Role::kGuard)) {
    guarded += static_cast<double>(build.images_of(place));
  }
  for (const std::size_t place : suites_of_role(report.suites, Role::kGuard)) {
    const double images = static_cast<double>(build.images_of(place));
    guard.push_back(
        {place, 1 / guarded, field(Figure::kTop1, images / guarded), flips_of, is_right});
  }
  build.add(contest, kNegativeFlipsName, false, flips);
  build.add(contest, "guard accuracy", true, guard);
  add_false_positives(contest, build, report, Role::kRetain);
  add_false_positives(contest, build, report, Role::kGuard);
}

// The matched differences of the suites to transfer to, with the images to retain as negatives.
std::optional<statistics::Interval> matched_in(const Report& report, std::size_t setting) {
  const auto& matched = report.learned[setting].matched;
  if (!matched) return std::nullopt;
  const auto has_role = [&](const std::string& name, Role role) {
    const auto names = names_of_role(report.suites, role);
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::optional<statistics::Interval> found;
  for (const MatchedOverDraws& entry : *matched) {
    if (!has_role(entry.positives, Role::kTransfer) || !has_role(entry.negatives, Role::kRetain)) {
      continue;
    }
    if (!found) found = {entry.low, entry.high};
    found = {std::min(found->low, entry.low), std::max(found->high, entry.high)};
  }
  return found;
}

// Adds the setting and its trials where each of them has the figure that is chosen by.
void add_competitor(Contest& contest, std::vector<MeasuredTrial>& trials, Competitor competitor,
                    const std::vector<MeasuredTrial>& own) {
  std::map<std::string, std::int64_t> first_draw;  // of a set of anchors
  bool drawn = false, repeated = false;
  for (const MeasuredTrial& trial : own) {
    const Trial& planned = trial.row->planned;
    drawn = drawn || planned.draw;
    std::int64_t unit = planned.draw.value_or(0);
    if (!planned.anchors.empty()) {
      unit = first_draw.emplace(planned.anchors, unit).first->second;
    } else {
      first_draw.emplace(std::to_string(unit), unit);
    }
    if (trial.row->repeats_draw) {
      repeated = true;
      continue;
    }
    competitor.draws[unit].push_back(trials.size());
    trials.push_back(trial);
  }
  competitor.constant =
      !drawn || (repeated && first_draw.size() > 1 && competitor.draws.size() == 1);
  if (!competitor.draws.empty()) contest.competitors.push_back(std::move(competitor));
}

// Whether the trial has the figure that is chosen by, on every suite.
bool has_first(const Report& report, const MeasuredTrial& trial) {
  const auto retained = names_of_role(report.suites, Role::kRetain);
  const auto names = retained.empty() ? names_of_role(report.suites, Role::kFix) : retained;
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    const SuiteRow* suite = trial.suite(name);
    return suite != nullptr && (retained.empty() || suite->recorded.retention);
  });
}

}  // namespace

Contest contest_of_report(const Report& report, const std::vector<RunData>& runs) {
  Contest contest;
  if (report.best.empty()) return contest;
  std::vector<std::vector<MeasuredTrial>> of_setting(report.settings.size());
  for (const TrialRow& row : report.trials) {
    of_setting[row.setting].push_back({&row, &runs[row.run].outcomes});
  }
  std::map<std::size_t, std::size_t> numbers;  // of runs
  std::vector<MeasuredTrial> trials;
  for (std::size_t group = 0; group < report.best.size(); ++group) {
    const BestEntry& entry = report.best[group];
    if (entry.outcome != Outcome::kReached || entry.published != report.best.front().published) {
      continue;
    }
    for (const std::size_t i : settings_of(report.settings, entry)) {
      const Setting& setting = report.settings[i];
      const std::vector<MeasuredTrial>& own = of_setting[i];
      if (!all_reached(setting) ||
          !is_fixed(setting, report.suites, report.runs[setting.run].accept) ||
          !std::all_of(own.begin(), own.end(),
                       [&](const MeasuredTrial& trial) { return has_first(report, trial); })) {
        continue;
      }
      Competitor competitor;
      competitor.setting = i;
      competitor.group = group;
      competitor.run = numbers.emplace(setting.run, numbers.size()).first->second;
      competitor.control = entry.control;
      competitor.matched = matched_in(report, i);
      competitor.steps = setting.steps ? setting.steps->mean.value_or(0) : 0;
      add_competitor(contest, trials, std::move(competitor), own);
    }
  }
  contest.trials = trials.size();
  const MeasureBuilder build(report, trials);
  add_first(contest, build, report);
  if (contest.measures.empty()) return Contest();
  add_harm(contest, build, report);
  return contest;
}

}  // namespace remedy
