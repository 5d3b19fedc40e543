// From the values of a pickle and the storages that it names to tensors. Internal to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/checkpoint/checkpoint.h"
#include "model/checkpoint/pickle/pickle.h"

namespace remedy {

// Where the elements of tensors lie, by the keys that torch.save gives them.
class StorageSource {
 public:
  struct Found {
    std::uint64_t bytes = 0;
    std::string place;  // "entry \"archive/data/0\"": for messages
  };

  virtual ~StorageSource() = default;
  // Throws Error saying what is absent, without the file's name.
  virtual Found find(const std::string& key) const = 0;
  // A copy, aligned for every dtype. `key` has been found.
  virtual std::unique_ptr<std::uint8_t[]> read(const std::string& key) const = 0;
};

// The tensors at `positions` of a set whose names have the values `values`. Each storage is read
// once. What tensors share and copies together takes at most a multiple of `file_bytes`. Throws
// Error naming the file and the tensor.
StateDict read_pickled_tensors(const std::string& file, std::size_t file_bytes,
                               const StorageSource& source, const TensorSet& set,
                               const std::vector<const PickleValue*>& values,
                               const std::vector<std::size_t>& positions);

}  // namespace remedy
