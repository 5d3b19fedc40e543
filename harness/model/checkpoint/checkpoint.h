// What a checkpoint file holds, listed before any tensor is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/checkpoint/tensor_file.h"

namespace remedy {

// One name of a set: a tensor, or something in a tensor's place.
struct ListedTensor {
  std::string name;
  DType dtype = DType::kFloat32;
  std::vector<std::int64_t> shape;
  bool is_tensor = true;
  // Why it cannot be read ("is an object of numpy.ndarray, expected a tensor"), or empty.
  std::string unreadable;
};

// Tensors that stand in one dict.
struct TensorSet {
  // The dict's key, joined by dots where dicts stand in dicts ("ema.module"); empty for what the
  // file holds at its top.
  std::string key;
  std::vector<ListedTensor> tensors;  // in the order of the file
  // Where the dicts below one dict are taken together, as of {"encoder": ..., "head": ...}: their
  // keys. Each tensor's name begins with its dict's; `key` is that of the dict around them.
  std::vector<std::string> parts;
};

class Checkpoint {
 public:
  virtual ~Checkpoint() = default;
  Checkpoint(const Checkpoint&) = delete;
  Checkpoint& operator=(const Checkpoint&) = delete;

  // For messages.
  const std::string& name() const { return name_; }
  // Every dict with tensors, once, in the order of the file; those past the 1024th are not listed.
  // Behind them the same taken together, where two to eight stand in one dict.
  const std::vector<TensorSet>& sets() const { return sets_; }
  // What stands at the top where that is no dict: "a list", "an object of models.Net"; or empty.
  const std::string& instead() const { return instead_; }
  // Tensors of one set, by their positions there; no two of one name. To be called once. Throws
  // Error naming the file and the tensor.
  virtual StateDict read(std::size_t set, const std::vector<std::size_t>& tensors) = 0;

 protected:
  explicit Checkpoint(std::string name) : name_(std::move(name)) {}

  std::string name_;
  std::vector<TensorSet> sets_;
  std::string instead_;
};

// Opens a checkpoint, recognised by its content and not by its name:
// - what torch.save writes, the zip archive of PyTorch 1.6 and the format before it: any nesting of
// dicts, lists and pickled modules. Nothing in the
//   file is executed; what stands beside the tensors does not matter;
// - safetensors: mapped, not copied;
// - an index of shards (".safetensors.index.json"), whose files stand beside it.
// Memory stays within a small multiple of what is read, whatever the file claims. Throws Error
// naming the file, what it is where it is no checkpoint, and what to do about it.
std::unique_ptr<Checkpoint> open_checkpoint(const std::filesystem::path& path);

}  // namespace remedy
