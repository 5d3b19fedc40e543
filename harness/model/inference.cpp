#include "model/inference.h"

#include "model/inference_backends.h"

namespace remedy {

std::unique_ptr<InferenceNetwork> make_inference_network(const ResNet& network,
                                                         Precision precision) {
#ifdef REMEDY_ONEDNN
  if (network.device().is_cpu()) return make_onednn_network(network, precision);
#endif
  return make_aten_network(network, precision);
}

}  // namespace remedy
