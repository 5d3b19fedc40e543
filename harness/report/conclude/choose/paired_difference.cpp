#include "report/conclude/choose/paired_difference.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "statistics/basic/describe.h"

namespace remedy {
namespace {

// In eight sums, which a compiler can add up side by side.
double squared_distance(const std::vector<float>& a, const std::vector<float>& b) {
  float sums[8] = {};
  double total = 0;
  std::size_t i = 0;
  while (i + 8 <= a.size()) {
    const std::size_t end = std::min(a.size() - a.size() % 8, i + 512);
    for (; i < end; i += 8) {
      for (std::size_t k = 0; k < 8; ++k) {
        const float d = a[i + k] - b[i + k];
        sums[k] += d * d;
      }
    }
    for (float& sum : sums) {
      total += double{sum};
      sum = 0;
    }
  }
  for (; i < a.size(); ++i) total += double{a[i] - b[i]} * double{a[i] - b[i]};
  return total;
}

double square(double x) { return x * x; }

// Controls scatter otherwise, or not at all.
bool is_drawn_remediation(const Competitor& competitor) {
  return !competitor.control && !competitor.constant;
}

}  // namespace

bool PairedDifference::one_sign() const {
  return std::all_of(draws.begin(), draws.end(), [&](double d) { return d * crossed.value > 0; });
}

MeasuredContest::MeasuredContest(const Contest& contest, const Measure& measure)
    : contest_(contest), measure_(measure) {
  for (const MeasuredSuite& suite : measure.suites) {
    scales_.insert(scales_.end(), suite.images, static_cast<float>(suite.scale));
    added_ += 2 * square(suite.scale);
    rounding_ += square(suite.scale) / 6;
  }
  for (const Competitor& competitor : contest.competitors) {
    Row row;
    std::vector<std::int64_t> all;
    for (const auto& [draw, trials] : competitor.draws) {
      double value = 0, squares = 0;
      for (const std::size_t trial : trials) {
        value += measure.trials[trial].value;
        squares += measure.trials[trial].squares;
      }
      const auto seeds = static_cast<double>(trials.size());
      all.push_back(draw);
      row.draws.emplace_back(draw, value / seeds);
      row.mean += value / seeds;
      row.squares += squares / seeds;
    }
    row.mean /= static_cast<double>(all.size());
    row.squares /= static_cast<double>(all.size());
    row.worth = worth_of(competitor, all);
    for (const std::int64_t draw : all) {
      if (all.size() > 1 && !row.worth.empty())
        row.worth_in.push_back(worth_of(competitor, {draw}));
    }
    rows_.push_back(std::move(row));
  }
  learn_prior();
}

void MeasuredContest::learn_prior() {
  std::map<std::size_t, std::vector<double>> variances;  // by how many draws are shared
  std::size_t settings = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!is_drawn_remediation(contest_.competitors[i])) continue;
    ++settings;
    for (std::size_t j = 0; j < i; ++j) {
      if (!is_drawn_remediation(contest_.competitors[j])) continue;
      std::vector<std::int64_t> shared;
      const PairedDifference pair = drawn(i, j, shared);
      if (shared.size() < kDrawsForOthers) continue;
      const double n = static_cast<double>(shared.size());
      variances[shared.size()].push_back(square(pair.crossed.draw_error) * n);
    }
  }
  const auto usual = std::max_element(
      variances.begin(), variances.end(),
      [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
  if (usual == variances.end() || settings < 3) return;
  const auto degrees = static_cast<double>(usual->first - 1);
  prior_ = statistics::variance_prior(usual->second, degrees);
  prior_.degrees = std::min(prior_.degrees, static_cast<double>(settings - 2) * degrees);
}

bool MeasuredContest::ahead(std::size_t a, std::size_t b) const {
  return measure_.higher_is_better ? mean(a) > mean(b) : mean(a) < mean(b);
}

bool MeasuredContest::same_draws(std::size_t a, std::size_t b) const {
  const auto &of_a = rows_[a].draws, &of_b = rows_[b].draws;
  return std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                    [](const auto& x, const auto& y) { return x.first == y.first; });
}

std::vector<float> MeasuredContest::worth_of(const Competitor& competitor,
                                             const std::vector<std::int64_t>& draws) const {
  std::vector<float> worth(scales_.size());
  for (const std::int64_t draw : draws) {
    const auto& trials = competitor.draws.at(draw);
    const double weight = 1 / static_cast<double>(trials.size() * draws.size());
    for (const std::size_t trial : trials) {
      const auto& images = measure_.trials[trial].images;
      if (images.size() != scales_.size()) return {};
      for (std::size_t i = 0; i < images.size(); ++i) {
        worth[i] += images[i] ? static_cast<float>(weight) * scales_[i] : 0;
      }
    }
  }
  return worth;
}

// Of a draw that the competitor has, or of its only figure.
const std::vector<float>& MeasuredContest::worth_in(std::size_t competitor,
                                                    std::int64_t draw) const {
  const Row& row = rows_[competitor];
  if (row.worth_in.empty()) return row.worth;
  std::size_t at = 0;
  while (row.draws[at].first != draw) ++at;
  return row.worth_in[at];
}

// `draws`: those that are shared; empty where each has all of its own.
double MeasuredContest::image_variance(std::size_t a, std::size_t b,
                                       const std::vector<std::int64_t>& draws) const {
  const Row &of_a = rows_[a], &of_b = rows_[b];
  if (of_a.worth.empty() || of_b.worth.empty()) return of_a.squares + of_b.squares + added_;
  const auto part = [&](std::size_t i) {
    const Competitor& one = contest_.competitors[i];
    const bool all = draws.empty() || one.constant || one.draws.size() == draws.size();
    return all ? std::vector<float>() : worth_of(one, draws);
  };
  const std::vector<float> part_a = part(a), part_b = part(b);
  const double of_means =
      squared_distance(part_a.empty() ? of_a.worth : part_a, part_b.empty() ? of_b.worth : part_b);
  if (draws.size() < kDrawsForOthers) return of_means + added_;
  double of_draws = 0;
  for (const std::int64_t draw : draws) {
    of_draws += squared_distance(worth_in(a, draw), worth_in(b, draw));
  }
  const auto n = static_cast<double>(draws.size());
  return std::max(0.0, (n * of_means - of_draws / n) / (n - 1)) + added_;
}

PairedDifference MeasuredContest::difference(std::size_t a, std::size_t b) const {
  std::vector<std::int64_t> shared;
  PairedDifference result = drawn(a, b, shared);
  result.crossed.image_error = std::sqrt(image_variance(a, b, shared));
  return result;
}

PairedDifference MeasuredContest::without_images(std::size_t a, std::size_t b) const {
  std::vector<std::int64_t> shared;
  return drawn(a, b, shared);
}

PairedDifference MeasuredContest::drawn(std::size_t a, std::size_t b,
                                        std::vector<std::int64_t>& shared) const {
  const Competitor &one = contest_.competitors[a], &other = contest_.competitors[b];
  const Row &of_one = rows_[a], &of_other = rows_[b];
  const double sign = measure_.higher_is_better ? 1 : -1;
  PairedDifference result;
  statistics::CrossedDifference& crossed = result.crossed;
  if (one.constant || other.constant) {
    const Row& drawn = one.constant ? of_other : of_one;
    for (const auto& [draw, value] : drawn.draws) {
      shared.push_back(draw);
      result.draws.push_back(sign * (one.constant ? of_one.mean - value : value - of_other.mean));
    }
  } else if (one.run == other.run) {
    auto at = of_other.draws.begin();
    for (const auto& [draw, value] : of_one.draws) {
      while (at != of_other.draws.end() && at->first < draw) ++at;
      if (at == of_other.draws.end() || at->first != draw) continue;
      shared.push_back(draw);
      result.draws.push_back(sign * (value - at->second));
    }
  }
  crossed.value =
      shared.empty() ? sign * (of_one.mean - of_other.mean) : statistics::mean(result.draws);
  if (one.constant && other.constant) {
    result.other_draws = true;
    return result;
  }
  const auto variance = [&](const std::vector<double>& values) {
    const double spread = square(statistics::standard_deviation(values));
    return std::max(spread, rounding_) / static_cast<double>(values.size());
  };
  if (result.draws.size() >= kDrawsForOthers) {
    const auto n = static_cast<double>(result.draws.size());
    statistics::ModeratedVariance steadied{variance(result.draws) * n, n - 1};
    if (is_drawn_remediation(one) && is_drawn_remediation(other)) {
      steadied = statistics::moderated(steadied.variance, steadied.degrees, prior_);
    }
    crossed.draw_error = std::sqrt(steadied.variance / n);
    crossed.degrees = steadied.degrees;
  } else if (shared.empty() &&
             std::min(of_one.draws.size(), of_other.draws.size()) >= kDrawsForOthers) {
    const auto values = [](const Row& row) {
      std::vector<double> all;
      for (const auto& [draw, value] : row.draws) all.push_back(value);
      return all;
    };
    const double va = variance(values(of_one)), vb = variance(values(of_other));
    crossed.draw_error = std::sqrt(va + vb);
    crossed.degrees =
        square(va + vb) / (square(va) / static_cast<double>(of_one.draws.size() - 1) +
                           square(vb) / static_cast<double>(of_other.draws.size() - 1));
  }
  result.other_draws = crossed.degrees > 0;
  return result;
}

}  // namespace remedy
