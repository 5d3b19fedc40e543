#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <tuple>

#include "core/error.h"
#include "model/layers/fused_networks.h"
#include "model/layers/onednn/onednn_program.h"

namespace remedy {
namespace {

using dnnl::memory;

class OneDnnNetwork final : public InferenceNetwork {
 public:
  OneDnnNetwork(const ResidualLayers& layers, Precision precision)
      : InferenceNetwork(layers.stages()),
        folded_(layers),
        bfloat16_(precision == Precision::kBFloat16),
        winograd_(!bfloat16_ && onednn::has_winograd(engine_)) {}

  std::string kind() const override {
    const dnnl::version_t* version = dnnl::version();
    return fmt::format("oneDNN {}.{}.{}, {}{}", version->major, version->minor, version->patch,
                       bfloat16_ ? "bfloat16" : "float32", winograd_ ? ", Winograd" : "");
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
    onednn::Program& program = programs_[Key{first, last, input.sizes().vec()}];
    if (program.steps.empty()) build(program, input.sizes(), first, last);
    const at::Tensor in = input.contiguous(at::MemoryFormat::ChannelsLast);
    const auto shape = program.output.get_desc().dims();
    at::Tensor out =
        at::empty(shape, at::TensorOptions().dtype(bfloat16_ ? at::kBFloat16 : at::kFloat),
                  at::MemoryFormat::ChannelsLast);
    program.input.set_data_handle(in.data_ptr());
    program.output.set_data_handle(out.data_ptr());
    for (onednn::Value& value : program.values) {
      value.data.set_data_handle(scratch_.address(value.buffer));
    }
    for (onednn::Step& step : program.steps) step.primitive.execute(engine_.stream, step.arguments);
    engine_.stream.wait();
    return out;
  }

  void build(onednn::Program& program, at::IntArrayRef shape, std::size_t first, std::size_t last) {
    const auto type = bfloat16_ ? memory::data_type::bf16 : memory::data_type::f32;
    try {
      scratch_.release_all();
      onednn::Builder builder(engine_, scratch_, packed_, type, winograd_, program);
      onednn::Value x =
          builder.input({shape.begin(), shape.end()}, first == 0 ? memory::data_type::f32 : type);
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
  onednn::Engine engine_;
  bool bfloat16_, winograd_;
  onednn::Scratch scratch_;
  onednn::Packed packed_;
  std::map<Key, onednn::Program> programs_;
};

}  // namespace

std::unique_ptr<InferenceNetwork> make_onednn_network(const ResidualLayers& layers,
                                                      Precision precision) {
  return std::make_unique<OneDnnNetwork>(layers, precision);
}

std::string convolution_library() {
  const dnnl::version_t* version = dnnl::version();
  onednn::Engine engine;
  return fmt::format("oneDNN {}.{}.{}, {}", version->major, version->minor, version->patch,
                     onednn::has_winograd(engine) ? "Winograd's where 3x3" : "direct (no AVX-512)");
}

}  // namespace remedy
