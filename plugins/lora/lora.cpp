// Low-rank adaptation (Hu et al., ICLR 2022, arXiv 2106.09685): weights of layers become W0 +
// scale B A, A [r, in], B [out, r], and A and B learn; a convolution is the matrix [out, in k k].
// Merged after every step, so that the network stays what it is, and the gradients of A and B are
// those of W by the chain rule. B starts at 0 as in the paper, A with orthonormal rows: at full
// rank and scale 1 the first step, and with A held every step, is that of the fine-tune.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <remedy/stopping.h>
#include <remedy/trainer.h>

#include <set>

namespace {

struct Adapter {
  at::Tensor weight, start, a, b;
};

class Lora : public remedy::Remediation {
 public:
  explicit Lora(const remedy::Parameters& parameters)
      : options_(parameters),
        rank_(parameters.integer("rank")),
        scale_(parameters.real("scale")),
        both_(parameters.choice("learns") == "both") {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    std::set<std::string> matrices;  // and no tokens or positions of a transformer
    for (const auto& one : model.parameters()) {
      const bool weight =
          one.name.size() > 6 && one.name.compare(one.name.size() - 6, 6, "weight") == 0;
      if (weight && one.tensor.dim() > 1) matrices.insert(one.name);
    }
    options_.trains = [&](const std::string& name) { return matrices.count(name) > 0; };
    remedy::Trainer trainer(model, context, options_);
    std::vector<Adapter> adapters;
    std::vector<at::Tensor> learning;
    for (const auto& one : trainer.trained()) {
      adapters.push_back(make_adapter(one.tensor));
      learning.push_back(adapters.back().b);
      if (both_) learning.push_back(adapters.back().a);
    }
    remedy::Optimizer optimizer(learning, options_, context.max_steps());
    remedy::until_stop(model, context, [&](std::int64_t) {
      const double loss = trainer.gradients([](remedy::Model& m, const remedy::Batch& batch) {
        return remedy::weighted_cross_entropy(remedy::logits(m, batch), batch);
      });
      const at::NoGradGuard no_grad;
      for (const Adapter& one : adapters) {
        const at::Tensor g = one.weight.grad().reshape({one.b.size(0), one.a.size(1)}) * scale_;
        one.b.mutable_grad() = g.matmul(one.a.t());
        one.a.mutable_grad() = one.b.t().matmul(g);
      }
      optimizer.step();
      for (Adapter& one : adapters) {
        const at::Tensor change = one.b.matmul(one.a).mul_(scale_);
        one.weight.copy_(one.start + change.view(one.weight.sizes()));
      }
      trainer.settle();
      return loss;
    });
  }

 private:
  Adapter make_adapter(const at::Tensor& weight) const {
    const at::NoGradGuard no_grad;
    const std::int64_t out = weight.size(0), in = weight.numel() / out;
    const std::int64_t rank = std::min(rank_, in);
    const auto options = weight.options().requires_grad(false);
    // Drawn on the CPU: a GPU's generator gives other numbers.
    const at::Tensor drawn = at::randn({in, rank}, options.device(at::kCPU));
    const at::Tensor columns = std::get<0>(at::linalg_qr(drawn)).to(options.device());
    return {weight, weight.detach().clone(), columns.t().contiguous().requires_grad_(),
            at::zeros({out, rank}, options).requires_grad_()};
  }

  remedy::FinetuneOptions options_;
  std::int64_t rank_;
  double scale_;
  bool both_;
};

}  // namespace

REMEDY_REMEDIATION(
    Lora, "lora", "1.0.0", "The mixed fine-tune of low-rank changes of every layer, merged.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop |
        remedy::uses::randomness,
    remedy::finetune_parameters(),
    remedy::integer("rank", 4, remedy::at_least(1), "of each change; at most that of its layer"),
    remedy::real("scale", 1, remedy::positive, "alpha / r in the paper's notation; 1 or 2 there"),
    remedy::choice("learns", "both", "both|b",
                   "A and B, or B alone (LoRA-FA, Zhang et al. 2023, arXiv 2308.03303)"));
