// Residual networks without batch norm, evaluated by the fastest operators that a library offers.
#pragma once

#include <memory>
#include <string>

#include "model/inference.h"
#include "model/layers/residual_layers.h"

namespace remedy {

// libtorch's own operators, on any device: on a CPU, where this libtorch has them, oneDNN's fused
// ones.
std::unique_ptr<InferenceNetwork> make_aten_network(const ResidualLayers& layers,
                                                    Precision precision);

// oneDNN 2.x itself, on a CPU: activations stay in its blocked layouts from the first convolution
// to the last. Nothing in a build without it.
std::unique_ptr<InferenceNetwork> make_onednn_network(const ResidualLayers& layers,
                                                      Precision precision);

// What computes convolutions on a CPU, in words.
std::string convolution_library();

}  // namespace remedy
