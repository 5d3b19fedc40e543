// Surgical fine-tuning (Lee et al., ICLR 2023, arXiv 2210.11466): one part of the network learns,
// the rest stays. Their rule: the first block where the input shifts, the middle where features
// do, the last layer where labels or a spurious cue do. `auto` is their Auto-RGN: everything
// learns, each tensor at a rate times |g| / |w|, divided by the largest such ratio.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

#include <algorithm>
#include <stdexcept>

namespace {

class Surgical : public remedy::Remediation {
 public:
  explicit Surgical(const remedy::Parameters& parameters)
      : options_(parameters), part_(parameters.choice("part")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    std::vector<at::Tensor> before;
    if (part_ == "auto") {
      for (const auto& one : model.parameters()) before.push_back(one.tensor.detach().clone());
      options_.after_step = [&](remedy::Model& m) { scale_steps(m, before); };
    } else {
      options_.trains = [&](const std::string& name) { return in_part(model, name); };
      const auto& all = model.parameters();
      if (std::none_of(all.begin(), all.end(),
                       [&](const auto& one) { return in_part(model, one.name); })) {
        throw std::invalid_argument("part: " + part_ +
                                    " is of residual networks, and this network has none; allowed "
                                    "here: auto, stem, head");
      }
    }
    remedy::finetune(model, context, options_);
  }

 private:
  // The stem is all that belongs to no later stage.
  bool in_part(const remedy::Model& model, const std::string& name) const {
    const auto inside = [&](const std::string& stage) { return name.rfind(stage + ".", 0) == 0; };
    const auto& stages = model.stages();
    if (part_ == "head") return inside(stages.back());
    if (part_ == "stem") return std::none_of(stages.begin() + 1, stages.end(), inside);
    return inside(part_);
  }

  // Shortens the step from `before` of every tensor by its ratio. One of zeros has no ratio and
  // takes the whole step.
  static void scale_steps(remedy::Model& model, std::vector<at::Tensor>& before) {
    std::vector<double> ratios;
    double largest = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const double size = before[i].norm().item<double>();
      const at::Tensor gradient = model.parameters()[i].tensor.grad();
      const bool none = size == 0 || !gradient.defined();
      ratios.push_back(none ? -1 : gradient.norm().item<double>() / size);
      largest = std::max(largest, ratios.back());
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
      at::Tensor w = model.parameters()[i].tensor;
      if (ratios[i] >= 0 && largest > 0) w.copy_(before[i].lerp(w, ratios[i] / largest));
      before[i].copy_(w);
    }
  }

  remedy::FinetuneOptions options_;
  std::string part_;
};

}  // namespace

REMEDY_REMEDIATION(
    Surgical, "surgical", "1.0.0", "The mixed fine-tune of one part of the network.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::finetune_parameters(),
    remedy::choice("part", "auto", "auto|stem|layer1|layer2|layer3|layer4|head",
                   "what learns; auto: everything, at rates by relative gradient norm"));
