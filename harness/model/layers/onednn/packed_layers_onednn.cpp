#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <utility>

#include "model/layers/onednn/onednn_convolution.h"
#include "model/layers/packed_layers.h"

namespace remedy::packed {
namespace {

using dnnl::memory;
using onednn::Convolution;
using onednn::describe;
using onednn::engine;
using onednn::execute;
using onednn::kBlock;
using onednn::shape_of;
using onednn::wrap;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using Tag = memory::format_tag;

dnnl::normalization_flags norm_flags(bool relu, bool training) {
  auto flags = dnnl::normalization_flags::use_scale | dnnl::normalization_flags::use_shift;
  if (!training) flags = flags | dnnl::normalization_flags::use_global_stats;
  if (relu) flags = flags | dnnl::normalization_flags::fuse_norm_relu;
  return flags;
}

dnnl::batch_normalization_forward::primitive_desc describe_norm(const memory::dims& shape,
                                                                bool relu, bool training,
                                                                double epsilon) {
  return {dnnl::batch_normalization_forward::desc(
              dnnl::prop_kind::forward_training, describe(shape, Tag::aBcd16b),
              static_cast<float>(epsilon), norm_flags(relu, training)),
          engine().engine};
}

// What ReLU let through, in oneDNN's own form; one byte where there is no ReLU.
at::Tensor make_workspace(const dnnl::batch_normalization_forward::primitive_desc& description) {
  const auto bytes = static_cast<std::int64_t>(description.workspace_desc().get_size());
  return at::empty({std::max<std::int64_t>(bytes, 1)}, at::kByte);
}

struct Call {
  std::int64_t stride, padding;
  Then then;
  bool training;
  double epsilon;
  StemPooling pooling;

  bool relu() const { return then != Then::kNothing; }
  bool pool() const { return then == Then::kReluAndPool; }
};

memory::dims pooled(memory::dims shape, const StemPooling& pooling) {
  for (std::size_t i = 2; i < 4; ++i) shape[i] = pooling.out(shape[i]);
  return shape;
}

memory::dims padding_before(const StemPooling& pooling) {
  return {pooling.padding, pooling.padding};
}

memory::dims padding_behind(const memory::dims& in, const StemPooling& pooling) {
  return {pooling.padding_behind(in[2]), pooling.padding_behind(in[3])};
}

dnnl::pooling_forward::primitive_desc describe_pool(const memory::dims& in,
                                                    const StemPooling& pooling) {
  return {dnnl::pooling_forward::desc(dnnl::prop_kind::forward_training,
                                      dnnl::algorithm::pooling_max, describe(in, Tag::aBcd16b),
                                      describe(pooled(in, pooling), Tag::aBcd16b), {2, 2}, {3, 3},
                                      padding_before(pooling), padding_behind(in, pooling)),
          engine().engine};
}

// The largest values, and which they were in oneDNN's own form.
std::pair<at::Tensor, at::Tensor> max_pool(const at::Tensor& x, const StemPooling& pooling) {
  const auto description = describe_pool(shape_of(x), pooling);
  const at::Tensor y = onednn::empty_packed(pooled(shape_of(x), pooling));
  const at::Tensor workspace =
      at::empty({static_cast<std::int64_t>(description.workspace_desc().get_size())}, at::kByte);
  execute(dnnl::pooling_forward(description),
          {{DNNL_ARG_SRC, wrap(x, description.src_desc())},
           {DNNL_ARG_WORKSPACE, wrap(workspace, description.workspace_desc())},
           {DNNL_ARG_DST, wrap(y, description.dst_desc())}});
  return {y, workspace};
}

at::Tensor max_pool_gradient(const memory::dims& in, const at::Tensor& gradient,
                             const at::Tensor& workspace, const StemPooling& pooling) {
  const auto hint = describe_pool(in, pooling);
  const dnnl::pooling_backward::primitive_desc description(
      dnnl::pooling_backward::desc(dnnl::algorithm::pooling_max, describe(in, Tag::aBcd16b),
                                   describe(pooled(in, pooling), Tag::aBcd16b), {2, 2}, {3, 3},
                                   padding_before(pooling), padding_behind(in, pooling)),
      engine().engine, hint);
  const at::Tensor result = onednn::empty_packed(in);
  execute(dnnl::pooling_backward(description),
          {{DNNL_ARG_DIFF_DST, wrap(gradient, description.diff_dst_desc())},
           {DNNL_ARG_WORKSPACE, wrap(workspace, hint.workspace_desc())},
           {DNNL_ARG_DIFF_SRC, wrap(result, description.diff_src_desc())}});
  return result;
}

// The same by libtorch's operators, for gradients of gradients.
at::Tensor plainly(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& gamma,
                   const at::Tensor& beta, const at::Tensor& mean, const at::Tensor& variance,
                   const Call& call) {
  const at::Tensor y = at::batch_norm(
      at::conv2d(x.dim() == 5 ? unpack(x) : x, weight, {}, call.stride, call.padding), gamma, beta,
      call.training ? at::Tensor() : mean, call.training ? at::Tensor() : variance, call.training,
      /*momentum=*/0, call.epsilon, /*cudnn_enabled=*/false);
  if (call.pool()) {
    return pack(at::max_pool2d(at::relu(y), /*kernel_size=*/3, /*stride=*/2, call.pooling.padding,
                               /*dilation=*/1, call.pooling.ceil));
  }
  return pack(call.relu() ? at::relu(y) : y);
}

class ConvNormFunction : public torch::autograd::Function<ConvNormFunction> {
 public:
  // Returns the output, and the mean and variance (over n, not n - 1) that it was normalised by.
  static variable_list forward(AutogradContext* context, const at::Tensor& x,
                               const at::Tensor& weight, const at::Tensor& gamma,
                               const at::Tensor& beta, const at::Tensor& running_mean,
                               const at::Tensor& running_variance, const Call& call) {
    const Convolution convolution(shape_of(x), shape_of(weight), call.stride, call.padding);
    const at::Tensor between = convolution(x, weight);
    const auto description =
        describe_norm(convolution.out(), call.relu(), call.training, call.epsilon);
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
    auto [output, largest] = call.pool() ? max_pool(y, call.pooling) : std::pair(y, at::Tensor());
    context->save_for_backward(
        {x, weight, gamma, beta, between, mean, variance, workspace, largest});
    context->saved_data["stride"] = call.stride;
    context->saved_data["padding"] = call.padding;
    context->saved_data["then"] = static_cast<std::int64_t>(call.then);
    context->saved_data["training"] = call.training;
    context->saved_data["epsilon"] = call.epsilon;
    context->saved_data["pool_padding"] = std::int64_t{call.pooling.padding};
    context->saved_data["pool_ceil"] = call.pooling.ceil;
    context->mark_non_differentiable({mean, variance});
    return {output, mean, variance};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const Call call = {context->saved_data["stride"].toInt(),
                       context->saved_data["padding"].toInt(),
                       static_cast<Then>(context->saved_data["then"].toInt()),
                       context->saved_data["training"].toBool(),
                       context->saved_data["epsilon"].toDouble(),
                       {static_cast<int>(context->saved_data["pool_padding"].toInt()),
                        context->saved_data["pool_ceil"].toBool()}};
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
                                 const at::Tensor& given, const Call& call, variable_list& result) {
    const at::Tensor &x = saved[0], &weight = saved[1], &gamma = saved[2], &beta = saved[3],
                     &between = saved[4];
    const Convolution convolution(shape_of(x), shape_of(weight), call.stride, call.padding);
    const auto hint = describe_norm(convolution.out(), call.relu(), call.training, call.epsilon);
    const memory::desc layout = describe(convolution.out(), Tag::aBcd16b);
    const dnnl::batch_normalization_backward::primitive_desc description(
        dnnl::batch_normalization_backward::desc(dnnl::prop_kind::backward, layout, layout,
                                                 static_cast<float>(call.epsilon),
                                                 norm_flags(call.relu(), call.training)),
        engine().engine, hint);
    // What pooling passes on is ours, and may be written over.
    const at::Tensor gradient =
        call.pool() ? max_pool_gradient(convolution.out(), given, saved[8], call.pooling) : given;
    const at::Tensor before_norm = call.pool() ? gradient : at::empty_like(between);
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
      result[0] = convolution.by_input(x, weight, before_norm);
    }
    if (context.needs_input_grad(1)) {
      result[1] = convolution.by_weight(x, weight, before_norm);
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

at::Tensor conv_norm(const ConvNorm& unit, const at::Tensor& x, Then then, const Norm& norm,
                     const StemPooling& pooling) {
  const variable_list result = ConvNormFunction::apply(
      x, unit.weight, unit.gamma, unit.beta, unit.mean, unit.variance,
      Call{unit.stride, unit.padding, then, norm.training, unit.epsilon, pooling});
  if (norm.training && norm.momentum > 0) {
    const at::NoGradGuard no_grad;
    const memory::dims normalised =
        Convolution(shape_of(x), shape_of(unit.weight), unit.stride, unit.padding).out();
    const auto values = static_cast<double>(normalised[0] * normalised[2] * normalised[3]);
    unit.mean.mul_(1 - norm.momentum).add_(result[1], norm.momentum);
    unit.variance.mul_(1 - norm.momentum)
        .add_(result[2], norm.momentum * values / std::max(values - 1, 1.0));
  }
  return result[0];
}

at::Tensor average_pool(const at::Tensor& x) { return x.mean({2, 3}).flatten(1); }

}  // namespace remedy::packed
