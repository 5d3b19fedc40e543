// The safetensors reader.
#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "core/error.h"
#include "model/checkpoint/foreign_file.h"
#include "model/checkpoint/formats.h"
#include "model/checkpoint/safetensors_header.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy {
namespace {

// The header's length, which the first 8 bytes give.
std::uint64_t header_bytes(const std::string& name, const MappedFile& file) {
  constexpr std::size_t kLengthBytes = 8;
  if (file.size() <= kLengthBytes || file.data()[kLengthBytes] != '{') {
    throw Error("{}: {}", name,
                foreign_kind({reinterpret_cast<const char*>(file.data()), file.size()}));
  }
  std::uint64_t length = 0;
  for (std::size_t i = kLengthBytes; i-- > 0;) length = (length << 8) | file.data()[i];
  if (length > kMostHeaderBytes || length > file.size() - kLengthBytes) {
    throw Error(
        "{}: a safetensors header of {} bytes in a file of {}, expected at most {}; the file is "
        "cut short, damaged or no checkpoint",
        name, length, file.size(), kMostHeaderBytes);
  }
  return length;
}

// The tensors fill the data without a hole or an overlap, each as its shape demands.
void check_layout(const std::string& name, const std::vector<SafetensorsEntry>& entries,
                  std::uint64_t data_bytes) {
  std::uint64_t end = 0;
  for (const SafetensorsEntry& entry : entries) {
    if (entry.begin != end || entry.end < entry.begin || entry.end > data_bytes) {
      throw Error(
          "{}: tensor {}: bytes {} to {} of the data, expected them to begin at {} and to end by "
          "{}; the file is cut short or damaged",
          name, in_quotes(entry.name), entry.begin, entry.end, end, data_bytes);
    }
    end = entry.end;
    if (!entry.unsupported.empty()) continue;
    const std::optional<std::size_t> expected = byte_count(entry.shape, entry.dtype);
    if (!expected || *expected != entry.end - entry.begin) {
      throw Error("{}: tensor {}: {} bytes do not fill shape {} of {}", name, in_quotes(entry.name),
                  entry.end - entry.begin, shape_text(entry.shape), dtype_name(entry.dtype));
    }
  }
  if (end != data_bytes) {
    throw Error("{}: {} bytes of data belong to no tensor; the file is damaged", name,
                data_bytes - end);
  }
}

class Safetensors final : public Checkpoint {
 public:
  Safetensors(const std::string& name, MappedFile file) : Checkpoint(name), file_(std::move(file)) {
    header_ = header_bytes(name, file_);
    entries_ = parse_safetensors_header(
        name, {reinterpret_cast<const char*>(file_.data()) + 8, static_cast<std::size_t>(header_)});
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const SafetensorsEntry& left, const SafetensorsEntry& right) {
                       return std::pair(left.begin, left.end) < std::pair(right.begin, right.end);
                     });
    check_layout(name, entries_, file_.size() - 8 - header_);
    TensorSet set;
    for (const SafetensorsEntry& entry : entries_) {
      ListedTensor& tensor = set.tensors.emplace_back();
      tensor.name = entry.name;
      tensor.dtype = entry.dtype;
      tensor.shape = entry.shape;
      tensor.unreadable = entry.unsupported;
    }
    if (!set.tensors.empty()) sets_.push_back(std::move(set));
  }

  StateDict read(std::size_t, const std::vector<std::size_t>& positions) override {
    TensorMemory memory;
    std::vector<StoredTensor> tensors;
    tensors.reserve(positions.size());
    for (const std::size_t position : positions) {
      const SafetensorsEntry& entry = entries_.at(position);
      if (!entry.unsupported.empty()) {
        throw Error("{}: tensor {} {}", name_, in_quotes(entry.name), entry.unsupported);
      }
      const auto bytes = static_cast<std::size_t>(entry.end - entry.begin);
      const std::uint8_t* at = file_.data() + 8 + header_ + entry.begin;
      // The format asks for no alignment, users of the tensors do.
      if (bytes > 0 && reinterpret_cast<std::uintptr_t>(at) % element_size(entry.dtype) != 0) {
        memory.buffers.push_back(std::make_unique<std::uint8_t[]>(bytes));
        at = static_cast<const std::uint8_t*>(std::memcpy(memory.buffers.back().get(), at, bytes));
      }
      tensors.push_back({entry.name, entry.dtype, entry.shape, at, bytes});
    }
    memory.files.push_back(std::move(file_));
    return StateDict(std::move(tensors), std::move(memory));
  }

 private:
  MappedFile file_;
  std::uint64_t header_ = 0;
  std::vector<SafetensorsEntry> entries_;
};

}  // namespace

std::unique_ptr<Checkpoint> open_safetensors(const std::string& name, MappedFile file) {
  return std::make_unique<Safetensors>(name, std::move(file));
}

}  // namespace remedy
