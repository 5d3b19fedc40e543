// What the tensors of a network show of it, whatever its family: their names and shapes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace remedy {

// Strides and pooling do not show: they are core/study/geometry.h.
struct ResidualShape {
  std::int64_t base_width = 64;
  std::int64_t kernel = 7;  // of the first convolution
};

struct TransformerShape {
  std::int64_t pixels = 224;  // along a side of the images that it has positions for
};

// Nothing but the name: every size is the architecture's.
struct DenseShape {};

// All that shapes show.
struct NetworkShape {
  std::string architecture = "resnet18";
  std::int64_t classes = 1000;  // 0: everything but a head
  std::variant<ResidualShape, TransformerShape, DenseShape> of_family;

  const ResidualShape* residual() const { return std::get_if<ResidualShape>(&of_family); }
  const TransformerShape* transformer() const { return std::get_if<TransformerShape>(&of_family); }
};

// "a resnet18 with 10 classes, base width 64 and a first convolution of 7x7"
std::string in_words(const NetworkShape& shape);

struct ExpectedTensor {
  std::string name;  // torchvision's
  std::vector<std::int64_t> shape;
  bool counter = false;  // num_batches_tracked: one number, of any type, and it may be missing
  bool head = false;     // of the last layer, which people rename
};

// How the same tensors are named elsewhere.
struct NameFamily {
  const char* name;  // "torchvision's and timm's", for messages
  std::string (*rename)(const std::string& torchvision);
};

// torchvision's own names.
std::string unchanged(const std::string& torchvision);

// The shape of the tensor of a name (torchvision's); nullptr where there is none.
using ShapeOf = std::function<const std::vector<std::int64_t>*(const std::string& name)>;

// A family of networks as its tensors show it.
struct TensorFamily {
  std::vector<NameFamily> names;  // torchvision's first
  // torchvision's names of tensors that each of its networks has, good to find a prefix by; the
  // first is the best.
  std::vector<std::string> anchors;
  // In the order of torchvision's state dict, weight and bias of the head last.
  std::vector<ExpectedTensor> (*tensors)(const NetworkShape& shape);
  // The network whose tensors these look like, as far as the number of layers, the first
  // convolution and the head tell; that all of them are there is not checked.
  std::optional<NetworkShape> (*recognise)(const ShapeOf& shape_of);
};

const std::vector<const TensorFamily*>& tensor_families();
// Throws Error on an unknown architecture.
const TensorFamily& tensor_family(const std::string& architecture);
// How "torchvision" or "timm" names the tensors of an architecture. Throws Error as
// tensor_family().
const NameFamily& names_of(const std::string& architecture, const std::string& whose);
// tensor_family(shape.architecture).tensors(shape)
std::vector<ExpectedTensor> tensors_of(const NetworkShape& shape);

// Expected tensors, gathered in order.
class TensorNames {
 public:
  void add(const std::string& name, std::vector<std::int64_t> shape);
  // `name`.weight alone
  void convolution(const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel);
  // Scales, shifts, statistics and the counter of batches.
  void batch_norm(const std::string& name, std::int64_t channels);
  // `name`.weight and `name`.bias
  void affine(const std::string& name, std::vector<std::int64_t> weight);
  void head(const std::string& name, std::int64_t classes, std::int64_t features);
  std::vector<ExpectedTensor> take() { return std::move(all_); }

 private:
  std::vector<ExpectedTensor> all_;
};

}  // namespace remedy
