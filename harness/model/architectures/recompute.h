// Training in less memory: a stage that keeps its input alone and computes the rest again when the
// backward pass needs it (Chen et al. 2016, arXiv 1604.06174).
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <vector>

namespace remedy {

// What a stage gives for its input. `again`: it has run on this input before, so that statistics
// which a run updates must be left as they are.
using StageFunction = std::function<at::Tensor(const at::Tensor& input, bool again)>;

// stage(input, false), with the same gradients, bit for bit, as without recomputation. `parameters`
// are all tensors but the input that gradients may be asked of. What `stage` refers to must outlive
// the backward pass.
at::Tensor recomputed(const at::Tensor& input, const std::vector<at::Tensor>& parameters,
                      StageFunction stage);

}  // namespace remedy
