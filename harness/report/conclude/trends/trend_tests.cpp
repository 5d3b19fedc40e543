#include "report/conclude/trends/trend_tests.h"

#include "statistics/page.h"
#include "statistics/rank.h"

namespace remedy {

PageBothWays page_both_ways(const std::vector<std::vector<double>>& blocks) {
  std::vector<std::vector<double>> negated = blocks;
  for (auto& block : negated) {
    for (double& value : block) value = -value;
  }
  const statistics::PageTrend rising = statistics::page_trend(blocks),
                              falling = statistics::page_trend(negated);
  return {blocks.size(), blocks.empty() ? 0 : blocks.front().size(), rising.l, rising.p, falling.l,
          falling.p};
}

RhoAndP spearman_with_n(const std::vector<double>& n, const std::vector<double>& values) {
  const statistics::Correlation rho = statistics::spearman(n, values);
  return {rho.estimate, rho.p};
}

}  // namespace remedy
