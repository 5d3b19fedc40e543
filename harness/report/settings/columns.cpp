#include "report/settings/columns.h"

#include <fmt/format.h>

#include <algorithm>

namespace remedy {

std::string figure_title(const SuiteColumn& column) {
  const std::string& title = column.title;
  return title.find(column.suite) == std::string::npos ? title + " (" + column.suite + ")" : title;
}

std::string figure_name(const SuiteColumn& column) {
  SuiteColumn named = column;
  named.title.resize(std::min(column.title.size(), column.title.find(", ")));
  return figure_title(named);
}

std::vector<SuiteColumn> headline_columns(const Report& report) {
  std::vector<SuiteColumn> columns;
  const auto of_role = [&](Role role, const auto& add) {
    for (std::size_t i = 0; i < report.suites.size(); ++i) {
      const std::string& name = report.suites[i].name;
      if (report.suites[i].role != role) continue;
      add(name, [&](Figure figure, const std::string& title) {
        columns.push_back({i, name, figure, title});
      });
    }
  };
  of_role(Role::kFix, [](const std::string& suite, const auto& add) {
    add(Figure::kTop1, fmt::format("fix rate ({}), %", suite));
  });
  of_role(Role::kRetain, [](const std::string& suite, const auto& add) {
    add(Figure::kRetention, fmt::format("retention ({}), %", suite));
    add(Figure::kTop1Points, "points");
    add(Figure::kNegativeFlips, "neg. flips");
    add(Figure::kPositiveFlips, "pos. flips");
    add(Figure::kKlMean, "KL, nats");
  });
  of_role(Role::kTransfer, [](const std::string& suite, const auto& add) {
    add(Figure::kTop1, fmt::format("transfer ({}), %", suite));
  });
  of_role(Role::kGuard, [](const std::string& suite, const auto& add) {
    add(Figure::kPredictedAsTarget, fmt::format("guard ({}), %", suite));
  });
  return columns;
}

std::vector<SuiteColumn> columns_of(const Report& report, std::size_t suite) {
  const Role role = report.suites[suite].role;
  const bool rare = role == Role::kFix || role == Role::kTransfer;  // images of the target alone
  std::vector<SuiteColumn> columns;
  const auto add = [&](Figure figure, const char* title) {
    columns.push_back({suite, report.suites[suite].name, figure, title});
  };
  if (role == Role::kGuard) add(Figure::kPredictedAsTarget, "predicted as target, %");
  add(Figure::kTop1, "top-1, %");
  add(Figure::kTop1Points, "points");
  add(Figure::kMcnemarPHolm, "McNemar p (Holm)");
  if (rare) {
    add(Figure::kTop3, "top-3, %");
    add(Figure::kTargetProbability, "target prob., %");
  } else {
    add(Figure::kTop5, "top-5, %");
    add(Figure::kRetention, "retention, %");
  }
  add(Figure::kNegativeFlips, "neg. flips");
  add(Figure::kPositiveFlips, "pos. flips");
  if (!rare) {
    add(Figure::kNegativeFlipRate, "NFR, %");
    add(Figure::kRelativeNfr, "rel. NFR, %");
  }
  add(Figure::kChurn, "churn");
  add(Figure::kKlMean, "KL, nats");
  add(Figure::kKlP95, "KL p95");
  add(Figure::kEce, "ECE, %");
  add(Figure::kEceCalibrated, "ECE if calibrated, %");
  add(Figure::kEceCalibratedP95, "95 % below");
  if (role == Role::kRetain) add(Figure::kOverPrediction, "over-prediction, %");
  return columns;
}

}  // namespace remedy
