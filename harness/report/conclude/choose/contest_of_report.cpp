#include "report/conclude/choose/contest_of_report.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "report/conclude/equal_fix.h"
#include "report/content/fields.h"
#include "report/settings/eligible.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

// A trial with a result, and what its predictions say.
struct MeasuredTrial {
  const Json* row = nullptr;
  const RunOutcomes* outcomes = nullptr;  // or nullptr

  const Json* suite(const std::string& name) const { return find_member((*row)["suites"], name); }
  const RunOutcomes::After* after(const std::string& name) const {
    return outcomes ? outcomes->find((*row)["id"], name) : nullptr;
  }
};

// What a measure is made from: of one suite, what it is worth that an image counts, the part of the
// value that the suite gives, the number of images that count where they are not known one by one,
// and which images count.
struct SuiteMeasure {
  std::string name;
  double scale = 1;
  std::function<std::optional<double>(const Json&suite)> value, differing;
  std::function<bool(const RunOutcomes::Before&, const RunOutcomes::After&, std::size_t)> counts;
  bool of_target = false;  // `counts` asks whether an image is predicted as target
};

std::optional<double> flips_of(const Json& suite) {
  const auto negative = number_at(suite, "negative_flips"),
             positive = number_at(suite, "positive_flips");
  if (!negative || !positive) return std::nullopt;
  return *negative + *positive;
}

bool is_right(const RunOutcomes::Before&, const RunOutcomes::After& after, std::size_t i) {
  return after.right[i] != 0;
}

class MeasureBuilder {
 public:
  MeasureBuilder(const Json& report, const std::vector<MeasuredTrial>& trials)
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
      measure.suites.push_back({suite.name, images_of(suite.name), suite.scale});
    }
    for (const MeasuredTrial& trial : trials_) {
      auto figure = figure_of(trial, suites);
      if (!figure) return;
      measure.trials.push_back(std::move(*figure));
    }
    contest.measures.push_back(std::move(measure));
  }

  std::size_t images_of(const std::string& suite) const {
    for (const Json& row : report_["suites"]) {
      if (row["name"] == suite)
        return static_cast<std::size_t>(count_at(row, "images").value_or(0));
    }
    return 0;
  }

  // Of the suite's images those of other classes than the target's.
  double others_in(const std::string& suite) const {
    for (const MeasuredTrial& trial : trials_) {
      if (trial.outcomes == nullptr) continue;
      const auto found = trial.outcomes->suites.find(suite);
      if (found == trial.outcomes->suites.end() || found->second.target.empty()) continue;
      const ImageFlags& target = found->second.target;
      return static_cast<double>(std::count(target.begin(), target.end(), 0));
    }
    return static_cast<double>(images_of(suite));
  }

 private:
  std::optional<TrialFigure> figure_of(const MeasuredTrial& trial,
                                       const std::vector<SuiteMeasure>& suites) const {
    TrialFigure figure;
    bool known = true;
    for (const SuiteMeasure& suite : suites) {
      const Json* row = trial.suite(suite.name);
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
    const RunOutcomes::After* after = trial.after(suite.name);
    if (after == nullptr || after->right.size() != images_of(suite.name)) return false;
    const auto before = trial.outcomes->suites.find(suite.name);
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

  const Json& report_;
  const std::vector<MeasuredTrial>& trials_;
};

std::function<std::optional<double>(const Json&)> field(const std::string& path, double factor) {
  return [path, factor](const Json& suite) -> std::optional<double> {
    const auto value = number_at(suite, path);
    return value ? std::optional<double>(factor * *value) : std::nullopt;
  };
}

void add_first(Contest& contest, const MeasureBuilder& build, const Json& report) {
  std::vector<std::string> names = suites_of_role(report["suites"], "retain");
  const bool retains = !names.empty();
  if (!retains) names = suites_of_role(report["suites"], "fix");
  const double share = 1 / static_cast<double>(names.size());
  std::vector<SuiteMeasure> suites;
  for (const std::string& name : names) {
    const double before = retains ? number_at(report["baseline"][name], "top1").value_or(0) : 1;
    suites.push_back({name, share / (before * static_cast<double>(build.images_of(name))),
                      field(retains ? "retention" : "top1", share), flips_of, is_right});
  }
  build.add(contest, retains ? "retention" : "fix rate", true, suites);
}

void add_harm(Contest& contest, const MeasureBuilder& build, const Json& report) {
  std::vector<SuiteMeasure> flips, guard;
  for (const std::string& name : suites_of_role(report["suites"], "retain")) {
    const auto lost = [](const RunOutcomes::Before& before, const RunOutcomes::After& after,
                         std::size_t i) { return before.right[i] != 0 && after.right[i] == 0; };
    flips.push_back({name, 1, field("negative_flips", 1), field("negative_flips", 1), lost});
  }
  double guarded = 0;
  for (const std::string& name : suites_of_role(report["suites"], "guard")) {
    guarded += static_cast<double>(build.images_of(name));
  }
  for (const std::string& name : suites_of_role(report["suites"], "guard")) {
    const double images = static_cast<double>(build.images_of(name));
    guard.push_back({name, 1 / guarded, field("top1", images / guarded), flips_of, is_right});
  }
  build.add(contest, "negative flips", false, flips);
  build.add(contest, "guard accuracy", true, guard);
  for (const char* role : {"retain", "guard"}) {
    for (const std::string& name : suites_of_role(report["suites"], role)) {
      const bool retain = std::string(role) == "retain";
      const double images =
          retain ? build.others_in(name) : static_cast<double>(build.images_of(name));
      const char* metric = retain ? "over_prediction.remediated" : "predicted_as_target.remediated";
      const auto called = [retain](const RunOutcomes::Before& before,
                                   const RunOutcomes::After& after, std::size_t i) {
        return after.as_target[i] != 0 && !(retain && before.target[i] != 0);
      };
      build.add(contest, "false positives on " + name, false,
                {{name, 1 / images, field(metric, 1), field(metric, images), called, true}});
    }
  }
}

// The matched differences of the suites to transfer to, with the images to retain as negatives.
std::optional<statistics::Interval> matched_in(const Json& report, std::size_t setting) {
  const Json& matched = report["learned"]["settings"][setting]["evidence"]["matched"];
  if (matched.is_null()) return std::nullopt;
  const auto has_role = [&](const Json& name, const char* role) {
    const auto names = suites_of_role(report["suites"], role);
    return std::find(names.begin(), names.end(), name.get<std::string>()) != names.end();
  };
  std::optional<statistics::Interval> found;
  for (const Json& entry : matched) {
    if (!has_role(entry["positives"], "transfer") || !has_role(entry["negatives"], "retain")) {
      continue;
    }
    const statistics::Interval one{entry["low"], entry["high"]};
    found =
        found ? statistics::Interval{std::min(found->low, one.low), std::max(found->high, one.high)}
              : one;
  }
  return found;
}

// Adds the setting and its trials where each of them has the figure that is chosen by.
void add_competitor(Contest& contest, std::vector<MeasuredTrial>& trials, Competitor competitor,
                    const std::vector<MeasuredTrial>& own) {
  std::map<std::string, std::int64_t> first_draw;  // of a set of anchors
  bool drawn = false, repeated = false;
  for (const MeasuredTrial& trial : own) {
    const Json& design = (*trial.row)["design"];
    const Json& draw = design["draw"];
    drawn = drawn || !draw.is_null();
    std::int64_t unit = draw.is_null() ? 0 : draw.get<std::int64_t>();
    if (const Json* anchors = find_member(design, "anchors"); anchors != nullptr) {
      unit = first_draw.emplace(anchors->dump(), unit).first->second;
    } else {
      first_draw.emplace(std::to_string(unit), unit);
    }
    if (trial.row->contains("repeats_draw")) {
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

}  // namespace

Contest contest_of_report(const Json& report, const Acceptances& accept,
                          const OutcomesOfRuns& outcomes) {
  Contest contest;
  const Json& best = report["best"];
  if (best.empty()) return contest;
  const Json& settings = report["settings"];
  std::map<std::size_t, std::vector<MeasuredTrial>> of_setting;
  for (const Json& row : report["trials"]) {
    const auto found = outcomes.find(row["run"].get<std::string>());
    of_setting[row["setting"].get<std::size_t>()].push_back(
        {&row, found == outcomes.end() ? nullptr : found->second});
  }
  std::map<std::string, std::size_t> runs;
  std::vector<MeasuredTrial> trials;
  const std::vector<std::string> retained = suites_of_role(report["suites"], "retain");
  const auto has_first = [&](const MeasuredTrial& trial) {
    const auto names = retained.empty() ? suites_of_role(report["suites"], "fix") : retained;
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
      const Json* suite = trial.suite(name);
      return suite && flips_of(*suite) &&
             number_at(*suite, retained.empty() ? "top1" : "retention");
    });
  };
  for (std::size_t group = 0; group < best.size(); ++group) {
    const Json& entry = best[group];
    if (entry["outcome"] != "reached" ||
        entry["stopped_on_reported_suite"] != best.front()["stopped_on_reported_suite"]) {
      continue;
    }
    for (const std::size_t i : settings_of(settings, entry)) {
      const std::vector<MeasuredTrial>& own = of_setting[i];
      if (!all_reached(settings[i]) ||
          !is_fixed(settings[i], report["suites"], accept.at(settings[i]["run"])) ||
          !std::all_of(own.begin(), own.end(), has_first)) {
        continue;
      }
      Competitor competitor;
      competitor.setting = i;
      competitor.group = group;
      competitor.run = runs.emplace(settings[i]["run"], runs.size()).first->second;
      competitor.control = entry["control"];
      competitor.matched = matched_in(report, i);
      competitor.steps = number_at(settings[i], "steps.mean").value_or(0);
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
