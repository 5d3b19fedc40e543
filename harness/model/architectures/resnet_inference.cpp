// How residual networks are evaluated.
#include "model/architectures/resnet.h"
#include "model/inference/inference_backends.h"

namespace remedy {

std::unique_ptr<InferenceNetwork> ResNet::fused_inference(Precision precision) const {
#ifdef REMEDY_ONEDNN
  if (device_.is_cpu()) return make_onednn_network(*this, precision);
#endif
  return make_aten_network(*this, precision);
}

}  // namespace remedy
