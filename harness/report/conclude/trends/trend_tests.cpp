#include "report/conclude/trends/trend_tests.h"

#include <cmath>

#include "report/content/fields.h"
#include "statistics/page.h"
#include "statistics/rank.h"

namespace remedy {
Json page_both_ways(const std::vector<std::vector<double>>& blocks) {
  std::vector<std::vector<double>> negated = blocks;
  for (auto& block : negated) {
    for (double& value : block) value = -value;
  }
  const statistics::PageTrend rising = statistics::page_trend(blocks),
                              falling = statistics::page_trend(negated);
  return {{"blocks", blocks.size()},         {"points", blocks.empty() ? 0 : blocks.front().size()},
          {"l_rising", or_null(rising.l)},   {"p_rising", or_null(rising.p)},
          {"l_falling", or_null(falling.l)}, {"p_falling", or_null(falling.p)}};
}

Json spearman_with_n(const std::vector<double>& n, const std::vector<double>& values) {
  const statistics::Correlation rho = statistics::spearman(n, values);
  return {{"rho", or_null(rho.estimate)}, {"p", or_null(rho.p)}};
}

}  // namespace remedy
