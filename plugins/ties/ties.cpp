// TIES-merging (Yadav et al., NeurIPS 2023, arXiv 2306.01708): theta0 + scale * tau, tau merged
// from what each of the remediations that a study names by `after:` added to the weights. Trim: of
// each, the share `density` of largest magnitude over the whole network stays, the rest is 0.
// Elect: of every weight the sign of the sum. Merge: the mean of those that are not 0 and have this
// sign. Weights over which the sum is exactly 0 stay the baseline's. Buffers are the plain mean.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <remedy/training.h>
#include <remedy/weights.h>

#include <cmath>

namespace {

// All parameters, one after the other: float [n].
at::Tensor flat(const remedy::Model& model) {
  std::vector<at::Tensor> parts;
  for (const auto& one : model.parameters()) parts.push_back(one.tensor.detach().flatten());
  return at::cat(parts);
}

class Ties : public remedy::Remediation {
 public:
  explicit Ties(const remedy::Parameters& parameters)
      : density_(parameters.real("density")),
        scale_(parameters.real("scale")),
        recalibrate_(parameters.choice("batch_norm") == "recalibrate") {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const auto& merged = context.predecessors();
    remedy::Model& start = context.baseline();
    const at::Tensor images = context.training_data().images;
    if (scale_ == 0) return remedy::interpolate(model, start, 0);
    const at::Tensor from = flat(start);
    std::vector<at::Tensor> tasks;
    for (std::size_t i = 0; i < merged.size(); ++i) {
      tasks.push_back(trimmed(flat(*merged[i]) - from));
      // The mean of the buffers so far; the parameters are written below.
      remedy::interpolate(model, *merged[i], static_cast<double>(i) / static_cast<double>(i + 1));
    }
    write(model, from + merge(at::stack(tasks)) * scale_);
    if (recalibrate_) remedy::recalibrate_batch_norm(model, images, 0);
  }

 private:
  at::Tensor trimmed(const at::Tensor& task) const {
    const auto kept =
        static_cast<std::int64_t>(std::llround(density_ * static_cast<double>(task.numel())));
    if (kept >= task.numel()) return task;
    const at::Tensor size = task.abs();
    const at::Tensor least =
        std::get<0>(size.kthvalue(task.numel() - std::max<std::int64_t>(kept, 1) + 1));
    return at::where(size >= least, task, at::zeros_like(task));
  }

  // tasks: [k, n]
  static at::Tensor merge(const at::Tensor& tasks) {
    const at::Tensor elected = tasks.sum(0).sign();
    const at::Tensor agree = (tasks.sign() == elected).logical_and(tasks != 0);
    return (tasks * agree).sum(0) / agree.sum(0).clamp_min(1);
  }

  static void write(remedy::Model& model, const at::Tensor& weights) {
    const at::NoGradGuard no_grad;
    std::int64_t at = 0;
    for (const auto& one : model.parameters()) {
      at::Tensor tensor = one.tensor;
      tensor.copy_(weights.narrow(0, at, tensor.numel()).view(tensor.sizes()));
      at += tensor.numel();
    }
  }

  double density_, scale_;
  bool recalibrate_;
};

}  // namespace

REMEDY_REMEDIATION(
    Ties, "ties", "1.0.0",
    "Merges the weights of several remediations: trims their changes, elects signs, averages.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::predecessor |
        remedy::uses::predecessors,
    remedy::real("density", 0.2, remedy::Range{0, 1, true, false},
                 "share of each change that is kept, the largest; 0.2 in the paper"),
    remedy::identity_at(0, remedy::real("scale", 1, remedy::non_negative,
                                        "of the merged change; 0.8 to 1.8 in the paper")),
    remedy::choice("batch_norm", "raw", "raw|recalibrate",
                   "mean statistics, or statistics of the training images"));
