// The last layer as the linear map that it is, for methods that change it in closed form.
#pragma once

#include <ATen/core/Tensor.h>

#include "remedy/context.h"
#include "remedy/model.h"

namespace remedy {

// logits = features weight^T + bias, computed on in double.
class LinearHead {
 public:
  // Throws std::invalid_argument where the model's last stage is not one weight and one bias.
  explicit LinearHead(const Model& model);

  const at::Tensor& weight() const { return weight_; }  // double [classes, d], as it was at first
  const at::Tensor& bias() const { return bias_; }      // double [classes], likewise

  // Writes weight() + strength * weight_change and bias() + strength * bias_change into the model.
  // At a strength of 0 these are the first ones bit for bit.
  void write(double strength, const at::Tensor& weight_change, const at::Tensor& bias_change);

 private:
  at::Tensor model_weight_, model_bias_;  // the model's own
  at::Tensor weight_, bias_;
};

// Positions in the training data of the images of a group, int64.
at::Tensor rows_of(const TrainingData& data, std::int64_t group);

// Features of the counterexamples and of their originals, double [counterexamples, d] each, row by
// row. For remediations that declare uses::counterexamples and uses::pairs.
struct PairFeatures {
  at::Tensor changed, original;
};
PairFeatures pair_features(Model& model, Context& context);

}  // namespace remedy
