#include "model/inference.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/error.h"

namespace remedy {
namespace {

// A network run as it is.
class PlainNetwork final : public InferenceNetwork {
 public:
  explicit PlainNetwork(std::unique_ptr<Network> network)
      : InferenceNetwork(network->stages().size()), network_(std::move(network)) {}

  at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) override {
    const at::NoGradGuard no_grad;
    return network_->run(input, first, last);
  }
  std::string kind() const override { return "libtorch, unfused, float32"; }

 private:
  std::unique_ptr<Network> network_;
};

}  // namespace

std::unique_ptr<InferenceNetwork> make_inference_network(const Network& network,
                                                         Precision precision) {
  if (auto fused = network.fused_inference(precision)) return fused;
  if (precision != Precision::kFloat32) {
    throw Error("evaluate.precision: a {} is evaluated in float32 alone, found {}",
                network.description(), to_string(precision));
  }
  return std::make_unique<PlainNetwork>(network.copy());
}

}  // namespace remedy
