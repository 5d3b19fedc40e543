#include "report/settings/role_means.h"

#include "statistics/describe.h"

namespace remedy {

std::string suite_of_role(const std::vector<ReportSuite>& suites, Role role) {
  for (const ReportSuite& suite : suites) {
    if (suite.role == role) return suite.name;
  }
  return "";
}

SuitePlaces suites_of_role(const std::vector<ReportSuite>& suites, Role role) {
  SuitePlaces places;
  for (std::size_t i = 0; i < suites.size(); ++i) {
    if (suites[i].role == role) places.push_back(i);
  }
  return places;
}

std::vector<std::string> names_of_role(const std::vector<ReportSuite>& suites, Role role) {
  std::vector<std::string> names;
  for (const ReportSuite& suite : suites) {
    if (suite.role == role) names.push_back(suite.name);
  }
  return names;
}

std::optional<double> mean_over(const Setting& setting, const SuitePlaces& suites, Figure figure) {
  std::vector<double> means;
  for (const std::size_t place : suites) {
    const auto mean = setting.suites[place].mean(figure);
    if (!mean) return std::nullopt;
    means.push_back(*mean);
  }
  if (means.empty()) return std::nullopt;
  return statistics::mean(means);
}

}  // namespace remedy
