// Fast trainable projection (Tian et al., NeurIPS 2023, arXiv 2310.19182): after every step each
// row of a weight is projected back to where its L1 distance from the baseline is at most gamma:
// w = w0 + min(1, gamma / |c|_1) c, c = w~ - w0. Each tensor's gamma starts at 1e-8 and is learned
// by Adam along the gradient that the step before says it has, sum_rows <g, c> / |c|_1; where
// that is positive, the tensor had better be closer, it counts kappa times. No penalty to tune.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

#include <cmath>

namespace {

constexpr double kSmallest = 1e-8;

class Ftp : public remedy::Remediation {
 public:
  explicit Ftp(const remedy::Parameters& parameters)
      : options_(parameters), mu_(parameters.real("mu")), kappa_(parameters.real("kappa")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const std::unique_ptr<remedy::Model> start = model.clone();
    std::vector<Radius> radii(model.parameters().size());
    int step = 0;
    options_.after_step = [&](remedy::Model& m) {
      ++step;
      for (std::size_t i = 0; i < radii.size(); ++i) {
        project(m.parameters()[i].tensor, start->parameters()[i].tensor, radii[i], step);
      }
    };
    remedy::finetune(model, context, options_);
  }

 private:
  struct Radius {
    double gamma = kSmallest, first = 0, second = 0;
    at::Tensor direction;  // c / |c|_1 of the step before, [rows, numbers of a row]
  };

  void project(at::Tensor w, const at::Tensor& w0, Radius& radius, int step) const {
    if (!w.grad().defined()) return;
    const std::int64_t rows = w.dim() > 1 ? w.size(0) : 1;
    const at::Tensor c = (w - w0).reshape({rows, -1});
    const at::Tensor norms = c.abs().sum(1, /*keepdim=*/true) + kSmallest;
    if (step > 1) {
      double slope = (w.grad().reshape({rows, -1}) * radius.direction).sum().item<double>();
      if (slope > 0) slope *= kappa_;
      radius.first = 0.9 * radius.first + 0.1 * slope;
      radius.second = 0.999 * radius.second + 0.001 * slope * slope;
      const double second = radius.second / (1 - std::pow(0.999, step));
      const double by = radius.first / (1 - std::pow(0.9, step)) / (std::sqrt(second) + 1e-8);
      radius.gamma = std::min(radius.gamma - mu_ * by, norms.max().item<double>());
      radius.gamma = std::max(radius.gamma, kSmallest);
    }
    w.copy_(w0 + ((radius.gamma / norms).clamp_max(1) * c).reshape(w.sizes()));
    radius.direction = c / norms;
  }

  remedy::FinetuneOptions options_;
  double mu_, kappa_;
};

}  // namespace

REMEDY_REMEDIATION(
    Ftp, "ftp", "1.0.0", "The mixed fine-tune within learned distances from the baseline.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::finetune_parameters(),
    remedy::real("mu", 1e-2, remedy::positive, "step size of the distances; 1e-2 in the paper"),
    remedy::real("kappa", 1, remedy::fraction, "weight of slopes that shrink a distance; 1 or 0"));
