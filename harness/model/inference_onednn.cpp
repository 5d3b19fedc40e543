#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <map>
#include <oneapi/dnnl/dnnl.hpp>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/error.h"
#include "model/folded.h"
#include "model/inference_backends.h"

namespace remedy {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;

constexpr auto kFloat = memory::data_type::f32;

// Activations on their way through a program. Memory is given when the program runs.
struct Value {
  memory data;
  int buffer = -1;  // which piece of scratch memory it lies in; -1: the caller's
};

struct Step {
  dnnl::primitive primitive;
  std::unordered_map<int, memory> arguments;
};

// A run of stages for one shape of input.
struct Program {
  std::vector<Step> steps;
  std::vector<Value> values;
  memory input, output;
};

// A convolution's weights and bias, packed for each layout that a program has asked for.
struct Packed {
  std::vector<memory> weights;
};

class Engine {
 public:
  Engine() : engine(dnnl::engine::kind::cpu, 0), stream(engine) {}

  dnnl::engine engine;
  dnnl::stream stream;

  // A copy of `from` in another layout or type.
  memory reordered(memory from, const memory::desc& to) {
    memory copy(to, engine);
    dnnl::reorder(from, copy).execute(stream, from, copy);
    stream.wait();
    return copy;
  }
};

// Scratch memory that the programs of a network take turns in: a buffer is as large as the largest
// of the values that lie in it.
class Scratch {
 public:
  int acquire(std::size_t bytes) {
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
  void release(const Value& value) {
    if (value.buffer >= 0) taken_[static_cast<std::size_t>(value.buffer)] = false;
  }
  void release_all() { taken_.assign(taken_.size(), false); }

  void* address(int buffer) {
    buffers_.resize(sizes_.size());
    at::Tensor& memory = buffers_[static_cast<std::size_t>(buffer)];
    const auto bytes = static_cast<std::int64_t>(sizes_[static_cast<std::size_t>(buffer)]);
    if (!memory.defined() || memory.numel() < bytes) memory = at::empty({bytes}, at::kByte);
    return memory.data_ptr();
  }

 private:
  std::vector<bool> taken_;
  std::vector<std::size_t> sizes_;
  std::vector<at::Tensor> buffers_;
};

memory::dims shape_of(const Value& value) { return value.data.get_desc().dims(); }

// Writes a program, step by step.
class Builder {
 public:
  Builder(Engine& engine, Scratch& scratch, std::map<const FoldedConvolution*, Packed>& packed,
          memory::data_type type, Program& program)
      : engine_(engine), scratch_(scratch), packed_(packed), type_(type), program_(program) {}

  Value input(const memory::dims& shape, memory::data_type type) {
    program_.input = memory({shape, type, Tag::nhwc}, engine_.engine, nullptr);
    return {program_.input};
  }

  // Without `sum`: relu(conv(x) + bias), the relu where wished; with it relu(sum + conv(x) + bias),
  // in the memory of `sum`.
  Value convolve(const FoldedConvolution& unit, const Value& x, bool relu, const Value* sum) {
    const auto description = describe(unit, shape_of(x), relu, sum);
    const Value in = in_layout(x, description.src_desc());
    const Value out = sum != nullptr ? *sum : make(description.dst_desc());
    add(dnnl::convolution_forward(description),
        {{DNNL_ARG_SRC, in.data},
         {DNNL_ARG_WEIGHTS, weights(unit, description.weights_desc())},
         {DNNL_ARG_BIAS, bias(unit)},
         {DNNL_ARG_DST, out.data}});
    if (in.buffer != x.buffer) scratch_.release(in);
    return out;
  }

  Value pool(const Value& x) {
    memory::dims shape = shape_of(x);
    for (std::size_t i = 2; i < 4; ++i) shape[i] = (shape[i] - 1) / 2 + 1;
    const dnnl::pooling_forward::primitive_desc description(
        dnnl::pooling_forward::desc(
            dnnl::prop_kind::forward_inference, dnnl::algorithm::pooling_max, x.data.get_desc(),
            memory::desc(shape, type_, Tag::any), {2, 2}, {3, 3}, {1, 1}, {1, 1}),
        engine_.engine);
    const Value out = make(description.dst_desc());
    add(dnnl::pooling_forward(description), {{DNNL_ARG_SRC, x.data}, {DNNL_ARG_DST, out.data}});
    scratch_.release(x);
    return out;
  }

  Value stem(const FoldedResNet& network, const Value& images) {
    const Value x = convolve(network.stem, images, /*relu=*/true, nullptr);
    return network.pooled ? pool(x) : x;
  }

  Value block(const FoldedBlock& block, const Value& given) {
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

  // Into a tensor of the caller's, channels_last.
  void output(const Value& x) {
    program_.output = memory({shape_of(x), type_, Tag::nhwc}, engine_.engine, nullptr);
    add(dnnl::reorder(x.data, program_.output),
        {{DNNL_ARG_FROM, x.data}, {DNNL_ARG_TO, program_.output}});
  }

 private:
  dnnl::convolution_forward::primitive_desc describe(const FoldedConvolution& unit,
                                                     const memory::dims& in, bool relu,
                                                     const Value* sum) const {
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
    const auto any = [&](const memory::dims& dims) { return memory::desc(dims, type_, Tag::any); };
    return {dnnl::convolution_forward::desc(
                dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, any(in),
                any(weight), memory::desc({weight[0]}, kFloat, Tag::a),
                sum != nullptr ? sum->data.get_desc() : any(out), {unit.stride, unit.stride},
                {unit.padding, unit.padding}, {unit.padding, unit.padding}),
            attributes, engine_.engine};
  }

  memory::desc source_layout(const FoldedBlock& block, const Value& x) const {
    return describe(block.main.front(), shape_of(x), /*relu=*/true, nullptr).src_desc();
  }

  Value make(const memory::desc& layout) {
    const Value value{memory(layout, engine_.engine, nullptr), scratch_.acquire(layout.get_size())};
    program_.values.push_back(value);
    return value;
  }

  Value in_layout(const Value& x, const memory::desc& layout) {
    return x.data.get_desc() == layout ? x : copy(x, layout);
  }

  Value copy(const Value& x, const memory::desc& layout) {
    const Value made = make(layout);
    add(dnnl::reorder(x.data, made.data), {{DNNL_ARG_FROM, x.data}, {DNNL_ARG_TO, made.data}});
    return made;
  }

  memory weights(const FoldedConvolution& unit, const memory::desc& layout) {
    Packed& packed = packed_[&unit];
    for (const memory& known : packed.weights) {
      if (known.get_desc() == layout) return known;
    }
    const memory::dims shape(unit.weight.sizes().begin(), unit.weight.sizes().end());
    const memory plain({shape, kFloat, Tag::nhwc}, engine_.engine, unit.weight.data_ptr());
    packed.weights.push_back(engine_.reordered(plain, layout));
    return packed.weights.back();
  }

  memory bias(const FoldedConvolution& unit) const {
    return {{{unit.bias.size(0)}, kFloat, Tag::a}, engine_.engine, unit.bias.data_ptr()};
  }

  void add(const dnnl::primitive& primitive, std::unordered_map<int, memory> arguments) {
    program_.steps.push_back({primitive, std::move(arguments)});
  }

  Engine& engine_;
  Scratch& scratch_;
  std::map<const FoldedConvolution*, Packed>& packed_;
  memory::data_type type_;
  Program& program_;
};

class OneDnnNetwork final : public InferenceNetwork {
 public:
  OneDnnNetwork(const ResNet& network, Precision precision)
      : InferenceNetwork(network.stages().size()),
        folded_(network),
        bfloat16_(precision == Precision::kBFloat16) {}

  std::string kind() const override {
    const dnnl::version_t* version = dnnl::version();
    return fmt::format("oneDNN {}.{}.{}, {}", version->major, version->minor, version->patch,
                       bfloat16_ ? "bfloat16" : "float32");
  }

  at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) override {
    const at::NoGradGuard no_grad;
    const std::size_t convolutions = folded_.blocks.size() + 1;  // stages
    at::Tensor x = input;
    if (first < convolutions) x = run_program(x, first, std::min(last, convolutions));
    for (std::size_t stage = std::max(first, convolutions); stage < last; ++stage) {
      x = run_after_blocks(folded_, x, stage - convolutions);
    }
    return x;
  }

 private:
  using Key = std::tuple<std::size_t, std::size_t, std::vector<std::int64_t>>;

  at::Tensor run_program(const at::Tensor& input, std::size_t first, std::size_t last) {
    Program& program = programs_[Key{first, last, input.sizes().vec()}];
    if (program.steps.empty()) build(program, input.sizes(), first, last);
    const at::Tensor in = input.contiguous(at::MemoryFormat::ChannelsLast);
    const auto shape = program.output.get_desc().dims();
    at::Tensor out =
        at::empty(shape, at::TensorOptions().dtype(bfloat16_ ? at::kBFloat16 : at::kFloat),
                  at::MemoryFormat::ChannelsLast);
    program.input.set_data_handle(in.data_ptr());
    program.output.set_data_handle(out.data_ptr());
    for (Value& value : program.values) {
      value.data.set_data_handle(scratch_.address(value.buffer));
    }
    for (Step& step : program.steps) step.primitive.execute(engine_.stream, step.arguments);
    engine_.stream.wait();
    return out;
  }

  void build(Program& program, at::IntArrayRef shape, std::size_t first, std::size_t last) {
    const auto type = bfloat16_ ? memory::data_type::bf16 : kFloat;
    try {
      scratch_.release_all();
      Builder builder(engine_, scratch_, packed_, type, program);
      Value x = builder.input({shape.begin(), shape.end()}, first == 0 ? kFloat : type);
      for (std::size_t stage = first; stage < last; ++stage) {
        x = stage == 0 ? builder.stem(folded_, x) : builder.block(folded_.blocks[stage - 1], x);
      }
      builder.output(x);
    } catch (const dnnl::error& error) {
      program = {};
      throw Error("the network cannot be evaluated in {}: oneDNN says \"{}\"{}",
                  bfloat16_ ? "bfloat16" : "float32", error.what(),
                  bfloat16_ ? "; this processor may lack bfloat16: remove evaluate.precision" : "");
    }
  }

  FoldedResNet folded_;
  bool bfloat16_;
  Engine engine_;
  Scratch scratch_;
  std::map<const FoldedConvolution*, Packed> packed_;
  std::map<Key, Program> programs_;
};

}  // namespace

std::unique_ptr<InferenceNetwork> make_onednn_network(const ResNet& network, Precision precision) {
  return std::make_unique<OneDnnNetwork>(network, precision);
}

}  // namespace remedy
