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
  constexpr std::size_t kNamesShown = 12;
  std::vector<std::string> shown(items.begin(),
                                 items.begin() + std::min(items.size(), kNamesShown));
  if (items.size() > kNamesShown) shown.push_back(fmt::format("... ({} in all)", items.size()));
  return join(shown, ", ");
}

}  // namespace

void load_weights(Network& network, const StateDict& weights, const std::string& source) {
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
    throw Error("{}: these are not the weights of a {}:{}", source, network.description(),
                problems);
  }
  const at::NoGradGuard no_grad;
  for (const NamedTensor& own : network.state()) {
    if (const StoredTensor* stored = weights.find(own.name)) own.tensor.copy_(to_tensor(*stored));
  }
}

void save_weights(const Network& network, const std::filesystem::path& file) {
  TensorList tensors;
  for (const NamedTensor& own : network.state()) tensors.add(own.name, own.tensor);
  if (file.extension() == ".pth") {
    write_pth(file, tensors.views());
  } else {
    write_safetensors(file, tensors.views(), {{"format", "pt"}});
  }
}

std::size_t equal_stages(const Network& a, const Network& b) {
  const std::vector<std::string>& stages = a.stages();
  const auto stage_of = [&](const std::string& tensor) {
    for (std::size_t i = 1; i < stages.size(); ++i) {
      if (tensor.rfind(stages[i] + ".", 0) == 0) return i;
    }
    return std::size_t{0};  // "conv1" and "bn1"
  };
  std::size_t equal = stages.size();
  for (std::size_t i = 0; i < a.state().size(); ++i) {
    const std::size_t stage = stage_of(a.state()[i].name);
    // How many batches a network has been trained on changes nothing that it computes.
    if (stage >= equal || a.state()[i].tensor.scalar_type() == at::kLong) continue;
    if (!at::equal(a.state()[i].tensor, b.state()[i].tensor)) equal = stage;
  }
  return equal;
}

std::string first_not_finite(const Network& network) {
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
