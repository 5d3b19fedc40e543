// How residual networks are evaluated.
#include "model/architectures/resnet.h"
#include "model/layers/fused_networks.h"

namespace remedy {

std::unique_ptr<InferenceNetwork> ResNet::fused_inference(Precision precision) const {
  if (device_.is_cpu()) {
    if (auto network = make_onednn_network(layers(), precision)) return network;
  }
  return make_aten_network(layers(), precision);
}

}  // namespace remedy
