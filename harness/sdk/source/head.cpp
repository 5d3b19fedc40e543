#include "remedy/head.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <stdexcept>

#include "remedy/weights.h"

namespace remedy {

LinearHead::LinearHead(const Model& model) {
  const at::NoGradGuard no_grad;
  const auto head = trained_parameters(model, Trained::kHead);
  if (head.size() != 2 || head[0].tensor.dim() != 2 || head[1].tensor.dim() != 1) {
    throw std::invalid_argument("the last stage, " + model.stages().back() +
                                ", is not one linear layer with a bias, which this method changes");
  }
  model_weight_ = head[0].tensor;
  model_bias_ = head[1].tensor;
  weight_ = model_weight_.to(at::kDouble);
  bias_ = model_bias_.to(at::kDouble);
}

void LinearHead::write(double strength, const at::Tensor& weight_change,
                       const at::Tensor& bias_change) {
  const at::NoGradGuard no_grad;
  model_weight_.copy_(weight_ + strength * weight_change);
  model_bias_.copy_(bias_ + strength * bias_change);
}

at::Tensor rows_of(const TrainingData& data, std::int64_t group) {
  return (data.groups == group).nonzero().squeeze(1);
}

PairFeatures pair_features(Model& model, Context& context) {
  const TrainingData& data = context.training_data();
  const at::Tensor images = data.images.index_select(0, rows_of(data, kCounterexample));
  return {extract_features(model, images).to(at::kDouble),
          extract_features(model, context.pairs().originals).to(at::kDouble)};
}

}  // namespace remedy
