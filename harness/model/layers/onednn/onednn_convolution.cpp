#include "model/layers/onednn/onednn_convolution.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

namespace remedy::onednn {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;

// Winograd's convolution has room for several times its input: images are taken in parts.
constexpr std::int64_t kMostImages = 128;

memory::dims both(std::int64_t value) { return {value, value}; }

// A tensor in the layout that a primitive asks for; `kept` owns the memory.
memory in_layout(const at::Tensor& x, const memory::desc& wanted, at::Tensor& kept) {
  if (x.dim() == 5) {
    kept = x.contiguous();
    return wrap(kept, wanted);
  }
  const bool winograd = is_winograd(wanted);  // transformed from NCHW alone
  kept = x.contiguous(winograd ? at::MemoryFormat::Contiguous : at::MemoryFormat::ChannelsLast);
  const memory given = wrap(kept, describe(shape_of(x), winograd ? Tag::abcd : Tag::acdb));
  return given.get_desc() == wanted ? given : engine().reordered(given, wanted);
}

void to_channels_last(const memory& from, const at::Tensor& to) {
  const memory plain = wrap(to, describe(shape_of(to), Tag::acdb));
  execute(dnnl::reorder(from, plain), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, plain}});
}

// Winograd's convolution where it may be had, else the direct one.
template <class Describe>
auto first(bool winograd, const Describe& by) -> decltype(by(dnnl::algorithm::undef, false)) {
  if (winograd) {
    if (auto fast = by(dnnl::algorithm::convolution_winograd, /*may_fail=*/true)) return fast;
  }
  return by(dnnl::algorithm::convolution_direct, /*may_fail=*/false);
}

}  // namespace

Engine& engine() {
  static thread_local Engine instance;
  return instance;
}

memory::desc describe(const memory::dims& shape, Tag layout) {
  return {shape, memory::data_type::f32, layout};
}

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

Convolution::Convolution(memory::dims in, memory::dims weight, std::int64_t stride,
                         std::int64_t padding)
    : in_(std::move(in)), weight_(std::move(weight)), stride_(stride), padding_(padding) {
  const auto after = [&](memory::dim size) {
    return (size + 2 * padding - weight_[2]) / stride + 1;
  };
  out_ = {in_[0], weight_[0], after(in_[2]), after(in_[3])};
}

memory::desc Convolution::input() const {
  return describe(in_, in_[1] % kBlock == 0 ? Tag::aBcd16b : Tag::any);
}

memory::desc Convolution::output() const { return describe(out_, Tag::aBcd16b); }

dnnl::convolution_forward::primitive_desc Convolution::forward(dnnl::algorithm algorithm,
                                                               bool allow_empty) const {
  return {dnnl::convolution_forward::desc(dnnl::prop_kind::forward_training, algorithm, input(),
                                          describe(weight_, Tag::any), output(), both(stride_),
                                          both(padding_), both(padding_)),
          engine().engine, allow_empty};
}

dnnl::convolution_backward_data::primitive_desc Convolution::backward_input(
    dnnl::algorithm algorithm, bool allow_empty) const {
  const auto hint = forward(algorithm, allow_empty);
  if (!hint) return {};
  return {dnnl::convolution_backward_data::desc(algorithm, input(), describe(weight_, Tag::any),
                                                output(), both(stride_), both(padding_),
                                                both(padding_)),
          engine().engine, hint, allow_empty};
}

dnnl::convolution_backward_weights::primitive_desc Convolution::backward_weight(
    dnnl::algorithm algorithm, bool allow_empty) const {
  const auto hint = forward(algorithm, allow_empty);
  if (!hint) return {};
  return {dnnl::convolution_backward_weights::desc(algorithm, input(), describe(weight_, Tag::any),
                                                   output(), both(stride_), both(padding_),
                                                   both(padding_)),
          engine().engine, hint, allow_empty};
}

template <class Use>
void Convolution::in_parts(const Use& use) const {
  for (std::int64_t first = 0; first < in_[0]; first += kMostImages) {
    memory::dims in = in_;
    in[0] = std::min(kMostImages, in_[0] - first);
    use(Convolution(in, weight_, stride_, padding_), first, in[0]);
  }
}

at::Tensor Convolution::operator()(const at::Tensor& x, const at::Tensor& weight) const {
  const at::Tensor y = empty_packed(out_);
  in_parts([&](const Convolution& part, std::int64_t first, std::int64_t count) {
    part.run(x.narrow(0, first, count), weight, y.narrow(0, first, count));
  });
  return y;
}

at::Tensor Convolution::by_input(const at::Tensor& x, const at::Tensor& weight,
                                 const at::Tensor& gradient) const {
  const at::Tensor result = x.dim() == 5
                                ? at::empty_like(x)
                                : at::empty(x.sizes(), x.options(), at::MemoryFormat::ChannelsLast);
  in_parts([&](const Convolution& part, std::int64_t first, std::int64_t count) {
    part.run_by_input(weight, gradient.narrow(0, first, count), result.narrow(0, first, count));
  });
  return result;
}

at::Tensor Convolution::by_weight(const at::Tensor& x, const at::Tensor& weight,
                                  const at::Tensor& gradient) const {
  at::Tensor sum;
  in_parts([&](const Convolution& part, std::int64_t first, std::int64_t count) {
    const at::Tensor own =
        part.run_by_weight(x.narrow(0, first, count), weight, gradient.narrow(0, first, count));
    sum = sum.defined() ? sum.add_(own) : own;
  });
  return sum;
}

void Convolution::run(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& y) const {
  const auto description = first(may_be_winograd(), [&](dnnl::algorithm algorithm, bool may_fail) {
    return forward(algorithm, may_fail);
  });
  at::Tensor kept_x, kept_weight;
  execute(dnnl::convolution_forward(description),
          {{DNNL_ARG_SRC, in_layout(x, description.src_desc(), kept_x)},
           {DNNL_ARG_WEIGHTS, in_layout(weight, description.weights_desc(), kept_weight)},
           {DNNL_ARG_DST, wrap(y, description.dst_desc())}});
}

void Convolution::run_by_input(const at::Tensor& weight, const at::Tensor& gradient,
                               const at::Tensor& result) const {
  const auto description = first(may_be_winograd(), [&](dnnl::algorithm algorithm, bool may_fail) {
    return backward_input(algorithm, may_fail);
  });
  const bool packed = result.dim() == 5;
  at::Tensor kept_weight;
  const memory own = packed ? wrap(result, description.diff_src_desc())
                            : memory(description.diff_src_desc(), engine().engine);
  execute(dnnl::convolution_backward_data(description),
          {{DNNL_ARG_DIFF_DST, wrap(gradient, description.diff_dst_desc())},
           {DNNL_ARG_WEIGHTS, in_layout(weight, description.weights_desc(), kept_weight)},
           {DNNL_ARG_DIFF_SRC, own}});
  if (!packed) to_channels_last(own, result);
}

at::Tensor Convolution::run_by_weight(const at::Tensor& x, const at::Tensor& weight,
                                      const at::Tensor& gradient) const {
  const auto description = first(may_be_winograd(), [&](dnnl::algorithm algorithm, bool may_fail) {
    return backward_weight(algorithm, may_fail);
  });
  at::Tensor kept_x;
  const memory own(description.diff_weights_desc(), engine().engine);
  execute(dnnl::convolution_backward_weights(description),
          {{DNNL_ARG_SRC, in_layout(x, description.src_desc(), kept_x)},
           {DNNL_ARG_DIFF_DST, wrap(gradient, description.diff_dst_desc())},
           {DNNL_ARG_DIFF_WEIGHTS, own}});
  const at::Tensor result =
      at::empty(weight.sizes(), weight.options(), at::MemoryFormat::ChannelsLast);
  to_channels_last(own, result);
  return result;
}

}  // namespace remedy::onednn
