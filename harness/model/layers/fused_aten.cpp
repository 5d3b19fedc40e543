#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>

#include <optional>

#include "core/error.h"
#include "model/layers/folded.h"
#include "model/layers/fused_networks.h"

namespace remedy {
namespace {

using Operator = c10::optional<c10::OperatorHandle>;

Operator find_operator(const char* name, const char* overload) {
  return c10::Dispatcher::singleton().findSchema({name, overload});
}

// What the compiler of PyTorch 2 fuses with: y = relu(conv(x) + bias), and z = relu(z + conv(x) +
// bias) in place. libtorch 1.x has none of them. They are called by value stack, since their types
// differ between versions.
struct FusedOperators {
  Operator convolution = find_operator("mkldnn::_convolution_pointwise", "");
  Operator addition = find_operator("mkldnn::_convolution_pointwise_", "binary");
  Operator reorder = find_operator("mkldnn::_reorder_convolution_weight", "");

  bool there() const { return convolution && addition && reorder; }
};

at::Tensor call(const Operator& op, std::vector<c10::IValue> stack) {
  op->callBoxed(&stack);
  return stack.at(0).toTensor();
}

c10::IValue pair(std::int64_t value) { return std::vector<std::int64_t>{value, value}; }

c10::IValue no_scalars() {
  return c10::impl::GenericList(c10::OptionalType::create(c10::NumberType::get()));
}

class AtenNetwork final : public InferenceNetwork {
 public:
  AtenNetwork(const ResidualLayers& layers, Precision precision)
      : InferenceNetwork(layers.stages()),
        folded_(layers),
        type_(precision == Precision::kBFloat16 ? at::kBFloat16 : at::kFloat),
        fused_(layers.head_weight.device().is_cpu() && operators_.there()) {
    pack(folded_.stem);
    for (FoldedBlock& block : folded_.blocks) {
      for (FoldedConvolution& unit : block.main) pack(unit);
      if (block.shortcut) pack(*block.shortcut);
    }
  }

  std::string kind() const override {
    return std::string(fused_ ? "libtorch, fused, " : "libtorch, ") +
           (type_ == at::kBFloat16 ? "bfloat16" : "float32");
  }

  at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) override {
    const at::NoGradGuard no_grad;
    at::Tensor x = input;
    bool ours = false;  // whether x may be overwritten
    for (std::size_t stage = first; stage < last; ++stage, ours = true) {
      if (stage == 0) {
        x = stem(x.to(type_).contiguous(at::MemoryFormat::ChannelsLast));
      } else if (stage <= folded_.blocks.size()) {
        x = block(folded_.blocks[stage - 1], x, ours);
      } else {
        x = run_after_blocks(folded_, x, stage - folded_.blocks.size() - 1);
      }
    }
    return x;
  }

 private:
  void pack(FoldedConvolution& unit) const {
    unit.weight = unit.weight.to(type_);
    unit.bias = unit.bias.to(type_);
    if (!fused_) return;
    unit.weight = call(operators_.reorder, {unit.weight, pair(unit.padding), pair(unit.stride),
                                            pair(1), std::int64_t{1}, c10::IValue()});
  }

  at::Tensor stem(const at::Tensor& images) const {
    const at::Tensor x = convolve(folded_.stem, images, /*relu=*/true);
    if (!folded_.pooling) return x;
    return at::max_pool2d(x, /*kernel_size=*/3, /*stride=*/2, folded_.pooling->padding,
                          /*dilation=*/1, folded_.pooling->ceil);
  }

  at::Tensor block(const FoldedBlock& block, const at::Tensor& x, bool ours) const {
    at::Tensor y = x;
    for (std::size_t i = 0; i + 1 < block.main.size(); ++i) {
      y = convolve(block.main[i], y, /*relu=*/true);
    }
    at::Tensor sum = block.shortcut ? convolve(*block.shortcut, x, /*relu=*/false)
                     : ours         ? x
                                    : x.clone();
    return add_convolution(block.main.back(), y, sum);
  }

  at::Tensor convolve(const FoldedConvolution& unit, const at::Tensor& x, bool relu) const {
    if (fused_) {
      return call(operators_.convolution,
                  {x, unit.weight, unit.bias, pair(unit.padding), pair(unit.stride), pair(1),
                   std::int64_t{1}, relu ? "relu" : "none", no_scalars(), ""});
    }
    const at::Tensor y = at::conv2d(x, unit.weight, unit.bias, at::IntArrayRef(unit.stride),
                                    at::IntArrayRef(unit.padding));
    return relu ? y.relu_() : y;
  }

  at::Tensor add_convolution(const FoldedConvolution& unit, const at::Tensor& x,
                             at::Tensor& sum) const {
    if (fused_) {
      return call(operators_.addition,
                  {sum, x, unit.weight, unit.bias, pair(unit.padding), pair(unit.stride), pair(1),
                   std::int64_t{1}, "add", at::Scalar(1.0), "relu", no_scalars(), ""});
    }
    return sum.add_(convolve(unit, x, /*relu=*/false)).relu_();
  }

  FoldedResNet folded_;
  at::ScalarType type_;
  FusedOperators operators_;
  bool fused_;
};

}  // namespace

std::unique_ptr<InferenceNetwork> make_aten_network(const ResidualLayers& layers,
                                                    Precision precision) {
  return std::make_unique<AtenNetwork>(layers, precision);
}

}  // namespace remedy
