#include "model/architectures/scripted.h"

#include <ATen/ATen.h>
#include <torch/script.h>

#include <sstream>
#include <vector>

#include "core/error.h"
#include "core/text.h"

namespace remedy {
namespace {

using torch::jit::Module;

// The module of a dotted name; nothing where there is none.
std::optional<Module> submodule(const Module& program, const std::string& name) {
  Module at = program;
  std::istringstream parts(name);
  for (std::string part; std::getline(parts, part, '.');) {
    if (!at.hasattr(part) || !at.attr(part).isModule()) return std::nullopt;
    at = at.attr(part).toModule();
  }
  return at;
}

// Names of linear layers with so many outputs.
std::string candidates(const Module& program, int classes) {
  std::vector<std::string> names;
  for (const auto& one : program.named_parameters()) {
    if (one.value.dim() != 2 || one.value.size(0) != classes) continue;
    if (ends_with(one.name, ".weight")) names.push_back(one.name.substr(0, one.name.size() - 7));
  }
  return names.empty() ? "there is no linear layer of so many outputs in it"
                       : "linear layers of so many outputs: " + join(names, ", ");
}

// Without the optimiser, which rewrites a program after its first runs, so that later ones round
// otherwise.
at::Tensor run_program(Module& program, const at::Tensor& images) {
  const torch::jit::GraphOptimizerEnabledGuard plain(false);
  const c10::IValue result = program.forward({images});
  if (!result.isTensor()) {
    throw Error(
        "the program gives {}, expected logits as one tensor: wrap it in a module that "
        "returns them alone",
        result.tagKind());
  }
  return result.toTensor();
}

class ScriptedNetwork final : public Network {
 public:
  // `program`'s head is the identity: it gives the features.
  ScriptedNetwork(const Module& program, std::string head_name, at::Tensor head_weight,
                  at::Tensor head_bias, c10::Device device)
      : program_(program),
        head_name_(std::move(head_name)),
        head_weight_(std::move(head_weight)),
        head_bias_(std::move(head_bias)),
        device_(device),
        stages_({"body", head_name_}) {
    program_.eval();
    for (const auto& one : program_.named_parameters()) {
      if (one.name == head_name_ + ".weight" || one.name == head_name_ + ".bias") continue;
      add(one.name, one.value, parameters_);
    }
    add(head_name_ + ".weight", head_weight_, parameters_);
    if (head_bias_.defined()) add(head_name_ + ".bias", head_bias_, parameters_);
    for (const auto& one : program_.named_buffers()) add(one.name, one.value, buffers_);
    for (const NamedTensor& one : parameters_) {
      if (at::isFloatingType(one.tensor.scalar_type())) one.tensor.requires_grad_();
    }
  }

  const std::vector<std::string>& stages() const override { return stages_; }
  at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) override {
    at::Tensor x = input;
    if (first == 0 && last > 0) x = run_program(program_, x);
    return last > 1 ? at::linear(x, head_weight_, head_bias_) : x;
  }
  const std::vector<NamedTensor>& parameters() const override { return parameters_; }
  const std::vector<NamedTensor>& buffers() const override { return buffers_; }
  void train(bool on) override {
    program_.train(on);
    training_ = on;
  }
  bool is_training() const override { return training_; }
  BatchNormStatistics* batch_norm() override { return nullptr; }

  std::string description() const override {
    return fmt::format("TorchScript program with {} classes", classes());
  }
  int classes() const override { return static_cast<int>(head_weight_.size(0)); }
  c10::Device device() const override { return device_; }
  const std::vector<NamedTensor>& state() const override { return state_; }
  std::unique_ptr<Network> copy() const override {
    const at::NoGradGuard no_grad;  // or its weights would be results of copying
    const auto own = [](const at::Tensor& tensor) {
      return tensor.defined() ? tensor.clone() : tensor;
    };
    return std::make_unique<ScriptedNetwork>(program_.deepcopy(), head_name_, own(head_weight_),
                                             own(head_bias_), device_);
  }

 private:
  void add(const std::string& name, const at::Tensor& tensor, std::vector<NamedTensor>& to) {
    to.push_back({name, tensor});
    state_.push_back({name, tensor});
  }

  Module program_;
  std::string head_name_;
  at::Tensor head_weight_, head_bias_;  // [classes, d] and [classes], or none
  c10::Device device_;
  bool training_ = false;
  std::vector<std::string> stages_;
  std::vector<NamedTensor> state_, parameters_, buffers_;
};

Module read_program(const std::filesystem::path& file, c10::Device device) {
  try {
    return torch::jit::load(file.string(), device);
  } catch (const c10::Error& error) {
    throw Error("{}: is no TorchScript program that this libtorch reads: {}", file.string(),
                std::string(error.what_without_backtrace()));
  }
}

void require_linear(const std::filesystem::path& file, const Module& program,
                    const std::optional<Module>& layer, const std::string& name, int classes) {
  if (!layer) {
    throw Error("{}: baseline.head: there is no module \"{}\" in the program; {}", file.string(),
                name, candidates(program, classes));
  }
  const bool linear = layer->hasattr("weight") && layer->attr("weight").isTensor() &&
                      layer->attr("weight").toTensor().dim() == 2;
  if (!linear) {
    throw Error("{}: baseline.head: \"{}\" is no linear layer; {}", file.string(), name,
                candidates(program, classes));
  }
  if (const std::int64_t found = layer->attr("weight").toTensor().size(0); found != classes) {
    throw Error("{}: baseline.head: \"{}\" has {} outputs, and the study {} classes; {}",
                file.string(), name, found, classes, candidates(program, classes));
  }
}

}  // namespace

std::unique_ptr<Network> load_scripted(const std::filesystem::path& file, const std::string& head,
                                       int classes, int pixels, c10::Device device) {
  Module program = read_program(file, device);
  if (program.named_parameters().size() == 0) {
    throw Error("{}: the program has no parameters, as after torch.jit.freeze; save it before",
                file.string());
  }
  std::optional<Module> layer = submodule(program, head);
  require_linear(file, program, layer, head, classes);
  program.eval();
  const at::Tensor images = at::linspace(-1, 1, std::int64_t{6} * pixels * pixels)
                                .view({2, 3, pixels, pixels})
                                .to(device);
  const at::NoGradGuard no_grad;
  const at::Tensor expected = run_program(program, images);

  const at::Tensor weight = layer->attr("weight").toTensor().detach().clone();
  const bool biased = layer->hasattr("bias") && layer->attr("bias").isTensor();
  const at::Tensor bias = biased ? layer->attr("bias").toTensor().detach().clone() : at::Tensor();
  // Products with ones and zeros are exact: the program then gives what the head sees.
  layer->setattr("weight", at::eye(weight.size(1), weight.options()));
  if (biased) layer->setattr("bias", at::zeros({weight.size(1)}, weight.options()));
  auto network = std::make_unique<ScriptedNetwork>(program, head, weight, bias, device);
  const at::Tensor found = network->forward(images);
  if (found.sizes() != expected.sizes() ||
      !at::allclose(found, expected, /*rtol=*/1e-3, /*atol=*/1e-4)) {
    throw Error(
        "{}: baseline.head: something happens in the program behind \"{}\": the head has "
        "to be the last layer, and its output the logits",
        file.string(), head);
  }
  return network;
}

}  // namespace remedy
