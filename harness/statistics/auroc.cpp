#include "statistics/auroc.h"

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "statistics/basic/describe.h"
#include "statistics/basic/normal.h"
#include "statistics/basic/not_a_number.h"
#include "statistics/basic/rank.h"

namespace remedy::statistics {
namespace {

// The variance of the mean of second - first.
double variance_of_mean(const std::vector<double>& first, const std::vector<double>& second) {
  if (first.size() != second.size()) {
    throw std::invalid_argument("compare_aurocs: the two are not of the same observations");
  }
  if (first.size() < 2) return kNaN;
  std::vector<double> differences(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) differences[i] = second[i] - first[i];
  const double deviation = standard_deviation(differences);
  return deviation * deviation / static_cast<double>(first.size());
}

}  // namespace

Auroc auroc(const std::vector<double>& positives, const std::vector<double>& negatives) {
  const std::size_t m = positives.size(), n = negatives.size();
  if (m == 0 || n == 0 || has_nan(positives) || has_nan(negatives)) {
    return {kNaN, std::vector<double>(m, kNaN), std::vector<double>(n, kNaN)};
  }
  std::vector<double> pooled = positives;
  pooled.insert(pooled.end(), negatives.begin(), negatives.end());
  const std::vector<double> rank = midranks(pooled);
  const std::vector<double> own_positive = midranks(positives), own_negative = midranks(negatives);
  Auroc result;
  result.of_positive.resize(m);
  result.of_negative.resize(n);
  for (std::size_t i = 0; i < m; ++i) {
    result.of_positive[i] = (rank[i] - own_positive[i]) / static_cast<double>(n);
  }
  for (std::size_t j = 0; j < n; ++j) {
    result.of_negative[j] = 1 - (rank[m + j] - own_negative[j]) / static_cast<double>(m);
  }
  result.value = mean(result.of_positive);
  return result;
}

AurocDifference compare_aurocs(const Auroc& first, const Auroc& second, double confidence) {
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("compare_aurocs: the confidence has to lie between 0 and 1");
  }
  AurocDifference result;
  result.difference = second.value - first.value;
  result.variance = variance_of_mean(first.of_positive, second.of_positive) +
                    variance_of_mean(first.of_negative, second.of_negative);
  const double half = -normal_quantile((1 - confidence) / 2) * std::sqrt(result.variance);
  result.interval = {result.difference - half, result.difference + half};
  return result;
}

}  // namespace remedy::statistics
