// The quick fit against the method as it is written down.
#include "plugins/dfr/l1_logistic.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

namespace remedy {
namespace {

constexpr std::int64_t kImages = 12, kFeatures = 24, kClasses = 60;

struct L1Problem {
  at::Tensor x, labels, centre;
};

// Standardised features as those behind a ReLU are; most classes have no image.
L1Problem make_l1_problem() {
  at::manual_seed(3);
  const at::Tensor raw = at::rand({kImages, kFeatures}, at::kDouble).pow(3);
  const at::Tensor features = (raw - raw.mean(0)) / raw.std(0, /*unbiased=*/false);
  return {at::cat({features, at::ones({kImages, 1}, at::kDouble)}, 1),
          at::arange(kImages).remainder(5), at::randn({kClasses, kFeatures + 1}, at::kDouble)};
}

// FISTA on all weights at once.
at::Tensor plain_fista(const L1Problem& problem, const at::Tensor& centre, double penalty,
                       std::int64_t steps) {
  const at::Tensor& x = problem.x;
  const auto n = static_cast<double>(x.size(0));
  const at::Tensor target = at::one_hot(problem.labels, kClasses).to(at::kDouble);
  const double bound = 0.5 * at::linalg_eigvalsh(x.matmul(x.t()) / n).max().item<double>();
  at::Tensor shrink = at::full({1, x.size(1)}, penalty / bound, x.options());
  shrink.select(1, x.size(1) - 1).zero_();
  at::Tensor w = centre, ahead = centre;
  double t = 1;
  for (std::int64_t step = 0; step < steps; ++step) {
    const at::Tensor gradient = (at::softmax(x.matmul(ahead.t()), 1) - target).t().matmul(x) / n;
    const at::Tensor away = ahead - gradient / bound - centre;
    const at::Tensor next = centre + away.sign() * (away.abs() - shrink).clamp_min(0);
    const double t_next = (1 + std::sqrt(1 + 4 * t * t)) / 2;
    ahead = next + (next - w) * ((t - 1) / t_next);
    w = next;
    t = t_next;
  }
  return w;
}

std::int64_t moved_classes(const at::Tensor& head, const at::Tensor& centre) {
  const at::Tensor away = (head - centre).narrow(1, 0, kFeatures).abs().amax(1);
  return (away > 0).sum().item<std::int64_t>();
}

TEST(L1Logistic, GivesTheIteratesOfThePlainMethod) {
  const L1Problem problem = make_l1_problem();
  for (const bool from_nothing : {true, false}) {
    const at::Tensor centre = from_nothing ? at::zeros_like(problem.centre) : problem.centre;
    for (const double penalty : {0.3, 0.05, 0.01, 1e-5}) {
      for (const std::int64_t steps : {1, 2, 50, 400}) {
        const at::Tensor quick =
            dfr::fit_l1_logistic(problem.x, problem.labels, centre, penalty, steps);
        const at::Tensor plain = plain_fista(problem, centre, penalty, steps);
        EXPECT_LT((quick - plain).abs().max().item<double>(), 1e-7)
            << "penalty " << penalty << ", " << steps << " steps, from "
            << (from_nothing ? "nothing" : "a head");
      }
    }
  }
}

TEST(L1Logistic, FewOrMostClassesMoveByThePenalty) {
  // Or the test above would not see classes join.
  const L1Problem problem = make_l1_problem();
  const at::Tensor zero = at::zeros_like(problem.centre);
  const auto moved = [&](const at::Tensor& centre, double penalty) {
    return moved_classes(dfr::fit_l1_logistic(problem.x, problem.labels, centre, penalty, 400),
                         centre);
  };
  EXPECT_EQ(moved(zero, 0.05), 5);
  EXPECT_LE(moved(problem.centre, 0.05), 5);
  EXPECT_GT(moved(problem.centre, 1e-5), kClasses / 2);
}

TEST(L1Logistic, WithoutStepsTheHeadIsTheCentre) {
  const L1Problem problem = make_l1_problem();
  EXPECT_TRUE(dfr::fit_l1_logistic(problem.x, problem.labels, problem.centre, 0.05, 0)
                  .equal(problem.centre));
}

}  // namespace
}  // namespace remedy
