// A network's convolutions as a program of oneDNN's primitives.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>
#include <vector>

#include "model/layers/folded.h"

namespace remedy::onednn {

inline constexpr std::int64_t kBlock = 16;  // channels in a block of aBcd16b

// Activations on their way through a program. Memory is given when the program runs.
struct Value {
  dnnl::memory data;
  int buffer = -1;  // which piece of scratch memory it lies in; -1: the caller's
};

struct Step {
  dnnl::primitive primitive;
  std::unordered_map<int, dnnl::memory> arguments;
};

// A run of stages for one shape of input.
struct Program {
  std::vector<Step> steps;
  std::vector<Value> values;
  dnnl::memory input, output;
};

// A convolution's weights, packed for each layout that a program has asked for.
using Packed = std::map<const FoldedConvolution*, std::vector<dnnl::memory>>;

class Engine {
 public:
  Engine() : engine(dnnl::engine::kind::cpu, 0), stream(engine) {}

  // A copy of `from` in another layout or type.
  dnnl::memory reordered(dnnl::memory from, const dnnl::memory::desc& to);

  dnnl::engine engine;
  dnnl::stream stream;
};

// Scratch memory that the programs of a network take turns in: a buffer is as large as the largest
// of the values that lie in it.
class Scratch {
 public:
  int acquire(std::size_t bytes);
  void release(const Value& value);
  void release_all() { taken_.assign(taken_.size(), false); }
  void* address(int buffer);

 private:
  std::vector<bool> taken_;
  std::vector<std::size_t> sizes_;
  std::vector<at::Tensor> buffers_;
};

// Whether this processor has Winograd's convolution in float32 (Lavin and Gray, CVPR 2016), which
// takes less than half of the direct one's time for 3x3 filters of stride 1.
bool has_winograd(Engine& engine);
// Whether weights are laid out for it.
bool is_winograd(const dnnl::memory::desc& weights);

// Writes a program, step by step. Throws dnnl::error where oneDNN or the processor lacks something.
class Builder {
 public:
  Builder(Engine& engine, Scratch& scratch, Packed& packed, dnnl::memory::data_type type,
          bool winograd, Program& program)
      : engine_(engine),
        scratch_(scratch),
        packed_(packed),
        type_(type),
        winograd_(winograd),
        program_(program) {}

  Value input(const dnnl::memory::dims& shape, dnnl::memory::data_type type);
  Value stem(const FoldedResNet& network, const Value& images);
  Value block(const FoldedBlock& block, const Value& given);
  // Into a tensor of the caller's, channels_last.
  void output(const Value& x);

 private:
  // Without `sum`: relu(conv(x) + bias), the relu where wished; with it relu(sum + conv(x) + bias),
  // in the memory of `sum`.
  Value convolve(const FoldedConvolution& unit, const Value& x, bool relu, const Value* sum);
  Value pool(const StemPooling& pooling, const Value& x);
  dnnl::convolution_forward::primitive_desc describe(const FoldedConvolution& unit,
                                                     const dnnl::memory::dims& in, bool relu,
                                                     const Value* sum) const;
  dnnl::memory::desc layout(const dnnl::memory::dims& shape) const;
  dnnl::memory::desc source_layout(const FoldedBlock& block, const Value& x) const;
  Value make(const dnnl::memory::desc& layout);
  Value in_layout(const Value& x, const dnnl::memory::desc& layout);
  Value copy(const Value& x, const dnnl::memory::desc& layout);
  dnnl::memory weights(const FoldedConvolution& unit, const dnnl::memory::desc& layout);
  dnnl::memory bias(const FoldedConvolution& unit) const;
  void add(const dnnl::primitive& primitive, std::unordered_map<int, dnnl::memory> arguments);

  Engine& engine_;
  Scratch& scratch_;
  Packed& packed_;
  dnnl::memory::data_type type_;
  bool winograd_;
  Program& program_;
};

}  // namespace remedy::onednn
