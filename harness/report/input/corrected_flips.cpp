#include "report/input/corrected_flips.h"

#include <map>
#include <string>
#include <utility>

#include "statistics/holm.h"

namespace remedy {

void correct_flips(std::vector<TrialRow>& rows) {
  std::map<std::pair<std::size_t, std::string>, std::vector<SuiteRow*>> families;  // run, suite
  for (TrialRow& row : rows) {
    for (auto& [name, suite] : row.suites) {
      if (suite.mcnemar_p) families[{row.run, name}].push_back(&suite);
    }
  }
  for (auto& [key, family] : families) {
    std::vector<double> p;
    for (const SuiteRow* suite : family) p.push_back(*suite->mcnemar_p);
    const std::vector<double> corrected = statistics::holm_adjusted(p);
    for (std::size_t i = 0; i < family.size(); ++i) family[i]->mcnemar_p_holm = corrected[i];
  }
}

}  // namespace remedy
