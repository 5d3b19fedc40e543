// The reader of what torch.save wrote before PyTorch 1.6, and writes since where it is told to:
// four pickles (a number that marks the format, its version, what the machine was like, the
// weights), the list of the storages' keys as a fifth, and then of each storage, in that order, the
// number of its elements (int64) and its bytes. See _legacy_save() in torch/serialization.py.
#include <cstring>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "core/json.h"
#include "model/checkpoint/formats.h"
#include "model/checkpoint/pickle/pickle.h"
#include "model/checkpoint/pickle/torch_names.h"
#include "model/checkpoint/pickled_tensors.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy {
namespace {

using Kind = PickleValue::Kind;

constexpr std::int64_t kVersion = 1001;

class LegacyStorages final : public StorageSource {
 public:
  void add(std::string_view key, std::string_view bytes) { storages_.emplace(key, bytes); }

  Found find(const std::string& key) const override {
    const auto storage = storages_.find(key);
    if (storage == storages_.end()) throw Error("the file has no storage {}", in_quotes(key));
    return {storage->second.size(), "storage " + in_quotes(key)};
  }
  std::unique_ptr<std::uint8_t[]> read(const std::string& key) const override {
    const std::string_view bytes = storages_.at(key);
    auto copy = std::make_unique<std::uint8_t[]>(bytes.size());
    std::memcpy(copy.get(), bytes.data(), bytes.size());
    return copy;
  }

 private:
  std::unordered_map<std::string, std::string_view> storages_;
};

class LegacyFile final : public PickledCheckpoint {
 public:
  LegacyFile(const std::string& name, MappedFile file)
      : PickledCheckpoint(name, std::move(file)),
        left_(reinterpret_cast<const char*>(file_.data()), file_.size()) {
    take_pickle("magic number");
    const auto version = take_pickle("protocol version");
    if (version->root().kind != Kind::kInt || version->root().integer != kVersion) {
      throw Error("{}: version {} of the legacy format of torch.save, expected {}", name,
                  version->root().integer, kVersion);
    }
    check_byte_order(*take_pickle("system's description"));
    pickle_ = take_pickle("weights");
    list(pickle_->root());
    find_storages(*take_pickle("list of storages"));
  }

 private:
  std::unique_ptr<Pickle> take_pickle(const char* what) {
    auto pickle = std::make_unique<Pickle>(name_ + ": the " + what, left_);
    left_.remove_prefix(pickle->size());
    return pickle;
  }

  std::uint64_t take_count() {
    if (left_.size() < sizeof(std::uint64_t)) fail_short();
    std::uint64_t count = 0;
    std::memcpy(&count, left_.data(), sizeof count);
    left_.remove_prefix(sizeof count);
    return count;
  }

  [[noreturn]] void fail_short() const {
    throw Error("{}: ends within its storages; it is cut short: copy or download it again", name_);
  }

  void check_byte_order(const Pickle& system) const {
    const std::vector<const PickleValue*>& items = system.root().items;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
      if (items[i]->text != "little_endian") continue;
      if (items[i + 1]->kind == Kind::kBool && items[i + 1]->integer == 0) {
        throw Error(
            "{}: written on a big-endian machine, expected little-endian; load it in Python on any "
            "machine and save it again on one with a little-endian processor",
            name_);
      }
    }
  }

  // What is stored under a key that no value names is not looked for: how many bytes its elements
  // take, and so where the next storage begins, is not known.
  void find_storages(const Pickle& keys) {
    if (keys.root().kind != Kind::kList) {
      throw Error("{}: its list of storages is {}, expected a list", name_,
                  kind_name(keys.root().kind));
    }
    const std::unordered_map<std::string_view, std::size_t> sizes = element_sizes();
    for (const PickleValue* key : keys.root().items) {
      const auto size = sizes.find(key->text);
      if (key->kind != Kind::kString || size == sizes.end()) {
        throw Error("{}: storage {} has elements of a kind that is not supported; supported are {}",
                    name_, in_quotes(key->text), dtype_list());
      }
      const std::uint64_t elements = take_count();
      if (elements > left_.size() / size->second) fail_short();
      const auto bytes = static_cast<std::size_t>(elements) * size->second;
      storages_.add(key->text, left_.substr(0, bytes));
      left_.remove_prefix(bytes);
    }
  }

  // By the keys of storages: ("storage", type, key, ...).
  std::unordered_map<std::string_view, std::size_t> element_sizes() const {
    std::unordered_map<std::string_view, std::size_t> sizes;
    for (const PickleValue* value : pickle_->persistent()) {
      const std::vector<const PickleValue*>& id = value->items[0]->items;
      if (id.size() < 3 || id[2]->kind != Kind::kString) continue;
      for (const StorageType& type : kStorageTypes) {
        if (type.global == id[1]->text) sizes.emplace(id[2]->text, element_size(type.dtype));
      }
    }
    return sizes;
  }

  const StorageSource& storages() const override { return storages_; }

  std::string_view left_;  // what has not been read yet
  std::unique_ptr<Pickle> pickle_;
  LegacyStorages storages_;
};

// The number that such a file begins with, as a pickle of its own.
constexpr std::string_view kMagic("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 12);

}  // namespace

bool is_torch_legacy(std::string_view content) {
  return content.substr(0, 32).find(kMagic) != std::string_view::npos;
}

std::unique_ptr<Checkpoint> open_torch_legacy(const std::string& name, MappedFile file) {
  return std::make_unique<LegacyFile>(name, std::move(file));
}

}  // namespace remedy
