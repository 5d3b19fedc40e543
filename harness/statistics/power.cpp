#include "statistics/power.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

#include "statistics/random.h"

namespace remedy::statistics {
namespace {

void check(const TrendDesign& design, const SimulationOptions& options) {
  if (!(design.alpha > 0.0 && design.alpha <= 1.0)) {
    throw std::invalid_argument("power of Page's test: alpha must lie in (0, 1]");
  }
  if (options.simulations < 1) {
    throw std::invalid_argument("power of Page's test: needs at least one simulation");
  }
}

// The noise of all simulated studies, drawn once.
class SimulatedStudies {
 public:
  SimulatedStudies(const TrendDesign& design, const SimulationOptions& options)
      : points_(static_cast<std::size_t>(design.points)),
        study_size_(points_ * static_cast<std::size_t>(design.blocks)) {
    noise_.reserve(study_size_ * static_cast<std::size_t>(options.simulations));
    for (int study = 0; study < options.simulations; ++study) {
      Random random(options.seed, static_cast<std::uint64_t>(study));
      for (std::size_t i = 0; i < study_size_; ++i) noise_.push_back(random.normal());
    }
  }

  double share_reaching(double critical_l, double slope) const {
    std::size_t reached = 0;
    for (std::size_t start = 0; start < noise_.size(); start += study_size_) {
      double l = 0.0;
      for (std::size_t block = start; block < start + study_size_; block += points_) {
        l += block_l(&noise_[block], slope);
      }
      if (l >= critical_l) ++reached;
    }
    return static_cast<double>(reached * study_size_) / static_cast<double>(noise_.size());
  }

 private:
  // sum of (j + 1) rank_j, with rank_j = 1 + number of points below point j: each pair i < j adds
  // j + 1 where it rises and i + 1 where it falls.
  double block_l(const double* noise, double slope) const {
    std::size_t l = points_ * (points_ + 1) / 2;
    for (std::size_t j = 1; j < points_; ++j) {
      for (std::size_t i = 0; i < j; ++i) {
        l += noise[i] - noise[j] < slope * static_cast<double>(j - i) ? j + 1 : i + 1;
      }
    }
    return static_cast<double>(l);
  }

  std::size_t points_;
  std::size_t study_size_;
  std::vector<double> noise_;
};

}  // namespace

double page_critical_l(const TrendDesign& design) {
  check(design, {});
  const PageNull null(design.blocks, design.points);
  if (null.at_least(null.highest()) >= design.alpha) {
    return std::numeric_limits<double>::infinity();
  }
  double too_low = -1.0;  // p = 1 there
  double critical = null.highest();
  while (critical - too_low > 1.0) {
    const double middle = std::floor((too_low + critical) / 2.0);
    (null.at_least(middle) < design.alpha ? critical : too_low) = middle;
  }
  return critical;
}

double page_power(const TrendDesign& design, double slope, const SimulationOptions& options) {
  check(design, options);
  if (std::isnan(slope)) throw std::invalid_argument("power of Page's test: the slope is NaN");
  const double critical = page_critical_l(design);
  if (std::isinf(critical)) return 0.0;
  return SimulatedStudies(design, options).share_reaching(critical, slope);
}

double page_detectable_slope(const TrendDesign& design, double power,
                             const SimulationOptions& options) {
  check(design, options);
  if (!(power > 0.0 && power < 1.0)) {
    throw std::invalid_argument("power of Page's test: the power must lie in (0, 1)");
  }
  const double critical = page_critical_l(design);
  if (std::isinf(critical)) return critical;
  const SimulatedStudies studies(design, options);
  double too_low = 0.0;
  if (studies.share_reaching(critical, too_low) >= power) return 0.0;
  double enough = 1.0;
  while (studies.share_reaching(critical, enough) < power) enough *= 2.0;
  while (enough - too_low > 1e-4) {
    const double middle = (too_low + enough) / 2.0;
    (studies.share_reaching(critical, middle) >= power ? enough : too_low) = middle;
  }
  return enough;
}

}  // namespace remedy::statistics
