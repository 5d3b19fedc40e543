// The tensors of a residual network: their names, and what their shapes show of the network.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace remedy {

struct ExpectedTensor {
  std::string name;  // torchvision's
  std::vector<std::int64_t> shape;
  bool counter = false;  // num_batches_tracked: one number, of any type, and it may be missing
  bool head = false;     // of the last layer, which people rename
};

// All that shapes show. The rest, strides and pooling, is core/study/geometry.h.
struct ResidualShape {
  std::string architecture = "resnet18";
  std::int64_t classes = 1000;
  std::int64_t base_width = 64;
  std::int64_t kernel = 7;  // of the first convolution
};

// In the order of torchvision's state dict. Throws Error on an unknown architecture.
std::vector<ExpectedTensor> residual_tensors(const ResidualShape& shape);

// How the same tensors are named elsewhere.
struct NameFamily {
  const char* name;  // "torchvision's and timm's", for messages
  std::string (*rename)(const std::string& torchvision);
};
const std::vector<NameFamily>& name_families();

// torchvision's names of tensors that every residual network has, good to find a prefix by; the
// first is the best.
const std::vector<std::string>& residual_anchors();

// The shape of the tensor of a name (torchvision's); nullptr where there is none.
using ShapeOf = std::function<const std::vector<std::int64_t>*(const std::string& name)>;
// The network whose tensors these look like, as far as the number of blocks, the first convolution
// and the head tell; that all of them are there is not checked. `classes` is 0 without a head.
std::optional<ResidualShape> recognise_residual(const ShapeOf& shape_of);

}  // namespace remedy
