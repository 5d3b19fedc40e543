#include "model/checkpoint/tensor_file.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "model/checkpoint/formats.h"

namespace remedy {
namespace {

struct DTypeFacts {
  std::string_view name;
  std::size_t size;
};

constexpr std::array<DTypeFacts, 10> kDTypes = {{{"float64", 8},
                                                 {"float32", 4},
                                                 {"float16", 2},
                                                 {"bfloat16", 2},
                                                 {"int64", 8},
                                                 {"int32", 4},
                                                 {"int16", 2},
                                                 {"int8", 1},
                                                 {"uint8", 1},
                                                 {"bool", 1}}};

// A pickle without a zip around it: what torch.save wrote before PyTorch 1.6. The two bytes could
// also begin the header length of a safetensors file.
bool is_bare_pickle(std::string_view content) {
  if (content.size() < 2 || content[0] != '\x80' || content[1] < 2 || content[1] > 5) return false;
  const bool safetensors = content.size() > 8 && content[8] == '{' &&
                           content.substr(4, 4) == std::string_view("\0\0\0\0", 4);
  return !safetensors;
}

}  // namespace

std::size_t element_size(DType dtype) { return kDTypes[static_cast<std::size_t>(dtype)].size; }

std::string_view dtype_name(DType dtype) { return kDTypes[static_cast<std::size_t>(dtype)].name; }

StateDict::StateDict(std::vector<StoredTensor> tensors, TensorMemory memory)
    : tensors_(std::move(tensors)), by_name_(tensors_.size()), memory_(std::move(memory)) {
  std::iota(by_name_.begin(), by_name_.end(), std::size_t{0});
  std::sort(by_name_.begin(), by_name_.end(), [this](std::size_t left, std::size_t right) {
    return tensors_[left].name < tensors_[right].name;
  });
}

const StoredTensor* StateDict::find(std::string_view name) const {
  const auto found = std::lower_bound(
      by_name_.begin(), by_name_.end(), name,
      [this](std::size_t index, std::string_view wanted) { return tensors_[index].name < wanted; });
  if (found == by_name_.end() || tensors_[*found].name != name) return nullptr;
  return &tensors_[*found];
}

std::string StateDict::content() const {
  Sha256 hash;
  for (const std::size_t index : by_name_) {
    const StoredTensor& tensor = tensors_[index];
    // The line says how many bytes follow, so no two state dicts give the same stream.
    const Json line =
        Json::array({tensor.name, dtype_name(tensor.dtype), tensor.shape, tensor.bytes});
    hash.update(line.dump()).update("\n").update(tensor.data, tensor.bytes);
  }
  return hash.hex();
}

StateDict read_checkpoint(const std::filesystem::path& path, const std::string& key) {
  const std::string name = path.string();
  MappedFile file(path);
  const std::string_view content(reinterpret_cast<const char*>(file.data()), file.size());
  if (content.empty()) {
    throw Error("{}: the file is empty: expected a checkpoint; copy or download it again", name);
  }
  StateDict read = [&] {
    const std::string_view magic = content.substr(0, 4);
    if (magic == "PK\x03\x04" || magic == "PK\x05\x06") return read_torch_archive(name, file, key);
    if (is_bare_pickle(content)) {
      throw Error(
          "{}: a pickle in the legacy format of torch.save: expected the zip format of PyTorch 1.6 "
          "and later; load it in Python and save it again with "
          "torch.save(model.state_dict(), path)",
          name);
    }
    if (content.substr(0, 23) == "version https://git-lfs") {
      throw Error("{}: a Git LFS pointer, not the checkpoint itself; run 'git lfs pull'", name);
    }
    if (!key.empty()) {
      throw Error(
          "{}: the key \"{}\" chooses a dict of a .pth; a safetensors file has none: leave "
          "the key out",
          name, key);
    }
    return read_safetensors(name, std::move(file));
  }();
  if (read.tensors().empty()) {
    throw Error("{}: holds no tensor: expected the weights of a model", name);
  }
  return read;
}

}  // namespace remedy
