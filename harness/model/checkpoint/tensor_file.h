// Checkpoint files, read and written without torch: .pth as torch.save writes it, and safetensors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/file.h"

namespace remedy {

enum class DType {
  kFloat64,
  kFloat32,
  kFloat16,
  kBFloat16,
  kInt64,
  kInt32,
  kInt16,
  kInt8,
  kUInt8,
  kBool,
};

// Bytes of one element.
std::size_t element_size(DType dtype);
// As PyTorch calls it: "float32", "bfloat16", "bool".
std::string_view dtype_name(DType dtype);

// One tensor of a checkpoint; a view, valid as long as whatever owns the bytes.
struct StoredTensor {
  std::string name;
  DType dtype = DType::kFloat32;
  std::vector<std::int64_t> shape;     // empty: a scalar, one element
  const std::uint8_t* data = nullptr;  // contiguous, row-major, little-endian
  std::size_t bytes = 0;               // product of shape * element_size(dtype)
};

// What the tensors of a StateDict point into: mapped files, buffers, or both.
struct TensorMemory {
  std::vector<MappedFile> files;
  std::vector<std::unique_ptr<std::uint8_t[]>> buffers;
};

// The tensors of one checkpoint and their memory. Names are unique and valid UTF-8, `data` is
// aligned to the element size, and tensors may share memory.
class StateDict {
 public:
  // In the order of the file.
  const std::vector<StoredTensor>& tensors() const { return tensors_; }
  // nullptr where there is none of this name.
  const StoredTensor* find(std::string_view name) const;
  // SHA-256 over names, dtypes, shapes and bytes in the order of the names: the same weights have
  // the same hash whatever the format and the order of the file.
  std::string content() const;

  // For the readers.
  StateDict(std::vector<StoredTensor> tensors, TensorMemory memory);
  // The same tensors, sharing nothing and copying nothing, under other names and shapes.
  StateDict renamed(std::vector<StoredTensor> tensors) &&;
  TensorMemory take_memory() &&;

 private:
  std::vector<StoredTensor> tensors_;
  std::vector<std::size_t> by_name_;  // indices into tensors_, in the order of the names
  TensorMemory memory_;
};

// Reads a checkpoint (open_checkpoint in checkpoint.h) without knowing the network that it is for:
// every tensor of one dict. That is the one under `key`, whose parts are joined by dots; without a
// key what the file holds under "state_dict" or "model", or at its top, or the only dict of tensors
// that there is. A "module." before every name, as DataParallel leaves it, is removed.
// Throws Error naming the file, the tensor or the instruction, and what to do about what is no
// checkpoint; and where no key is given and the file holds another dict of tensors whose names and
// shapes would do as well ("model_ema" beside "model"), for nothing says which of the two is meant.
StateDict read_checkpoint(const std::filesystem::path& path, const std::string& key = "");

// Both writers are atomic (AtomicFile in core/file.h) and their bytes depend on the arguments
// alone. Throw Error naming the file and the tensor for an empty, repeated or non-UTF-8 name, or a
// byte count that does not fit the shape.

// Same bytes as the official writer for the same tensors, and at most one key of metadata: widest
// dtype first, then by name.
void write_safetensors(const std::filesystem::path& path, const std::vector<StoredTensor>& tensors,
                       const std::map<std::string, std::string>& metadata = {});

// An OrderedDict that torch.load reads, weights_only or not, in the order given; each tensor gets a
// storage of its own, aligned to 64 bytes.
void write_pth(const std::filesystem::path& path, const std::vector<StoredTensor>& tensors);

}  // namespace remedy
