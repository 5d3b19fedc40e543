// The .pth writer.
#include <algorithm>
#include <limits>

#include "core/error.h"
#include "model/checkpoint/pickle/torch_names.h"
#include "model/checkpoint/stored_zip.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy {
namespace {

// Emits protocol 2, the one torch.save uses, without a memo.
class PickleWriter {
 public:
  void op(std::string_view opcodes) { text_ += opcodes; }

  void global(std::string_view dotted) {
    const std::size_t dot = dotted.rfind('.');
    text_.append("c").append(dotted.substr(0, dot)).append("\n");
    text_.append(dotted.substr(dot + 1)).append("\n");
  }

  void string(std::string_view value) {
    text_ += 'X';
    little_endian(value.size(), 4);
    text_ += value;
  }

  void integer(std::int64_t value) {
    if (value <= std::numeric_limits<std::int32_t>::max()) {
      text_ += 'J';
      little_endian(static_cast<std::uint64_t>(value), 4);
    } else {
      text_ += "\x8a\x08";
      little_endian(static_cast<std::uint64_t>(value), 8);
    }
  }

  void tuple(const std::vector<std::int64_t>& values) {
    op("(");
    for (const std::int64_t value : values) integer(value);
    op("t");
  }

  const std::string& text() const { return text_; }

 private:
  void little_endian(std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i) text_ += static_cast<char>((value >> (8 * i)) & 0xff);
  }

  std::string text_;
};

std::string_view storage_type(DType dtype) {
  return std::find_if(kStorageTypes.begin(), kStorageTypes.end(),
                      [dtype](const StorageType& type) { return type.dtype == dtype; })
      ->global;
}

std::vector<std::int64_t> contiguous_strides(const std::vector<std::int64_t>& shape) {
  std::vector<std::int64_t> strides(shape.size());
  std::int64_t next = 1;
  for (std::size_t i = shape.size(); i-- > 0;) {
    strides[i] = next;
    next *= std::max<std::int64_t>(shape[i], 1);
  }
  return strides;
}

std::string pickle_of(const std::vector<StoredTensor>& tensors) {
  PickleWriter pickle;
  pickle.op("\x80\x02");
  pickle.global(kOrderedDict);
  pickle.op(")R(");
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const StoredTensor& tensor = tensors[i];
    pickle.string(tensor.name);
    pickle.global(kRebuildTensor);
    pickle.op("((");
    pickle.string("storage");
    pickle.global(storage_type(tensor.dtype));
    pickle.string(std::to_string(i));
    pickle.string("cpu");
    pickle.integer(static_cast<std::int64_t>(tensor.bytes / element_size(tensor.dtype)));
    pickle.op("tQ");
    pickle.integer(0);  // offset
    pickle.tuple(tensor.shape);
    pickle.tuple(contiguous_strides(tensor.shape));
    pickle.op("\x89");  // requires no gradient
    pickle.global(kOrderedDict);
    pickle.op(")RtR");
  }
  pickle.op("u.");
  return pickle.text();
}

}  // namespace

void write_pth(const std::filesystem::path& path, const std::vector<StoredTensor>& tensors) {
  check_tensors(path.string(), tensors);
  static constexpr std::string_view kByteOrder = "little";
  static constexpr std::string_view kVersion = "3\n";
  const std::string pickle = pickle_of(tensors);
  std::vector<ZipContent> entries = {{"archive/data.pkl", pickle.data(), pickle.size()},
                                     {"archive/byteorder", kByteOrder.data(), kByteOrder.size()}};
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    entries.push_back({fmt::format("archive/data/{}", i), tensors[i].data, tensors[i].bytes});
  }
  entries.push_back({"archive/version", kVersion.data(), kVersion.size()});
  AtomicFile file(path);
  write_stored_zip(path.string(), entries,
                   [&file](const void* bytes, std::size_t count) { file.write(bytes, count); });
  file.commit();
}

}  // namespace remedy
