// oneDNN on tensors whose activations are packed: [n, c / 16, h, w, 16].
#pragma once

#include <ATen/core/Tensor.h>

#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>

#include "model/layers/onednn/onednn_program.h"

namespace remedy::onednn {

// This thread's.
Engine& engine();

dnnl::memory::desc describe(const dnnl::memory::dims& shape, dnnl::memory::format_tag layout);
// [n, c, h, w] of a tensor that is packed or has these dimensions.
dnnl::memory::dims shape_of(const at::Tensor& x);
at::Tensor empty_packed(const dnnl::memory::dims& shape);

// A tensor's memory, which it must outlive.
dnnl::memory wrap(const at::Tensor& x, const dnnl::memory::desc& layout);
dnnl::memory wrap(const at::Tensor& vector);

void execute(const dnnl::primitive& primitive,
             const std::unordered_map<int, dnnl::memory>& arguments);

// A convolution without bias of one shape, in its three directions; Winograd's where oneDNN has it.
// Activations are packed, but those whose channels are no multiple of 16, which are channels_last;
// weights are [out, in, k, k], channels_last.
class Convolution {
 public:
  Convolution(dnnl::memory::dims in, dnnl::memory::dims weight, std::int64_t stride,
              std::int64_t padding);

  const dnnl::memory::dims& out() const { return out_; }

  at::Tensor operator()(const at::Tensor& x, const at::Tensor& weight) const;
  // Of a loss, by x and by the weight; `gradient` is that by the output, and contiguous.
  at::Tensor by_input(const at::Tensor& x, const at::Tensor& weight,
                      const at::Tensor& gradient) const;
  at::Tensor by_weight(const at::Tensor& x, const at::Tensor& weight,
                       const at::Tensor& gradient) const;

 private:
  dnnl::convolution_forward::primitive_desc forward(dnnl::algorithm algorithm,
                                                    bool allow_empty) const;
  dnnl::convolution_backward_data::primitive_desc backward_input(dnnl::algorithm algorithm,
                                                                 bool allow_empty) const;
  dnnl::convolution_backward_weights::primitive_desc backward_weight(dnnl::algorithm algorithm,
                                                                     bool allow_empty) const;
  dnnl::memory::desc input() const;
  dnnl::memory::desc output() const;
  bool may_be_winograd() const { return weight_[2] == 3 && stride_ == 1; }
  // use(convolution, first, count) for images first ... first + count - 1, some at a time.
  template <class Use>
  void in_parts(const Use& use) const;
  void run(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& y) const;
  void run_by_input(const at::Tensor& weight, const at::Tensor& gradient,
                    const at::Tensor& result) const;
  at::Tensor run_by_weight(const at::Tensor& x, const at::Tensor& weight,
                           const at::Tensor& gradient) const;

  dnnl::memory::dims in_, weight_, out_;
  std::int64_t stride_, padding_;
};

}  // namespace remedy::onednn
