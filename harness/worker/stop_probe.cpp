#include "worker/stop_probe.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "model/weights.h"

namespace remedy {

StopProbe::StopProbe(const Network& baseline, const SuiteTensor& images,
                     const std::vector<std::int32_t>& labels, std::int64_t batch)
    : baseline_(baseline),
      images_(images),
      labels_(labels),
      batch_(batch),
      inference_(make_inference_network(baseline, Precision::kFloat32)),
      activations_(*inference_, images, batch, budget_) {}

double StopProbe::accuracy(const Network& network) {
  const std::size_t unchanged = equal_stages(network, baseline_);
  const auto inference = make_inference_network(network, Precision::kFloat32);
  return correct_share(activations_.logits(*inference, unchanged));
}

double StopProbe::accuracy(Model& model) const {
  return correct_share(compute_logits(model, images_, batch_));
}

double StopProbe::correct_share(const at::Tensor& logits) const {
  const auto classes = logits.size(1);
  const float* row = logits.data_ptr<float>();
  std::size_t correct = 0;
  for (std::size_t i = 0; i < labels_.size(); ++i, row += classes) {
    correct += std::max_element(row, row + classes) - row == labels_[i];
  }
  return static_cast<double>(correct) / static_cast<double>(labels_.size());
}

}  // namespace remedy
