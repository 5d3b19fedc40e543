// The .pth reader: from the values of data.pkl and the records of the archive to tensors.
#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>

#include "core/error.h"
#include "model/checkpoint/formats.h"
#include "model/checkpoint/pickle.h"
#include "model/checkpoint/state_dicts.h"
#include "model/checkpoint/stored_zip.h"
#include "model/checkpoint/strided.h"
#include "model/checkpoint/tensor_checks.h"
#include "model/checkpoint/torch_names.h"

namespace remedy {
namespace {

using Kind = PickleValue::Kind;

// What all tensors together may hold, in bytes, when they share storages (tied weights) and when
// they have to be copied (transposed, expanded): a multiple of the file's size and some more.
constexpr std::size_t kMostShared = 64;
constexpr std::size_t kMostCopied = 4;
constexpr std::size_t kAlwaysAllowed = std::size_t{1} << 24;

constexpr std::size_t kMostKeyBytes = 256;  // of a storage's name, which torch.save numbers

// The folder that all records of the archive stand in, with its slash.
std::string find_root(const std::string& name, const StoredZip& archive) {
  constexpr std::string_view kPickle = "data.pkl";
  std::string root;
  bool found = false;
  for (const StoredZip::Entry& entry : archive.entries()) {
    const std::string_view path = entry.name;
    const std::size_t slash = path.find('/');
    const std::size_t folder = slash == std::string_view::npos ? 0 : slash + 1;
    if (path.substr(folder) != kPickle) continue;
    if (found) throw Error("{}: more than one data.pkl, expected one", name);
    found = true;
    root = path.substr(0, folder);
  }
  if (!found) {
    throw Error("{}: a zip archive without data.pkl: expected what torch.save writes", name);
  }
  for (const StoredZip::Entry& entry : archive.entries()) {
    const std::string_view path = entry.name;
    if (path == root + "constants.pkl" || path.substr(0, root.size() + 5) == root + "code/") {
      throw Error(
          "{}: a TorchScript archive, which holds a program: expected weights alone; in Python, "
          "torch.save(torch.jit.load(path).state_dict(), new_path)",
          name);
    }
  }
  return root;
}

std::vector<std::string_view> allowed_globals() {
  std::vector<std::string_view> names = {kOrderedDict, kRebuildTensor, kRebuildParameter};
  for (const StorageType& type : kStorageTypes) names.push_back(type.global);
  names.insert(names.end(), kUnsupportedStorages.begin(), kUnsupportedStorages.end());
  return names;
}

class Reader {
 public:
  Reader(const std::string& name, std::size_t file_bytes, const StoredZip& archive,
         std::string root)
      : name_(name),
        archive_(archive),
        root_(std::move(root)),
        shared_left_(file_bytes * kMostShared + kAlwaysAllowed),
        copied_left_(file_bytes * kMostCopied + kAlwaysAllowed) {}

  StateDict read(const PickleValue& root, const std::string& chosen) {
    const std::vector<const PickleValue*>& items = choose_state_dict(name_, root, chosen).items;
    std::unordered_set<std::string_view> seen;
    bool all_prefixed = true;
    for (std::size_t i = 0; i < items.size(); i += 2) {
      if (items[i]->kind != Kind::kString) {
        throw Error("{}: a key of the state dict is {}, expected a string", name_,
                    kind_name(items[i]->kind));
      }
      const std::string_view key = items[i]->text;
      if (key.empty() || !seen.insert(key).second) {
        throw Error("{}: key {} of the state dict is empty or given twice", name_, in_quotes(key));
      }
      all_prefixed = all_prefixed && key.size() > kParallelPrefix.size() &&
                     key.substr(0, kParallelPrefix.size()) == kParallelPrefix;
    }
    std::vector<StoredTensor> tensors;
    tensors.reserve(items.size() / 2);
    for (std::size_t i = 0; i < items.size(); i += 2) {
      const std::string_view key = items[i]->text;
      tensor_ = in_quotes(key);
      tensors.push_back(read_tensor(*items[i + 1]));
      tensors.back().name = key.substr(all_prefixed ? kParallelPrefix.size() : 0);
    }
    return StateDict(std::move(tensors), std::move(memory_));
  }

 private:
  template <typename... Args>
  [[noreturn]] void fail(fmt::format_string<Args...> format, Args&&... args) const {
    throw Error("{}: tensor {}: {}", name_, tensor_,
                fmt::format(format, std::forward<Args>(args)...));
  }

  const std::vector<const PickleValue*>& arguments(const PickleValue& call, std::size_t least,
                                                   std::size_t most) const {
    const std::vector<const PickleValue*>& given = call.items[1]->items;
    if (given.size() < least || given.size() > most) {
      fail("{} is given {} arguments, expected {} to {}", call.items[0]->text, given.size(), least,
           most);
    }
    return given;
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

  // ("storage", type, key, location, elements)
  Storage read_storage(const PickleValue& value) {
    if (value.kind != Kind::kPersistent || value.items[0]->kind != Kind::kTuple ||
        value.items[0]->items.size() != 5) {
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
    const std::string record = fmt::format("{}data/{}", root_, id[2]->text);
    const StoredZip::Entry* entry = archive_.find(record);
    if (entry == nullptr) fail("the archive has no entry {}", in_quotes(record));
    const auto elements = static_cast<std::uint64_t>(integer(*id[4], "storage's size"));
    const std::size_t size = element_size(type->dtype);
    if (elements != entry->bytes / size || entry->bytes % size != 0) {
      fail("its storage has {} elements of {}, but entry {} has {} bytes", elements,
           dtype_name(type->dtype), in_quotes(record), entry->bytes);
    }
    const auto [loaded, absent] = loaded_.try_emplace(entry->name, nullptr);
    if (absent) {
      memory_.buffers.push_back(archive_.read(*entry));
      loaded->second = memory_.buffers.back().get();
    }
    return {loaded->second, static_cast<std::size_t>(elements), type->dtype};
  }

  StoredTensor read_tensor(const PickleValue& value) {
    const PickleValue* call = &value;
    if (call->kind == Kind::kCall && call->items[0]->text == kRebuildParameter) {
      call = arguments(*call, 3, 3)[0];
    }
    if (call->kind != Kind::kCall || call->items[0]->text != kRebuildTensor) {
      fail(
          "found {}, expected a tensor; save the weights alone with "
          "torch.save(model.state_dict(), path)",
          kind_name(call->kind));
    }
    // storage, offset, shape, strides, requires_grad, hooks, flags (conjugate, negative)
    const auto& given = arguments(*call, 6, 7);
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
  const StoredZip& archive_;
  const std::string root_;
  std::string tensor_;  // the one being read, for messages
  std::size_t shared_left_;
  std::size_t copied_left_;
  std::unordered_map<std::string_view, const std::uint8_t*> loaded_;  // by entry
  TensorMemory memory_;
};

}  // namespace

StateDict read_torch_archive(const std::string& name, const MappedFile& file,
                             const std::string& key) {
  const StoredZip archive(name, file);
  const std::string root = find_root(name, archive);
  if (const StoredZip::Entry* order = archive.find(root + "byteorder"); order != nullptr) {
    const auto bytes = archive.read(*order);
    const std::string_view text(reinterpret_cast<const char*>(bytes.get()), order->bytes);
    if (text != "little") {
      throw Error(
          "{}: written with byte order {}, expected \"little\"; load it in Python on any machine "
          "and save it again on one with a little-endian processor",
          name, in_quotes(text));
    }
  }
  const StoredZip::Entry& entry = *archive.find(root + "data.pkl");
  const auto bytes = archive.read(entry);
  const Pickle pickle(name + ": " + entry.name,
                      {reinterpret_cast<const char*>(bytes.get()), entry.bytes}, allowed_globals());
  return Reader(name, file.size(), archive, root).read(pickle.root(), key);
}

}  // namespace remedy
