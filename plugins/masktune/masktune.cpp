// MaskTune (Asgari et al., NeurIPS 2022, arXiv 2210.00055): the pixels that the prediction hangs on
// most are hidden, and the network is trained on what is left, so that it looks elsewhere. The
// saliency is Grad-CAM (Selvaraju et al., ICCV 2017, arXiv 1610.02391) of the baseline's own
// prediction at the last stage that still has places; the paper takes xGradCAM.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

#include <stdexcept>

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
    const at::Tensor flat = fine.flatten(1);
    const at::Tensor limit = at::quantile(flat, 1 - share_, 1, /*keepdim=*/true);
    const at::Tensor seen = (flat <= limit).view(fine.sizes());
    return images * seen;
  }

  remedy::FinetuneOptions options_;
  double share_;
};

}  // namespace

REMEDY_REMEDIATION(Masktune, "masktune", "1.0.0",
                   "The mixed fine-tune with the pixels hidden that the baseline looks at most.",
                   remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
                   remedy::needs::convolutions, remedy::finetune_parameters(),
                   remedy::real("hidden", 0.2, remedy::fraction,
                                "share of the pixels that is hidden"));
