#include "model/inference.h"

#include "model/inference_backends.h"
#ifdef REMEDY_ONEDNN
#include "core/error.h"
#include "model/onednn_program.h"
#endif

namespace remedy {

std::unique_ptr<InferenceNetwork> make_inference_network(const ResNet& network,
                                                         Precision precision) {
#ifdef REMEDY_ONEDNN
  if (network.device().is_cpu()) return make_onednn_network(network, precision);
#endif
  return make_aten_network(network, precision);
}

std::string convolution_library() {
#ifdef REMEDY_ONEDNN
  const dnnl::version_t* version = dnnl::version();
  onednn::Engine engine;
  return fmt::format("oneDNN {}.{}.{}, {}", version->major, version->minor, version->patch,
                     onednn::has_winograd(engine) ? "Winograd's where 3x3" : "direct (no AVX-512)");
#else
  return "libtorch's";
#endif
}

}  // namespace remedy
