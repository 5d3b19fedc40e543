// Whether a network is run with the geometry that it was trained with: what its batch norms have
// gathered tells, where the shapes of its weights do not.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

#include "model/architectures/resnet.h"

namespace remedy {

// How far the statistics that a network holds lie from those of `images`, float [n, 3, H, W]: the
// Kullback-Leibler divergence (nats) between normal distributions of these means and variances, at
// most 5 for a channel, as a mean over channels and then over layers. About 0 for images of the
// kind that it was trained on. The network is left as it is.
double statistics_misfit(const ResNet& network, const at::Tensor& images);

struct BetterGeometry {
  Geometry geometry;
  double misfit = 0;  // with it
  double given = 0;   // with the network's own
};

// Another geometry that the same weights take, where the network's statistics say so beyond doubt:
// they fit the images well under it, and several times worse under the network's own. Tried are,
// for stems of 3x3, strides 1 and 2 with and without pooling, and both places of the stride in
// bottlenecks; if the network's own fits well, none. None of networks of another family.
std::optional<BetterGeometry> better_geometry(const Network& network, const at::Tensor& images);

}  // namespace remedy
