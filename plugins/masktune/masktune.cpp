// MaskTune (Asgari et al., NeurIPS 2022, arXiv 2210.00055): the pixels that the prediction hangs on
// most are hidden, and the network is trained on what is left, so that it looks elsewhere. The
// saliency is Grad-CAM (Selvaraju et al., ICCV 2017, arXiv 1610.02391) of the baseline's own
// prediction at the last stage that still has places; the paper takes xGradCAM.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

#include <cmath>
#include <stdexcept>
#include <tuple>

namespace {

class Masktune : public remedy::Remediation {
 public:
  explicit Masktune(const remedy::Parameters& parameters)
      : options_(parameters), share_(parameters.real("hidden")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    std::vector<at::Tensor> parts;
    for (const at::Tensor& part : context.training_data().images.split(32)) {
      parts.push_back(hide(context.baseline(), part));
    }
    const at::Tensor masked = at::cat(parts);
    remedy::finetune(model, context, options_, [&](remedy::Model& m, const remedy::Batch& batch) {
      const at::Tensor now = m.forward(masked.index_select(0, batch.rows));
      return remedy::weighted_cross_entropy(now, batch);
    });
  }

 private:
  // The images with the `share_` of pixels that matter most set to 0, the mean colour.
  at::Tensor hide(remedy::Model& model, const at::Tensor& images) const {
    const std::size_t end = model.stages().size();
    std::size_t stage = end - 1;
    at::Tensor map;
    {
      const at::NoGradGuard no_grad;
      for (; stage > 0; --stage) {
        map = model.run(images, 0, stage);
        if (map.dim() == 4 && map.size(2) * map.size(3) > 1) break;
      }
    }
    if (stage == 0) throw std::runtime_error("no stage of the network has places to look at");
    at::Tensor leaf = map.detach().clone().requires_grad_();
    std::get<0>(model.run(leaf, stage, end).max(1)).sum().backward();
    const at::NoGradGuard no_grad;
    for (const auto& one : model.parameters()) one.tensor.mutable_grad().reset();
    const at::Tensor weights = leaf.grad().mean({2, 3}, /*keepdim=*/true);
    const at::Tensor cam = (weights * leaf).sum(1, /*keepdim=*/true);
    const at::Tensor fine = at::upsample_bilinear2d(cam, {images.size(2), images.size(3)},
                                                    /*align_corners=*/false);
    return images * seen(fine.flatten(1)).view(fine.sizes());
  }

  // 0 for the `share_` of each row's values that are largest, 1 for the others. An enlarged map has
  // many values that are equal but for rounding, which no two devices do alike: they are compared
  // by 256 levels, and of one level the first are hidden.
  at::Tensor seen(const at::Tensor& saliency) const {
    const at::Tensor least = std::get<0>(saliency.min(1, /*keepdim=*/true));
    const at::Tensor range = std::get<0>(saliency.max(1, /*keepdim=*/true)) - least;
    const at::Tensor levels = ((saliency - least) / range.clamp_min(1e-30) * 255).round();
    const at::Tensor order =
        std::get<1>(at::sort(levels, /*stable=*/true, /*dim=*/1, /*descending=*/true));
    const auto hidden = std::llround(share_ * static_cast<double>(saliency.size(1)));
    return at::ones_like(saliency).scatter_(1, order.narrow(1, 0, hidden), 0);
  }

  remedy::FinetuneOptions options_;
  double share_;
};

}  // namespace

REMEDY_REMEDIATION(Masktune, "masktune", "1.1.0",
                   "The mixed fine-tune with the pixels hidden that the baseline looks at most.",
                   remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
                   remedy::needs::convolutions, remedy::finetune_parameters(),
                   remedy::real("hidden", 0.2, remedy::fraction,
                                "share of the pixels that is hidden"));
