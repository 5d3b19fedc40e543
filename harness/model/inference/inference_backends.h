// The ways to run an InferenceNetwork.
#pragma once

#include <memory>

#include "model/architectures/resnet.h"
#include "model/inference/inference.h"

namespace remedy {

// libtorch's own operators, on any device: on a CPU, where this libtorch has them, oneDNN's fused
// ones.
std::unique_ptr<InferenceNetwork> make_aten_network(const ResNet& network, Precision precision);

// oneDNN 2.x itself, on a CPU: activations stay in its blocked layouts from the first convolution
// to the last. Only where built with REMEDY_ONEDNN.
std::unique_ptr<InferenceNetwork> make_onednn_network(const ResNet& network, Precision precision);

}  // namespace remedy
