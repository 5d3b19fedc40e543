#include "model/weights.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <set>

#include "core/error.h"
#include "core/text.h"
#include "model/stored_tensors.h"

namespace remedy {
namespace {

std::string shape_text(at::IntArrayRef shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

bool may_be_missing(const std::string& name) {
  const std::string suffix = ".num_batches_tracked";
  return name.size() > suffix.size() &&
         name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0;
}

// The first few of a long list, with its length.
std::string listed(const std::vector<std::string>& items) {
  constexpr std::size_t kShown = 12;
  std::vector<std::string> shown(items.begin(), items.begin() + std::min(items.size(), kShown));
  if (items.size() > kShown) shown.push_back(fmt::format("... ({} in all)", items.size()));
  return join(shown, ", ");
}

}  // namespace

void load_weights(ResNet& network, const StateDict& weights, const std::string& source) {
  std::vector<std::string> missing, superfluous, misshapen;
  std::set<std::string> expected;
  for (const NamedTensor& own : network.state()) {
    expected.insert(own.name);
    const StoredTensor* stored = weights.find(own.name);
    if (stored == nullptr) {
      if (!may_be_missing(own.name)) missing.push_back(own.name);
    } else if (own.tensor.sizes() != at::IntArrayRef(stored->shape)) {
      misshapen.push_back(fmt::format("{} is {}, expected {}", own.name, shape_text(stored->shape),
                                      shape_text(own.tensor.sizes())));
    }
  }
  for (const StoredTensor& stored : weights.tensors()) {
    if (expected.count(stored.name) == 0) superfluous.push_back(stored.name);
  }
  std::string problems;
  if (!missing.empty()) problems += "\n  missing: " + listed(missing);
  if (!superfluous.empty()) problems += "\n  superfluous: " + listed(superfluous);
  if (!misshapen.empty()) problems += "\n  of another shape: " + listed(misshapen);
  if (!problems.empty()) {
    throw Error("{}: these are not the weights of a {} with {} classes and base width {}:{}",
                source, network.architecture().name, network.architecture().classes,
                network.architecture().base_width, problems);
  }
  const at::NoGradGuard no_grad;
  for (const NamedTensor& own : network.state()) {
    if (const StoredTensor* stored = weights.find(own.name)) own.tensor.copy_(to_tensor(*stored));
  }
}

void save_weights(const ResNet& network, const std::filesystem::path& file) {
  TensorList tensors;
  for (const NamedTensor& own : network.state()) tensors.add(own.name, own.tensor);
  if (file.extension() == ".pth") {
    write_pth(file, tensors.views());
  } else {
    write_safetensors(file, tensors.views(), {{"format", "pt"}});
  }
}

std::string first_not_finite(const ResNet& network) {
  const at::NoGradGuard no_grad;
  for (const NamedTensor& own : network.state()) {
    if (at::isFloatingType(own.tensor.scalar_type()) &&
        !at::isfinite(own.tensor).all().item<bool>()) {
      return own.name;
    }
  }
  return {};
}

}  // namespace remedy
