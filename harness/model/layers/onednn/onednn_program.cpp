#include "model/layers/onednn/onednn_program.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace remedy::onednn {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;
using Forward = dnnl::convolution_forward;

constexpr auto kFloat = memory::data_type::f32;

memory::dims shape_of(const Value& value) { return value.data.get_desc().dims(); }

}  // namespace

memory Engine::reordered(memory from, const memory::desc& to) {
  memory copy(to, engine);
  dnnl::reorder(from, copy).execute(stream, from, copy);
  stream.wait();
  return copy;
}

int Scratch::acquire(std::size_t bytes) {
  std::size_t i = 0;
  while (i < taken_.size() && taken_[i]) ++i;
  if (i == taken_.size()) {
    taken_.push_back(false);
    sizes_.push_back(0);
  }
  taken_[i] = true;
  sizes_[i] = std::max(sizes_[i], bytes);
  return static_cast<int>(i);
}

void Scratch::release(const Value& value) {
  if (value.buffer >= 0) taken_[static_cast<std::size_t>(value.buffer)] = false;
}

void* Scratch::address(int buffer) {
  buffers_.resize(sizes_.size());
  at::Tensor& memory = buffers_[static_cast<std::size_t>(buffer)];
  const auto bytes = static_cast<std::int64_t>(sizes_[static_cast<std::size_t>(buffer)]);
  if (!memory.defined() || memory.numel() < bytes) memory = at::empty({bytes}, at::kByte);
  return memory.data_ptr();
}

bool has_winograd(Engine& engine) {
  const memory::desc x({1, kBlock, 8, 8}, kFloat, Tag::aBcd16b);
  const memory::desc weight({kBlock, kBlock, 3, 3}, kFloat, Tag::any);
  const Forward::desc wanted(dnnl::prop_kind::forward_inference,
                             dnnl::algorithm::convolution_winograd, x, weight, x, {1, 1}, {1, 1},
                             {1, 1});
  return static_cast<bool>(Forward::primitive_desc(wanted, engine.engine, /*allow_empty=*/true));
}

bool is_winograd(const memory::desc& weights) {
  return weights.data.format_kind == dnnl_format_kind_wino;
}

Value Builder::input(const memory::dims& shape, memory::data_type type) {
  program_.input = memory({shape, type, Tag::nhwc}, engine_.engine, nullptr);
  return {program_.input};
}

Value Builder::stem(const FoldedResNet& network, const Value& images) {
  const Value x = convolve(network.stem, images, /*relu=*/true, nullptr);
  return network.pooling ? pool(*network.pooling, x) : x;
}

Value Builder::block(const FoldedBlock& block, const Value& given) {
  // The sum is taken in place: what is the caller's is copied, in the layout it would have had.
  const Value x = given.buffer >= 0 ? given : copy(given, source_layout(block, given));
  Value y = x;
  for (std::size_t i = 0; i + 1 < block.main.size(); ++i) {
    const Value next = convolve(block.main[i], y, /*relu=*/true, nullptr);
    if (i > 0) scratch_.release(y);
    y = next;
  }
  const Value sum = block.shortcut ? convolve(*block.shortcut, x, /*relu=*/false, nullptr) : x;
  const Value out = convolve(block.main.back(), y, /*relu=*/true, &sum);
  scratch_.release(y);
  if (block.shortcut) scratch_.release(x);
  return out;
}

void Builder::output(const Value& x) {
  program_.output = memory({shape_of(x), type_, Tag::nhwc}, engine_.engine, nullptr);
  add(dnnl::reorder(x.data, program_.output),
      {{DNNL_ARG_FROM, x.data}, {DNNL_ARG_TO, program_.output}});
}

Value Builder::convolve(const FoldedConvolution& unit, const Value& x, bool relu,
                        const Value* sum) {
  const auto description = describe(unit, shape_of(x), relu, sum);
  const Value in = in_layout(x, description.src_desc());
  const Value out = sum != nullptr ? *sum : make(description.dst_desc());
  add(Forward(description), {{DNNL_ARG_SRC, in.data},
                             {DNNL_ARG_WEIGHTS, weights(unit, description.weights_desc())},
                             {DNNL_ARG_BIAS, bias(unit)},
                             {DNNL_ARG_DST, out.data}});
  if (in.buffer != x.buffer) scratch_.release(in);
  return out;
}

Value Builder::pool(const StemPooling& pooling, const Value& x) {
  memory::dims shape = shape_of(x);
  memory::dims behind;
  for (std::size_t i = 2; i < 4; ++i) {
    behind.push_back(pooling.padding_behind(shape[i]));
    shape[i] = pooling.out(shape[i]);
  }
  const dnnl::pooling_forward::primitive_desc description(
      dnnl::pooling_forward::desc(dnnl::prop_kind::forward_inference, dnnl::algorithm::pooling_max,
                                  x.data.get_desc(), memory::desc(shape, type_, Tag::any), {2, 2},
                                  {3, 3}, {pooling.padding, pooling.padding}, behind),
      engine_.engine);
  const Value out = make(description.dst_desc());
  add(dnnl::pooling_forward(description), {{DNNL_ARG_SRC, x.data}, {DNNL_ARG_DST, out.data}});
  scratch_.release(x);
  return out;
}

Forward::primitive_desc Builder::describe(const FoldedConvolution& unit, const memory::dims& in,
                                          bool relu, const Value* sum) const {
  const memory::dims weight(unit.weight.sizes().begin(), unit.weight.sizes().end());
  const auto after = [&](memory::dim size) {
    return (size + 2 * unit.padding - weight[2]) / unit.stride + 1;
  };
  const memory::dims out = {in[0], weight[0], after(in[2]), after(in[3])};
  dnnl::post_ops fused;
  if (sum != nullptr) fused.append_sum(1.0F);
  if (relu) fused.append_eltwise(1.0F, dnnl::algorithm::eltwise_relu, 0.0F, 0.0F);
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(fused);
  const auto by = [&](dnnl::algorithm algorithm, bool allow_empty) {
    return Forward::primitive_desc(
        Forward::desc(
            dnnl::prop_kind::forward_inference, algorithm, layout(in),
            memory::desc(weight, type_, Tag::any), memory::desc({weight[0]}, kFloat, Tag::a),
            sum != nullptr ? sum->data.get_desc() : layout(out), {unit.stride, unit.stride},
            {unit.padding, unit.padding}, {unit.padding, unit.padding}),
        attributes, engine_.engine, allow_empty);
  };
  if (winograd_ && weight[2] == 3 && unit.stride == 1) {
    if (auto fast = by(dnnl::algorithm::convolution_winograd, /*allow_empty=*/true)) return fast;
  }
  return by(dnnl::algorithm::convolution_direct, /*allow_empty=*/false);
}

// Winograd's convolution takes blocks of channels alone; without it oneDNN knows best.
memory::desc Builder::layout(const memory::dims& shape) const {
  return {shape, type_, winograd_ && shape[1] % kBlock == 0 ? Tag::aBcd16b : Tag::any};
}

memory::desc Builder::source_layout(const FoldedBlock& block, const Value& x) const {
  return describe(block.main.front(), shape_of(x), /*relu=*/true, nullptr).src_desc();
}

Value Builder::make(const memory::desc& layout) {
  const Value value{memory(layout, engine_.engine, nullptr), scratch_.acquire(layout.get_size())};
  program_.values.push_back(value);
  return value;
}

Value Builder::in_layout(const Value& x, const memory::desc& layout) {
  return x.data.get_desc() == layout ? x : copy(x, layout);
}

Value Builder::copy(const Value& x, const memory::desc& layout) {
  const Value made = make(layout);
  add(dnnl::reorder(x.data, made.data), {{DNNL_ARG_FROM, x.data}, {DNNL_ARG_TO, made.data}});
  return made;
}

memory Builder::weights(const FoldedConvolution& unit, const memory::desc& layout) {
  std::vector<memory>& packed = packed_[&unit];
  for (const memory& known : packed) {
    if (known.get_desc() == layout) return known;
  }
  const memory::dims shape(unit.weight.sizes().begin(), unit.weight.sizes().end());
  const bool plain = is_winograd(layout);  // oneDNN transforms these from NCHW alone
  const at::Tensor given = plain ? unit.weight.contiguous() : unit.weight;
  packed.push_back(engine_.reordered(
      memory({shape, kFloat, plain ? Tag::nchw : Tag::nhwc}, engine_.engine, given.data_ptr()),
      layout));
  return packed.back();
}

memory Builder::bias(const FoldedConvolution& unit) const {
  return {{{unit.bias.size(0)}, kFloat, Tag::a}, engine_.engine, unit.bias.data_ptr()};
}

void Builder::add(const dnnl::primitive& primitive, std::unordered_map<int, memory> arguments) {
  program_.steps.push_back({primitive, std::move(arguments)});
}

}  // namespace remedy::onednn
