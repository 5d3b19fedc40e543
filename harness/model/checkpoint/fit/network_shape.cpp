#include "model/checkpoint/fit/network_shape.h"

#include <algorithm>

#include "core/error.h"
#include "core/study/architectures.h"
#include "model/checkpoint/fit/dense.h"
#include "model/checkpoint/fit/residual.h"
#include "model/checkpoint/fit/transformer.h"

namespace remedy {

std::string in_words(const NetworkShape& shape) {
  std::string text = fmt::format("a {} with {} classes", shape.architecture, shape.classes);
  if (const TransformerShape* transformer = shape.transformer()) {
    return text + fmt::format(" for images of {0}x{0} pixels", transformer->pixels);
  }
  if (const ResidualShape* residual = shape.residual()) {
    return text + fmt::format(", base width {0} and a first convolution of {1}x{1}",
                              residual->base_width, residual->kernel);
  }
  return text;
}

std::string unchanged(const std::string& torchvision) { return torchvision; }

const std::vector<const TensorFamily*>& tensor_families() {
  static const std::vector<const TensorFamily*> all = {&residual_family(), &transformer_family(),
                                                       &dense_family()};
  return all;
}

const TensorFamily& tensor_family(const std::string& architecture) {
  const ArchitectureInfo* info = find_architecture(architecture);
  if (info == nullptr || info->scripted()) {
    throw Error("there is no architecture \"{}\" whose tensors are known", architecture);
  }
  if (info->transformer() != nullptr) return transformer_family();
  return info->dense() != nullptr ? dense_family() : residual_family();
}

const NameFamily& names_of(const std::string& architecture, const std::string& whose) {
  const std::vector<NameFamily>& all = tensor_family(architecture).names;
  const auto found = std::find_if(all.begin(), all.end(), [&](const NameFamily& one) {
    return std::string(one.name).find(whose + "'s") != std::string::npos;
  });
  return found == all.end() ? all.front() : *found;
}

std::vector<ExpectedTensor> tensors_of(const NetworkShape& shape) {
  return tensor_family(shape.architecture).tensors(shape);
}

void TensorNames::add(const std::string& name, std::vector<std::int64_t> shape) {
  ExpectedTensor& tensor = all_.emplace_back();
  tensor.name = name;
  tensor.shape = std::move(shape);
}

void TensorNames::convolution(const std::string& name, std::int64_t in, std::int64_t out,
                              std::int64_t kernel) {
  add(name + ".weight", {out, in, kernel, kernel});
}

void TensorNames::batch_norm(const std::string& name, std::int64_t channels) {
  affine(name, {channels});
  add(name + ".running_mean", {channels});
  add(name + ".running_var", {channels});
  add(name + ".num_batches_tracked", {});
  all_.back().counter = true;
}

void TensorNames::affine(const std::string& name, std::vector<std::int64_t> weight) {
  const std::int64_t out = weight.front();
  add(name + ".weight", std::move(weight));
  add(name + ".bias", {out});
}

void TensorNames::head(const std::string& name, std::int64_t classes, std::int64_t features) {
  affine(name, {classes, features});
  all_.back().head = true;
  all_[all_.size() - 2].head = true;
}

}  // namespace remedy
