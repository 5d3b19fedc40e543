// Between torch's tensors and the checkpoint library's.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/checkpoint/tensor_file.h"

namespace remedy {

// A copy of the stored tensor in memory of its own, on the CPU.
at::Tensor to_tensor(const StoredTensor& stored);

// Named tensors, on the CPU and contiguous, ready for a writer; owns what the views point to.
class TensorList {
 public:
  // Detached, moved to the CPU and made contiguous; shares memory where it was so already.
  void add(std::string name, const at::Tensor& tensor);
  const std::vector<StoredTensor>& views() const { return views_; }

 private:
  std::vector<at::Tensor> owned_;
  std::vector<StoredTensor> views_;
};

}  // namespace remedy
