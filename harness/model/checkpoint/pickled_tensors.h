// From the values of a pickle and the storages that it names to tensors. Internal to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/file.h"
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

// A file of pickled values whose tensors lie in storages beside them: what both formats of
// torch.save have in common.
class PickledCheckpoint : public Checkpoint {
 public:
  // Each storage is read once. What tensors share and copies together takes at most a multiple of
  // the file's size.
  StateDict read(std::size_t set, const std::vector<std::size_t>& tensors) override;

 protected:
  PickledCheckpoint(std::string name, MappedFile file)
      : Checkpoint(std::move(name)), file_(std::move(file)) {}

  // Lists what stands in `root`, which must live as long as the object.
  void list(const PickleValue& root);
  virtual const StorageSource& storages() const = 0;

  const MappedFile file_;

 private:
  std::vector<std::vector<const PickleValue*>> values_;  // of each name of each set
};

}  // namespace remedy
