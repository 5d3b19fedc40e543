#include "model/checkpoint/pickled_tensors.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "model/checkpoint/pickle/torch_names.h"
#include "model/checkpoint/pickled_sets.h"
#include "model/checkpoint/strided.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy {
namespace {

using Kind = PickleValue::Kind;

// What all tensors together may hold, in bytes, when they share storages (tied weights) and when
// they have to be copied (transposed, expanded): a multiple of the file's size and some more.
constexpr std::size_t kMostShared = 64;
constexpr std::size_t kMostCopied = 4;
constexpr std::size_t kAlwaysAllowed = std::size_t{1} << 24;

constexpr std::size_t kMostKeyBytes = 256;  // of a storage's name, which torch.save numbers

class Reader {
 public:
  Reader(const std::string& name, std::size_t file_bytes, const StorageSource& source)
      : name_(name),
        source_(source),
        shared_left_(file_bytes * kMostShared + kAlwaysAllowed),
        copied_left_(file_bytes * kMostCopied + kAlwaysAllowed) {}

  StateDict read(const TensorSet& set, const std::vector<const PickleValue*>& values,
                 const std::vector<std::size_t>& positions) {
    std::vector<StoredTensor> tensors;
    tensors.reserve(positions.size());
    for (const std::size_t position : positions) {
      const std::string& key = set.tensors[position].name;
      tensor_ = in_quotes(key);
      tensors.push_back(read_tensor(*values[position]));
      tensors.back().name = key;
    }
    return StateDict(std::move(tensors), std::move(memory_));
  }

 private:
  template <typename... Args>
  [[noreturn]] void fail(fmt::format_string<Args...> format, Args&&... args) const {
    throw Error("{}: tensor {}: {}", name_, tensor_,
                fmt::format(format, std::forward<Args>(args)...));
  }

  std::int64_t integer(const PickleValue& value, const char* what) const {
    if (value.kind != Kind::kInt || value.integer < 0) {
      fail("its {} is {} ({}), expected an int from 0", what, kind_name(value.kind), value.integer);
    }
    return value.integer;
  }

  std::vector<std::int64_t> integers(const PickleValue& value, const char* what) const {
    if (value.kind != Kind::kTuple || value.items.size() > kMostDimensions) {
      fail("its {} is {} of {}, expected a tuple of at most {} ints", what, kind_name(value.kind),
           value.items.size(), kMostDimensions);
    }
    std::vector<std::int64_t> numbers;
    for (const PickleValue* item : value.items) numbers.push_back(integer(*item, what));
    return numbers;
  }

  struct Storage {
    const std::uint8_t* data = nullptr;
    std::size_t elements = 0;
    DType dtype = DType::kFloat32;
  };

  // ("storage", type, key, location, elements); in the legacy format with a sixth item, which is
  // None unless the storage is a part of another one.
  Storage read_storage(const PickleValue& value) {
    if (value.kind != Kind::kPersistent || value.items[0]->kind != Kind::kTuple ||
        value.items[0]->items.size() < 5 || value.items[0]->items.size() > 6) {
      fail("its data is {}, expected a storage", kind_name(value.kind));
    }
    const std::vector<const PickleValue*>& id = value.items[0]->items;
    if (id[0]->kind != Kind::kString || id[0]->text != "storage" || id[1]->kind != Kind::kGlobal ||
        id[2]->kind != Kind::kString || id[2]->text.size() > kMostKeyBytes) {
      fail("its storage is not described as torch.save does");
    }
    const auto* const type =
        std::find_if(kStorageTypes.begin(), kStorageTypes.end(),
                     [&](const StorageType& each) { return each.global == id[1]->text; });
    if (type == kStorageTypes.end()) {
      fail("elements of {} are not supported; supported are {}", id[1]->text, dtype_list());
    }
    if (id.size() == 6 && id[5]->kind != Kind::kNone) {
      fail("its storage is a part of another one, as PyTorch before 0.4 wrote them; {}",
           "load the file in Python and save it again");
    }
    const std::string key(id[2]->text);
    const StorageSource::Found found = find(key);
    const auto elements = static_cast<std::uint64_t>(integer(*id[4], "storage's size"));
    const std::size_t size = element_size(type->dtype);
    if (elements != found.bytes / size || found.bytes % size != 0) {
      fail("its storage has {} elements of {}, but {} has {} bytes", elements,
           dtype_name(type->dtype), found.place, found.bytes);
    }
    const auto [loaded, absent] = loaded_.try_emplace(key, nullptr);
    if (absent) {
      memory_.buffers.push_back(source_.read(key));
      loaded->second = memory_.buffers.back().get();
    }
    return {loaded->second, static_cast<std::size_t>(elements), type->dtype};
  }

  StorageSource::Found find(const std::string& key) const {
    try {
      return source_.find(key);
    } catch (const Error& error) {
      fail("{}", error.what());
    }
  }

  StoredTensor read_tensor(const PickleValue& value) {
    // storage, offset, shape, strides; of the newer function requires_grad, hooks, flags
    // (conjugate, negative)
    const std::vector<const PickleValue*>* arguments = tensor_arguments(value);
    if (arguments == nullptr) {
      fail("is {}, expected a tensor; save it as one: torch.as_tensor(value)", describe(value));
    }
    const std::vector<const PickleValue*>& given = *arguments;
    if (given.size() < 4 || given.size() > 7) {
      fail("is made of {} arguments, expected 4 to 7", given.size());
    }
    if (given.size() == 7 && (given[6]->kind != Kind::kDict || !given[6]->items.empty())) {
      fail("it has conjugate or negative flags; save a resolved copy (resolve_neg)");
    }
    const Storage storage = read_storage(*given[0]);
    const StridedView view = {integers(*given[2], "shape"), integers(*given[3], "strides"),
                              static_cast<std::uint64_t>(integer(*given[1], "offset"))};
    if (view.strides.size() != view.shape.size()) {
      fail("it has {} sizes and {} strides", view.shape.size(), view.strides.size());
    }
    const std::optional<std::size_t> bytes = byte_count(view.shape, storage.dtype);
    if (!bytes) fail("its shape {} is not possible", shape_text(view.shape));
    return {"", storage.dtype, view.shape, *bytes > 0 ? contiguous(storage, view, *bytes) : nullptr,
            *bytes};
  }

  // The view's elements: in the storage where they stand there without gaps, else copied.
  const std::uint8_t* contiguous(const Storage& storage, const StridedView& view,
                                 std::size_t bytes) {
    if (!lies_within(view, storage.elements)) {
      fail("shape {}, strides {} and offset {} reach outside its storage of {} elements",
           shape_text(view.shape), shape_text(view.strides), view.offset, storage.elements);
    }
    spend(shared_left_, view, bytes);
    const std::size_t size = element_size(storage.dtype);
    if (is_contiguous(view)) return storage.data + static_cast<std::size_t>(view.offset) * size;
    spend(copied_left_, view, bytes);
    auto copy = std::make_unique<std::uint8_t[]>(bytes);
    copy_contiguous(view, size, storage.data, copy.get());
    return memory_.buffers.emplace_back(std::move(copy)).get();
  }

  void spend(std::size_t& left, const StridedView& view, std::size_t bytes) const {
    if (bytes > left) {
      fail(
          "shape {} with strides {} takes {} bytes, far more than the file holds; save a smaller "
          "or a contiguous copy",
          shape_text(view.shape), shape_text(view.strides), bytes);
    }
    left -= bytes;
  }

  const std::string& name_;
  const StorageSource& source_;
  std::string tensor_;  // the one being read, for messages
  std::size_t shared_left_;
  std::size_t copied_left_;
  std::unordered_map<std::string, const std::uint8_t*> loaded_;  // by key
  TensorMemory memory_;
};

}  // namespace

StateDict PickledCheckpoint::read(std::size_t set, const std::vector<std::size_t>& tensors) {
  return Reader(name_, file_.size(), storages()).read(sets_.at(set), values_.at(set), tensors);
}

void PickledCheckpoint::list(const PickleValue& root) {
  for (PickledSet& set : find_sets(name_, root)) {
    sets_.push_back(std::move(set.listed));
    values_.push_back(std::move(set.values));
  }
  if (root.kind != Kind::kDict) instead_ = describe(root);
}

}  // namespace remedy
