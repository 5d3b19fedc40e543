#include "report/settings/decision_matrix.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "report/settings/eligible.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

std::optional<double> baseline_of(const BaselineFigures& before, Figure figure) {
  if (figure == Figure::kTop1 || figure == Figure::kTop1Points) return before.top1;
  if (figure == Figure::kPredictedAsTarget) return before.predicted_as_target;
  return std::nullopt;
}

class Columns {
 public:
  explicit Columns(const Report& report) : report_(report) {
    if (!report.runs.empty()) accept_ = report.runs.front().accept;
    const bool margins = std::any_of(report.learned.begin(), report.learned.end(),
                                     [](const Learned& one) { return one.matched.has_value(); });
    for (const std::size_t suite : suites_of_role(report.suites, Role::kRetain)) {
      add(suite, Figure::kRetention, true, accept_.retention);
      add(suite, Figure::kNegativeFlips, false, std::nullopt);
    }
    for (const std::size_t suite : suites_of_role(report.suites, Role::kFix)) {
      add(suite, Figure::kTop1, true, accept_.fix);
    }
    for (const std::size_t suite : suites_of_role(report.suites, Role::kTransfer)) {
      add(suite, Figure::kTop1, true, std::nullopt);
      const bool retains = !suites_of_role(report.suites, Role::kRetain).empty();
      if (margins && retains) {
        found.push_back({suite, std::nullopt, true, std::nullopt, std::nullopt});
      }
    }
    for (const std::size_t suite : suites_of_role(report.suites, Role::kGuard)) {
      add(suite, Figure::kPredictedAsTarget, false, accept_.over_prediction);
      add(suite, Figure::kTop1Points, true, -100 * accept_.guard_drop);
    }
  }

  std::vector<DecisionColumn> found;

 private:
  void add(std::size_t suite, Figure figure, bool higher, std::optional<double> accepted) {
    found.push_back(
        {suite, figure, higher, accepted, baseline_of(report_.suites[suite].baseline, figure)});
  }

  const Report& report_;
  Acceptance accept_;
};

// Of a transfer suite against the first suite to retain.
DecisionCell matched_cell(const Report& report, std::size_t setting, std::size_t suite) {
  const std::string& positives = report.suites[suite].name;
  const std::string negatives = suite_of_role(report.suites, Role::kRetain);
  DecisionCell cell;
  cell.draws = values_by_draw(report, setting, [&](const TrialRow& row) -> std::optional<double> {
    for (const Sensitivity& one : row.sensitivity) {
      if (one.positives == positives && one.negatives == negatives) {
        return 100 * one.matched_difference;
      }
    }
    return std::nullopt;
  });
  const auto& matched = report.learned[setting].matched;
  for (std::size_t i = 0; matched && i < matched->size(); ++i) {
    const MatchedOverDraws& one = (*matched)[i];
    if (one.positives != positives || one.negatives != negatives) continue;
    cell.mean = 100 * one.mean;
    cell.interval = {100 * one.low, 100 * one.high};
  }
  return cell;
}

DecisionCell cell_of(const Report& report, std::size_t setting, const DecisionColumn& column) {
  if (!column.figure) return matched_cell(report, setting, column.suite);
  const std::string& suite = report.suites[column.suite].name;
  DecisionCell cell;
  cell.draws = values_by_draw(report, setting, [&](const TrialRow& row) -> std::optional<double> {
    const SuiteRow* entry = find_named(row.suites, suite);
    return entry == nullptr ? std::nullopt : figure_of(*entry, *column.figure);
  });
  if (const auto& spread = report.settings[setting].suites[column.suite][*column.figure]) {
    cell.mean = spread->mean;
    cell.interval = spread->interval;
  }
  return cell;
}

bool in_set(const Verdict& verdict, std::size_t setting) {
  if (!verdict.set) return false;
  return std::any_of(verdict.set->settings.begin(), verdict.set->settings.end(),
                     [&](const SetMember& row) { return row.setting == setting && row.in_set; });
}

// Negative flips of the first suite to retain: what orders those that are tied.
double harm_of(const Report& report, std::size_t setting) {
  const SuitePlaces retained = suites_of_role(report.suites, Role::kRetain);
  if (retained.empty()) return 0;
  return report.settings[setting].suites[retained.front()].mean(Figure::kNegativeFlips).value_or(0);
}

NearestMiss miss_of(const Report& report, std::size_t best) {
  const BestEntry& entry = report.best[best];
  NearestMiss miss;
  miss.best = best;
  double highest = -1;
  for (std::size_t i = 0; i < report.trials.size(); ++i) {
    const TrialRow& row = report.trials[i];
    if (row.run != entry.run || row.planned.label != entry.label || !row.stop) continue;
    if (entry.setting && row.setting != *entry.setting) continue;
    if (row.stop->rule.on != entry.stop_on || row.stop->reached.value_or(true)) continue;
    if (row.stop->accuracy.value_or(-1) <= highest) continue;
    highest = *row.stop->accuracy;
    miss.trial = i;
  }
  return miss;
}

// A column without any value, as of false positives in a study without a target, says nothing.
void drop_empty_columns(DecisionMatrix& matrix) {
  for (std::size_t i = matrix.columns.size(); i-- > 0;) {
    const bool any = std::any_of(matrix.rows.begin(), matrix.rows.end(),
                                 [&](const DecisionRow& row) { return row.cells[i].mean; });
    if (any || matrix.rows.empty()) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    matrix.columns.erase(matrix.columns.begin() + at);
    for (DecisionRow& row : matrix.rows) row.cells.erase(row.cells.begin() + at);
  }
}

}  // namespace

std::vector<double> values_by_draw(
    const Report& report, std::size_t setting,
    const std::function<std::optional<double>(const TrialRow&)>& figure) {
  std::map<std::int64_t, std::pair<double, int>> sums;  // by draw
  for (const TrialRow& row : report.trials) {
    if (row.setting != setting) continue;
    const auto value = figure(row);
    if (!value) continue;
    auto& [sum, count] =
        sums[row.repeats_draw.value_or(row.planned.draw.value_or(row.planned.seed.value_or(0)))];
    sum += *value;
    ++count;
  }
  std::vector<double> values;
  for (const auto& [draw, of_draw] : sums) values.push_back(of_draw.first / of_draw.second);
  return values;
}

DecisionMatrix decision_matrix(const Report& report) {
  DecisionMatrix result;
  result.columns = Columns(report).found;
  for (std::size_t i = 0; i < report.best.size(); ++i) {
    const BestEntry& entry = report.best[i];
    if (entry.outcome != Outcome::kReached) {
      if (!entry.control) result.misses.push_back(miss_of(report, i));
      continue;
    }
    const Verdict& verdict = report.verdict;
    // The verdict may name another setting of the label than the one that retains most.
    const bool named = verdict.setting && verdict.run == entry.run &&
                       verdict.label == entry.label &&
                       report.settings[*verdict.setting].stop_on() == entry.stop_on;
    DecisionRow row;
    row.best = i;
    row.setting = named ? *verdict.setting : *entry.setting;
    row.named = named;
    row.control = entry.control;
    row.tied = in_set(verdict, row.setting);
    row.too_little = keeps_too_little(report.settings[row.setting], report.suites,
                                      report.runs[entry.run].accept);
    for (const DecisionColumn& column : result.columns) {
      row.cells.push_back(cell_of(report, row.setting, column));
    }
    result.rows.push_back(std::move(row));
  }
  std::stable_sort(
      result.rows.begin(), result.rows.end(), [&](const DecisionRow& a, const DecisionRow& b) {
        const auto key = [&](const DecisionRow& row) {
          return std::make_tuple(row.control, !row.named, !row.tied, row.tied && row.too_little,
                                 row.tied ? harm_of(report, row.setting) : 0.0);
        };
        return key(a) < key(b);
      });
  drop_empty_columns(result);
  return result;
}

}  // namespace remedy
