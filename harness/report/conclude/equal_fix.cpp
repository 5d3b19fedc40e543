#include "report/conclude/equal_fix.h"

#include <algorithm>

#include "report/settings/eligible.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

std::vector<CostColumn> cost_columns() {
  return {{Figure::kRetention, "retention, %", true},
          {Figure::kNegativeFlipRate, "NFR, %", false},
          {Figure::kKlMean, "KL, nats", false}};
}

// Larger is better: negated where lower is.
double worth(const CostColumn& column, double value) {
  return column.higher_is_better ? value : -value;
}

CostFigure choose(const Report& report, const std::vector<std::size_t>& eligible,
                  const SuitePlaces& retained, const CostColumn& column) {
  CostFigure best;
  for (const std::size_t i : eligible) {
    const auto mean = mean_over(report.settings[i], retained, column.figure);
    if (!mean) continue;
    if (best.setting && worth(column, *mean) <= worth(column, best.value)) continue;
    best.setting = i;
    best.value = *mean;
  }
  return best;
}

// Equal values share a rank; those without a setting stand behind all that have one.
void rank(const Report& report, const CostColumn& column, std::vector<CostFigure>& figures) {
  for (std::size_t i = 0; i < figures.size(); ++i) {
    figures[i].rank = 1;
    for (std::size_t j = 0; j < figures.size(); ++j) {
      if (report.best[i].published != report.best[j].published) continue;
      if (!figures[j].setting) continue;
      figures[i].rank +=
          !figures[i].setting || worth(column, figures[j].value) > worth(column, figures[i].value);
    }
  }
}

}  // namespace

std::vector<std::size_t> settings_of(const std::vector<Setting>& settings, const BestEntry& entry) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const Setting& setting = settings[i];
    if (setting.run == entry.run && setting.label == entry.label &&
        setting.published == entry.published && setting.stop_on() == entry.stop_on) {
      found.push_back(i);
    }
  }
  return found;
}

EqualFix equal_fix(const Report& report) {
  EqualFix result;
  result.suites = names_of_role(report.suites, Role::kRetain);
  std::vector<std::vector<std::size_t>> eligible;  // settings, by the entries of "best"
  for (std::size_t i = 0; i < report.best.size(); ++i) {
    eligible.push_back(settings_of(report.settings, report.best[i]));
    auto& own = eligible.back();
    own.erase(std::remove_if(own.begin(), own.end(),
                             [&](std::size_t place) {
                               const Setting& setting = report.settings[place];
                               return !all_reached(setting) ||
                                      !is_fixed(setting, report.suites,
                                                report.runs[setting.run].accept);
                             }),
              own.end());
    result.rows.push_back({i, own.size(), {}});
  }
  const SuitePlaces retained = suites_of_role(report.suites, Role::kRetain);
  if (retained.empty()) return result;
  result.columns = cost_columns();
  for (const CostColumn& column : result.columns) {
    std::vector<CostFigure> figures;
    for (const auto& own : eligible) figures.push_back(choose(report, own, retained, column));
    rank(report, column, figures);
    for (std::size_t i = 0; i < figures.size(); ++i) result.rows[i].figures.push_back(figures[i]);
  }
  return result;
}

}  // namespace remedy
