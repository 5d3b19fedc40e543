#include "report/settings/role_means.h"

#include "report/content/fields.h"
#include "statistics/describe.h"

namespace remedy {

std::string suite_of_role(const Json& suites, const std::string& role) {
  for (const Json& suite : suites) {
    if (suite["role"] == role) return suite["name"];
  }
  return "";
}

std::vector<std::string> suites_of_role(const Json& suites, const std::string& role) {
  std::vector<std::string> names;
  for (const Json& suite : suites) {
    if (suite["role"] == role) names.push_back(suite["name"]);
  }
  return names;
}

std::optional<double> mean_over(const Json& setting, const std::vector<std::string>& suites,
                                const std::string& metric) {
  std::vector<double> means;
  for (const std::string& name : suites) {
    const Json* suite = find_member(setting["suites"], name);
    const Json* spread = suite ? find_member(*suite, metric) : nullptr;
    const auto mean = spread ? number_at(*spread, "mean") : std::nullopt;
    if (!mean) return std::nullopt;
    means.push_back(*mean);
  }
  if (means.empty()) return std::nullopt;
  return statistics::mean(means);
}

}  // namespace remedy
