#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>

#include "model/blocked.h"
#include "model/onednn_program.h"

namespace remedy::blocked {
namespace {

using dnnl::memory;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using Tag = memory::format_tag;

constexpr std::int64_t kBlock = 16;

onednn::Engine& engine() {
  static thread_local onednn::Engine instance;
  return instance;
}

memory::desc describe(const memory::dims& shape, Tag layout) {
  return {shape, memory::data_type::f32, layout};
}

// What oneDNN makes of a tensor's sizes: [n, c, h, w].
memory::dims shape_of(const at::Tensor& x) {
  if (x.dim() == 5) return {x.size(0), x.size(1) * kBlock, x.size(2), x.size(3)};
  return {x.sizes().begin(), x.sizes().end()};
}

at::Tensor empty_packed(const memory::dims& shape) {
  return at::empty({shape[0], shape[1] / kBlock, shape[2], shape[3], kBlock}, at::kFloat);
}

memory wrap(const at::Tensor& x, const memory::desc& layout) {
  return {layout, engine().engine, x.data_ptr()};
}

memory wrap(const at::Tensor& vector) { return wrap(vector, describe({vector.numel()}, Tag::a)); }

void execute(const dnnl::primitive& primitive, const std::unordered_map<int, memory>& arguments) {
  primitive.execute(engine().stream, arguments);
  engine().stream.wait();
}

// A tensor in the layout that a primitive asks for; `kept` owns the memory.
memory in_layout(const at::Tensor& x, const memory::desc& wanted, at::Tensor& kept) {
  if (x.dim() == 5) {
    kept = x.contiguous();
    return wrap(kept, wanted);
  }
  const bool winograd = onednn::is_winograd(wanted);  // transformed from NCHW alone
  kept = x.contiguous(winograd ? at::MemoryFormat::Contiguous : at::MemoryFormat::ChannelsLast);
  const memory given = wrap(kept, describe(shape_of(x), winograd ? Tag::abcd : Tag::acdb));
  return given.get_desc() == wanted ? given : engine().reordered(given, wanted);
}

// A convolution of one shape in its three directions.
class Convolution {
 public:
  Convolution(memory::dims in, memory::dims weight, std::int64_t stride, std::int64_t padding)
      : in_(std::move(in)), weight_(std::move(weight)), stride_(stride), padding_(padding) {
    const auto after = [&](memory::dim size) {
      return (size + 2 * padding - weight_[2]) / stride + 1;
    };
    out_ = {in_[0], weight_[0], after(in_[2]), after(in_[3])};
  }

  const memory::dims& out() const { return out_; }

  dnnl::convolution_forward::primitive_desc forward() const {
    return first([&](dnnl::algorithm algorithm, bool allow_empty) {
      return forward_by(algorithm, allow_empty);
    });
  }

  dnnl::convolution_backward_data::primitive_desc backward_input() const {
    return first([&](dnnl::algorithm algorithm, bool allow_empty) {
      const auto hint = forward_by(algorithm, allow_empty);
      if (!hint) return dnnl::convolution_backward_data::primitive_desc();
      return dnnl::convolution_backward_data::primitive_desc(
          dnnl::convolution_backward_data::desc(algorithm, input(), any(weight_), output(),
                                                both(stride_), both(padding_), both(padding_)),
          engine().engine, hint, allow_empty);
    });
  }

  dnnl::convolution_backward_weights::primitive_desc backward_weight() const {
    return first([&](dnnl::algorithm algorithm, bool allow_empty) {
      const auto hint = forward_by(algorithm, allow_empty);
      if (!hint) return dnnl::convolution_backward_weights::primitive_desc();
      return dnnl::convolution_backward_weights::primitive_desc(
          dnnl::convolution_backward_weights::desc(algorithm, input(), any(weight_), output(),
                                                   both(stride_), both(padding_), both(padding_)),
          engine().engine, hint, allow_empty);
    });
  }

 private:
  static memory::dims both(std::int64_t value) { return {value, value}; }
  static memory::desc any(const memory::dims& shape) { return describe(shape, Tag::any); }
  memory::desc input() const {
    return describe(in_, in_[1] % kBlock == 0 ? Tag::aBcd16b : Tag::any);
  }
  memory::desc output() const { return describe(out_, Tag::aBcd16b); }

  // Winograd's where there is one.
  template <class Describe>
  auto first(const Describe& by) const -> decltype(by(dnnl::algorithm::undef, false)) {
    if (weight_[2] == 3 && stride_ == 1) {
      if (auto fast = by(dnnl::algorithm::convolution_winograd, /*allow_empty=*/true)) return fast;
    }
    return by(dnnl::algorithm::convolution_direct, /*allow_empty=*/false);
  }

  dnnl::convolution_forward::primitive_desc forward_by(dnnl::algorithm algorithm,
                                                       bool allow_empty) const {
    return {dnnl::convolution_forward::desc(dnnl::prop_kind::forward_training, algorithm, input(),
                                            any(weight_), output(), both(stride_), both(padding_),
                                            both(padding_)),
            engine().engine, allow_empty};
  }

  memory::dims in_, weight_, out_;
  std::int64_t stride_, padding_;
};

at::Tensor convolve(const Convolution& convolution, const at::Tensor& x, const at::Tensor& weight) {
  const auto description = convolution.forward();
  at::Tensor kept_x, kept_weight, y = empty_packed(convolution.out());
  execute(dnnl::convolution_forward(description),
          {{DNNL_ARG_SRC, in_layout(x, description.src_desc(), kept_x)},
           {DNNL_ARG_WEIGHTS, in_layout(weight, description.weights_desc(), kept_weight)},
           {DNNL_ARG_DST, wrap(y, description.dst_desc())}});
  return y;
}

at::Tensor input_gradient(const Convolution& convolution, const at::Tensor& x,
                          const at::Tensor& weight, const at::Tensor& gradient) {
  const auto description = convolution.backward_input();
  at::Tensor kept_weight;
  const memory weights = in_layout(weight, description.weights_desc(), kept_weight);
  const memory given = wrap(gradient, description.diff_dst_desc());
  const auto run = [&](const memory& out) {
    execute(dnnl::convolution_backward_data(description),
            {{DNNL_ARG_DIFF_DST, given}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DIFF_SRC, out}});
  };
  if (x.dim() == 5) {
    at::Tensor result = at::empty_like(x);
    run(wrap(result, description.diff_src_desc()));
    return result;
  }
  memory own(description.diff_src_desc(), engine().engine);
  run(own);
  at::Tensor result = at::empty(x.sizes(), x.options(), at::MemoryFormat::ChannelsLast);
  memory plain = wrap(result, describe(shape_of(x), Tag::acdb));
  execute(dnnl::reorder(own, plain), {{DNNL_ARG_FROM, own}, {DNNL_ARG_TO, plain}});
  return result;
}

at::Tensor weight_gradient(const Convolution& convolution, const at::Tensor& x,
                           const at::Tensor& weight, const at::Tensor& gradient) {
  const auto description = convolution.backward_weight();
  at::Tensor kept_x;
  memory own(description.diff_weights_desc(), engine().engine);
  execute(dnnl::convolution_backward_weights(description),
          {{DNNL_ARG_SRC, in_layout(x, description.src_desc(), kept_x)},
           {DNNL_ARG_DIFF_DST, wrap(gradient, description.diff_dst_desc())},
           {DNNL_ARG_DIFF_WEIGHTS, own}});
  at::Tensor result = at::empty(weight.sizes(), weight.options(), at::MemoryFormat::ChannelsLast);
  memory plain = wrap(result, describe(shape_of(weight), Tag::acdb));
  execute(dnnl::reorder(own, plain), {{DNNL_ARG_FROM, own}, {DNNL_ARG_TO, plain}});
  return result;
}

dnnl::batch_normalization_forward::primitive_desc describe_norm(const memory::dims& shape,
                                                                bool relu, bool training) {
  auto flags = dnnl::normalization_flags::use_scale | dnnl::normalization_flags::use_shift;
  if (!training) flags = flags | dnnl::normalization_flags::use_global_stats;
  if (relu) flags = flags | dnnl::normalization_flags::fuse_norm_relu;
  return {dnnl::batch_normalization_forward::desc(dnnl::prop_kind::forward_training,
                                                  describe(shape, Tag::aBcd16b),
                                                  static_cast<float>(kBatchNormEpsilon), flags),
          engine().engine};
}

// What ReLU let through, in oneDNN's own form; one byte where there is no ReLU.
at::Tensor make_workspace(const dnnl::batch_normalization_forward::primitive_desc& description) {
  const auto bytes = static_cast<std::int64_t>(description.workspace_desc().get_size());
  return at::empty({std::max<std::int64_t>(bytes, 1)}, at::kByte);
}

struct Call {
  std::int64_t stride, padding;
  bool relu, training;
};

// The same by libtorch's operators, for gradients of gradients.
at::Tensor plainly(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& gamma,
                   const at::Tensor& beta, const at::Tensor& mean, const at::Tensor& variance,
                   const Call& call) {
  const at::Tensor y = at::batch_norm(
      at::conv2d(x.dim() == 5 ? unpack(x) : x, weight, {}, call.stride, call.padding), gamma, beta,
      call.training ? at::Tensor() : mean, call.training ? at::Tensor() : variance, call.training,
      /*momentum=*/0, kBatchNormEpsilon, /*cudnn_enabled=*/false);
  return pack(call.relu ? at::relu(y) : y);
}

class ConvNormFunction : public torch::autograd::Function<ConvNormFunction> {
 public:
  // Returns the output, and the mean and variance (over n, not n - 1) that it was normalised by.
  static variable_list forward(AutogradContext* context, const at::Tensor& x,
                               const at::Tensor& weight, const at::Tensor& gamma,
                               const at::Tensor& beta, const at::Tensor& running_mean,
                               const at::Tensor& running_variance, const Call& call) {
    const Convolution convolution(shape_of(x), shape_of(weight), call.stride, call.padding);
    const at::Tensor between = convolve(convolution, x, weight);
    const auto description = describe_norm(convolution.out(), call.relu, call.training);
    const at::Tensor mean = call.training ? at::empty_like(gamma) : running_mean.clone();
    const at::Tensor variance = call.training ? at::empty_like(gamma) : running_variance.clone();
    const at::Tensor workspace = make_workspace(description);
    const at::Tensor y = at::empty_like(between);
    execute(dnnl::batch_normalization_forward(description),
            {{DNNL_ARG_SRC, wrap(between, description.src_desc())},
             {DNNL_ARG_SCALE, wrap(gamma)},
             {DNNL_ARG_SHIFT, wrap(beta)},
             {DNNL_ARG_MEAN, wrap(mean)},
             {DNNL_ARG_VARIANCE, wrap(variance)},
             {DNNL_ARG_WORKSPACE, wrap(workspace, description.workspace_desc())},
             {DNNL_ARG_DST, wrap(y, description.dst_desc())}});
    context->save_for_backward({x, weight, gamma, beta, between, mean, variance, workspace});
    context->saved_data["stride"] = call.stride;
    context->saved_data["padding"] = call.padding;
    context->saved_data["relu"] = call.relu;
    context->saved_data["training"] = call.training;
    context->mark_non_differentiable({mean, variance});
    return {y, mean, variance};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const Call call = {context->saved_data["stride"].toInt(),
                       context->saved_data["padding"].toInt(), context->saved_data["relu"].toBool(),
                       context->saved_data["training"].toBool()};
    variable_list result(7);
    if (at::GradMode::is_enabled()) {
      backward_plainly(*context, saved, gradients[0], call, result);
    } else {
      backward_by_onednn(*context, saved, gradients[0].contiguous(), call, result);
    }
    return result;
  }

 private:
  static void backward_by_onednn(AutogradContext& context, const variable_list& saved,
                                 const at::Tensor& gradient, const Call& call,
                                 variable_list& result) {
    const at::Tensor &x = saved[0], &weight = saved[1], &gamma = saved[2], &beta = saved[3],
                     &between = saved[4];
    const Convolution convolution(shape_of(x), shape_of(weight), call.stride, call.padding);
    const auto hint = describe_norm(convolution.out(), call.relu, call.training);
    auto flags = dnnl::normalization_flags::use_scale | dnnl::normalization_flags::use_shift;
    if (!call.training) flags = flags | dnnl::normalization_flags::use_global_stats;
    if (call.relu) flags = flags | dnnl::normalization_flags::fuse_norm_relu;
    const memory::desc layout = describe(convolution.out(), Tag::aBcd16b);
    const dnnl::batch_normalization_backward::primitive_desc description(
        dnnl::batch_normalization_backward::desc(dnnl::prop_kind::backward, layout, layout,
                                                 static_cast<float>(kBatchNormEpsilon), flags),
        engine().engine, hint);
    const at::Tensor before_norm = at::empty_like(between);
    const at::Tensor scale = at::empty_like(gamma), shift = at::empty_like(beta);
    execute(dnnl::batch_normalization_backward(description),
            {{DNNL_ARG_SRC, wrap(between, layout)},
             {DNNL_ARG_DIFF_DST, wrap(gradient, layout)},
             {DNNL_ARG_SCALE, wrap(gamma)},
             {DNNL_ARG_SHIFT, wrap(beta)},
             {DNNL_ARG_MEAN, wrap(saved[5])},
             {DNNL_ARG_VARIANCE, wrap(saved[6])},
             {DNNL_ARG_WORKSPACE, wrap(saved[7], hint.workspace_desc())},
             {DNNL_ARG_DIFF_SRC, wrap(before_norm, layout)},
             {DNNL_ARG_DIFF_SCALE, wrap(scale)},
             {DNNL_ARG_DIFF_SHIFT, wrap(shift)}});
    result[2] = scale;
    result[3] = shift;
    if (context.needs_input_grad(0)) {
      result[0] = input_gradient(convolution, x, weight, before_norm);
    }
    if (context.needs_input_grad(1)) {
      result[1] = weight_gradient(convolution, x, weight, before_norm);
    }
  }

  static void backward_plainly(AutogradContext& context, const variable_list& saved,
                               const at::Tensor& gradient, const Call& call,
                               variable_list& result) {
    const at::Tensor y = plainly(saved[0], saved[1], saved[2], saved[3], saved[5], saved[6], call);
    variable_list wanted;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < 4; ++i) {
      if (!context.needs_input_grad(i)) continue;
      wanted.push_back(saved[i]);
      places.push_back(i);
    }
    const variable_list found =
        torch::autograd::grad({y}, wanted, {gradient}, /*retain_graph=*/true,
                              /*create_graph=*/true);
    for (std::size_t i = 0; i < places.size(); ++i) result[places[i]] = found[i];
  }
};

class MaxPoolFunction : public torch::autograd::Function<MaxPoolFunction> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x) {
    const auto description = describe_forward(shape_of(x));
    const at::Tensor y = empty_packed(out_shape(shape_of(x)));
    const at::Tensor workspace =
        at::empty({static_cast<std::int64_t>(description.workspace_desc().get_size())}, at::kByte);
    execute(dnnl::pooling_forward(description),
            {{DNNL_ARG_SRC, wrap(x, description.src_desc())},
             {DNNL_ARG_WORKSPACE, wrap(workspace, description.workspace_desc())},
             {DNNL_ARG_DST, wrap(y, description.dst_desc())}});
    context->save_for_backward({x, workspace});
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor& x = saved[0];
    if (at::GradMode::is_enabled()) {
      const at::Tensor y = pack(at::max_pool2d(unpack(x), 3, 2, 1));
      return torch::autograd::grad({y}, {x}, {gradients[0]}, /*retain_graph=*/true,
                                   /*create_graph=*/true);
    }
    const memory::dims in = shape_of(x);
    const auto hint = describe_forward(in);
    const dnnl::pooling_backward::primitive_desc description(
        dnnl::pooling_backward::desc(dnnl::algorithm::pooling_max, describe(in, Tag::aBcd16b),
                                     describe(out_shape(in), Tag::aBcd16b), {2, 2}, {3, 3}, {1, 1},
                                     {1, 1}),
        engine().engine, hint);
    const at::Tensor gradient = gradients[0].contiguous(), result = at::empty_like(x);
    execute(dnnl::pooling_backward(description),
            {{DNNL_ARG_DIFF_DST, wrap(gradient, description.diff_dst_desc())},
             {DNNL_ARG_WORKSPACE, wrap(saved[1], hint.workspace_desc())},
             {DNNL_ARG_DIFF_SRC, wrap(result, description.diff_src_desc())}});
    return {result};
  }

 private:
  static memory::dims out_shape(memory::dims shape) {
    for (std::size_t i = 2; i < 4; ++i) shape[i] = (shape[i] - 1) / 2 + 1;
    return shape;
  }
  static dnnl::pooling_forward::primitive_desc describe_forward(const memory::dims& in) {
    return {dnnl::pooling_forward::desc(dnnl::prop_kind::forward_training,
                                        dnnl::algorithm::pooling_max, describe(in, Tag::aBcd16b),
                                        describe(out_shape(in), Tag::aBcd16b), {2, 2}, {3, 3},
                                        {1, 1}, {1, 1}),
            engine().engine};
  }
};

}  // namespace

bool available(std::int64_t channels) {
  static const bool winograd = onednn::has_winograd(engine());
  return winograd && channels % kBlock == 0 && !at::autocast::is_cpu_enabled();
}

at::Tensor pack(const at::Tensor& x) {
  return x.reshape({x.size(0), x.size(1) / kBlock, kBlock, x.size(2), x.size(3)})
      .permute({0, 1, 3, 4, 2})
      .contiguous();
}

at::Tensor unpack(const at::Tensor& x) {
  return x.permute({0, 1, 4, 2, 3})
      .reshape({x.size(0), x.size(1) * kBlock, x.size(2), x.size(3)})
      .contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor conv_norm(const ConvNorm& unit, const at::Tensor& x, bool relu, const Norm& norm) {
  const variable_list result =
      ConvNormFunction::apply(x, unit.weight, unit.gamma, unit.beta, unit.mean, unit.variance,
                              Call{unit.stride, unit.padding, relu, norm.training});
  if (norm.training && norm.momentum > 0) {
    const at::NoGradGuard no_grad;
    const at::Tensor& y = result[0];
    const auto values = static_cast<double>(y.size(0) * y.size(2) * y.size(3));
    unit.mean.mul_(1 - norm.momentum).add_(result[1], norm.momentum);
    unit.variance.mul_(1 - norm.momentum)
        .add_(result[2], norm.momentum * values / std::max(values - 1, 1.0));
  }
  return result[0];
}

at::Tensor max_pool(const at::Tensor& x) { return MaxPoolFunction::apply(x); }

at::Tensor average_pool(const at::Tensor& x) { return x.mean({2, 3}).flatten(1); }

}  // namespace remedy::blocked
