// For builds without oneDNN's own headers.
#include <stdexcept>

#include "model/layers/fused_networks.h"
#include "model/layers/packed_layers.h"

namespace remedy {

std::unique_ptr<InferenceNetwork> make_onednn_network(const ResidualLayers&, Precision) {
  return nullptr;
}

std::string convolution_library() { return "libtorch's"; }

namespace packed {
namespace {

[[noreturn]] at::Tensor absent() {
  throw std::logic_error("oneDNN's layout was asked for in a build without it");
}

}  // namespace

bool available(std::int64_t) { return false; }
at::Tensor pack(const at::Tensor&) { absent(); }
at::Tensor unpack(const at::Tensor&) { absent(); }
at::Tensor conv_norm(const ConvNorm&, const at::Tensor&, Then, const Norm&, const StemPooling&) {
  absent();
}
at::Tensor average_pool(const at::Tensor&) { absent(); }

}  // namespace packed
}  // namespace remedy
