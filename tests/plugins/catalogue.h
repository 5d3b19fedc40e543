// The plugins as the worker loads them, and what their tests measure of a network.
#pragma once

#include <ATen/core/grad_mode.h>
#include <dlfcn.h>
#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <string>

#include "places.h"
#include "remedy/remediation.h"
#include "remedy/training.h"
#include "remedy/weights.h"
#include "sdk/fake_context.h"

namespace remedy::catalogue {

using Values = std::map<std::string, ParameterValue>;

inline const PluginDescriptor& load(const std::string& id) {
  const std::string path = binary_dir() + "/lib/remedy/plugins/" + id + ".so";
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw std::runtime_error(dlerror());
  return *reinterpret_cast<EntryPoint>(dlsym(handle, kEntryPoint))();
}

// Applies a plugin with its defaults, but for `changes`.
inline void apply(const std::string& id, const Values& changes, Model& model, Context& context) {
  const PluginDescriptor& plugin = load(id);
  Values values;
  for (std::uint32_t i = 0; i < plugin.parameter_count; ++i) {
    const ParameterSpec& row = plugin.parameters[i];
    if (row.optional) {
      values[row.name] = std::monostate();
    } else if (row.kind == ParameterKind::kChoice) {
      values[row.name] = std::string(row.text);
    } else if (row.kind == ParameterKind::kInteger) {
      values[row.name] = static_cast<std::int64_t>(row.number);
    } else if (row.kind == ParameterKind::kFlag) {
      values[row.name] = row.number != 0;
    } else {
      values[row.name] = row.number;
    }
  }
  for (const auto& [name, value] : changes) {
    ASSERT_EQ(values.count(name), 1U) << id << " has no parameter " << name;
    values[name] = value;
  }
  Remediation* remediation = plugin.create(Parameters(values));
  remediation->apply(model, context);
  plugin.destroy(remediation);
  EXPECT_FALSE(model.is_training()) << id;
}

inline std::unique_ptr<ResNet> after(const std::string& id, Values changes, std::int64_t steps = 3,
                                     double learning_rate = 0.05) {
  FakeContext context(steps);
  auto network = make_network();
  changes.emplace("learning_rate", learning_rate);
  apply(id, changes, *network, context);
  return network;
}

inline double distance(Model& one, Model& other) {
  return std::max(largest_difference(one.parameters(), other.parameters()),
                  largest_difference(one.buffers(), other.buffers()));
}

inline double moved(Model& model, Trained trained) {
  const auto start = make_network();
  return largest_difference(trained_parameters(model, trained),
                            trained_parameters(*start, trained));
}

// Mean cross-entropy on the rows that `chosen` marks, in evaluation mode.
inline double loss_on(Model& model, const at::Tensor& chosen) {
  const at::NoGradGuard no_grad;
  FakeContext context(1);
  const at::Tensor rows = chosen.nonzero().squeeze(1);
  return at::cross_entropy_loss(model.forward(context.data_.images.index_select(0, rows)),
                                context.data_.labels.index_select(0, rows))
      .item<double>();
}

inline at::Tensor baseline_probability() {
  FakeContext context(1);
  return at::softmax(context.baseline_logits(), 1)
      .gather(1, context.data_.labels.unsqueeze(1))
      .squeeze(1);
}

}  // namespace remedy::catalogue
