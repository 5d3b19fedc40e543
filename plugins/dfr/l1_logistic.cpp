#include "l1_logistic.h"

#include <ATen/ATen.h>

#include <cmath>

namespace dfr {
namespace {

// An iterate and the point ahead of it where the next gradient is taken, both as differences from
// the centre.
struct Accelerated {
  at::Tensor now, ahead;

  void move_to(const at::Tensor& next, double momentum) {
    ahead = next + (next - now) * momentum;
    now = next;
  }
  void add_rows(std::int64_t count) {
    const at::Tensor zeros = at::zeros({count, now.size(1)}, now.options());
    now = at::cat({now, zeros});
    ahead = at::cat({ahead, zeros});
  }
};

}  // namespace

at::Tensor fit_l1_logistic(const at::Tensor& x, const at::Tensor& labels, const at::Tensor& centre,
                           double penalty, std::int64_t steps) {
  const auto n = static_cast<double>(x.size(0));
  const std::int64_t classes = centre.size(0), d = x.size(1) - 1;
  const at::Tensor features = x.narrow(1, 0, d);
  const at::Tensor target = at::one_hot(labels, classes).to(x.scalar_type());
  const double bound = 0.5 * at::linalg_eigvalsh(x.matmul(x.t()) / n).max().item<double>();
  const double shrink = penalty / bound;
  const at::Tensor centre_logits = x.matmul(centre.t());
  const at::Tensor widest = features.abs().amax(1);  // of each image

  Accelerated bias{at::zeros({classes}, x.options()), at::zeros({classes}, x.options())};
  at::Tensor moving = at::empty({0}, labels.options());  // the classes whose weights take part
  at::Tensor still = at::ones({classes}, labels.options().dtype(at::kBool));  // the others
  Accelerated weight{at::zeros({0, d}, x.options()), at::zeros({0, d}, x.options())};
  double t = 1;
  for (std::int64_t step = 0; step < steps; ++step) {
    at::Tensor logits = centre_logits + bias.ahead;
    logits.index_add_(1, moving, features.matmul(weight.ahead.t()));
    const at::Tensor residual = (at::softmax(logits, 1) - target) / n;
    // No weight's gradient is larger than `reach` of its class; one that is at most the penalty
    // leaves the weight at the centre.
    const at::Tensor reach = widest.matmul(residual.abs());
    const at::Tensor joining = (reach > penalty).logical_and_(still).nonzero().squeeze(1);
    if (joining.size(0) > 0) {
      still.index_fill_(0, joining, 0);
      moving = at::cat({moving, joining});
      weight.add_rows(joining.size(0));
    }
    const double t_next = (1 + std::sqrt(1 + 4 * t * t)) / 2, momentum = (t - 1) / t_next;
    const at::Tensor gradient = residual.index_select(1, moving).t().matmul(features);
    const at::Tensor away = weight.ahead - gradient / bound;
    weight.move_to(away - away.clamp(-shrink, shrink), momentum);
    bias.move_to(bias.ahead - residual.sum(0) / bound, momentum);
    t = t_next;
  }
  at::Tensor result = centre.clone();
  result.narrow(1, 0, d).index_add_(0, moving, weight.now);
  result.select(1, d).add_(bias.now);
  return result;
}

}  // namespace dfr
