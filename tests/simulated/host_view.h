// Tensors of the simulated accelerator as the CPU's kernels see them.
#pragma once

#include <ATen/core/Tensor.h>

namespace remedy::simulated {

// The same memory, sizes and strides on the CPU, to be used while that memory is Opened. A tensor
// of the CPU is returned as it is.
at::Tensor host_view(const at::Tensor& tensor);

}  // namespace remedy::simulated
