#include "statistics/hypothesis/page.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>

#include "statistics/basic/normal.h"
#include "statistics/basic/not_a_number.h"
#include "statistics/basic/rank.h"

namespace remedy::statistics {
namespace {

constexpr double kMaxExactWork = 50'000.0;

// Ranks of every block; empty where the test is undefined.
std::vector<std::vector<double>> rank_blocks(const std::vector<std::vector<double>>& blocks) {
  std::vector<std::vector<double>> ranks;
  for (const std::vector<double>& block : blocks) {
    if (block.size() != blocks.front().size()) {
      throw std::invalid_argument("Page's test: the blocks differ in length");
    }
    ranks.push_back(midranks(block));
  }
  for (const std::vector<double>& block : ranks) {
    if (block.size() < 2 || std::isnan(block.front())) return {};
  }
  return ranks;
}

double page_l(const std::vector<std::vector<double>>& ranks) {
  double l = 0.0;
  for (const std::vector<double>& block : ranks) {
    for (std::size_t j = 0; j < block.size(); ++j) l += static_cast<double>(j + 1) * block[j];
  }
  return l;
}

std::vector<std::int64_t> positions(std::size_t points) {
  std::vector<std::int64_t> result(points);
  std::iota(result.begin(), result.end(), std::int64_t{1});
  return result;
}

}  // namespace

PageNull::PageNull(int blocks, int points) {
  if (blocks < 1 || points < 2) {
    throw std::invalid_argument("Page's test: needs a block and two points");
  }
  const double b = blocks;
  const double k = points;
  mean_ = b * k * (k + 1.0) * (k + 1.0) / 4.0;
  variance_ = b * k * k * (k + 1.0) * (k * k - 1.0) / 144.0;
  highest_ = b * k * (k + 1.0) * (2.0 * k + 1.0) / 6.0;
  exact_ = points <= kMaxPermutedPoints && b * k * k * k <= kMaxExactWork;
  if (!exact_) return;
  const std::vector<std::int64_t> order = positions(static_cast<std::size_t>(points));
  const IntegerDistribution block = permutation_sums(order, order);
  for (int i = 0; i < blocks; ++i) distribution_ = convolve(distribution_, block);
}

double PageNull::at_least(double l) const {
  if (std::isnan(l)) return kNaN;
  if (exact_) return distribution_.at_least(static_cast<std::int64_t>(std::floor(l)));
  return normal_upper_tail((l - mean_) / std::sqrt(variance_));
}

PageTrend page_trend(const std::vector<std::vector<double>>& blocks) {
  const std::vector<std::vector<double>> ranks = rank_blocks(blocks);
  if (ranks.empty()) return {kNaN, kNaN};
  const PageNull null(static_cast<int>(ranks.size()), static_cast<int>(ranks.front().size()));
  const double l = page_l(ranks);
  return {l, null.at_least(l)};
}

}  // namespace remedy::statistics
