#include "model/checkpoint/pickled_sets.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/error.h"
#include "core/json.h"
#include "model/checkpoint/pickle/torch_names.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy {
namespace {

using Kind = PickleValue::Kind;
using Values = std::vector<const PickleValue*>;

constexpr int kDeepestDict = 6;     // dicts within dicts that are searched for tensors
constexpr int kDeepestModule = 32;  // modules within modules
constexpr std::size_t kMostSets = 1024;
constexpr std::size_t kMostNames = std::size_t{1} << 18;
constexpr std::size_t kMostSteps = std::size_t{1} << 21;  // along the values, whatever is found
constexpr std::size_t kLongestKey = 256;

using Entry = std::function<void(std::string_view key, const PickleValue& value)>;

void pairs_of(const Values& items, const Entry& entry) {
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i]->kind == Kind::kString) entry(items[i]->text, *items[i + 1]);
  }
}

// Entries with a string for a key: of a dict or a dict-like object, then of what it was made from
// or its attributes.
void entries_of(const PickleValue& value, const Entry& entry) {
  pairs_of(value.items, entry);
  const PickleValue* state = value.state;
  if (state == nullptr) return;
  if (state->kind == Kind::kDict) pairs_of(state->items, entry);
  if (state->kind == Kind::kTuple) {  // attributes, and those in slots
    for (const PickleValue* part : state->items) {
      if (part->kind == Kind::kDict) pairs_of(part->items, entry);
    }
  }
  if (state->kind == Kind::kList) {
    for (const PickleValue* pair : state->items) {
      const bool is_pair = pair->kind == Kind::kList || pair->kind == Kind::kTuple;
      if (is_pair && pair->items.size() == 2) pairs_of(pair->items, entry);
    }
  }
}

bool may_hold_entries(const PickleValue& value) {
  return value.kind == Kind::kDict || value.kind == Kind::kObject;
}

// An attribute of an object, as Python's pickle keeps them.
const PickleValue* attribute(const PickleValue& object, std::string_view name) {
  if (object.kind != Kind::kObject || object.state == nullptr ||
      object.state->kind != Kind::kDict) {
    return nullptr;
  }
  const Values& items = object.state->items;
  for (std::size_t i = 0; i + 1 < items.size() && i < 128; i += 2) {  // modules have a few dozen
    if (items[i]->kind == Kind::kString && items[i]->text == name) return items[i + 1];
  }
  return nullptr;
}

bool is_module(const PickleValue& value) {
  return attribute(value, "_parameters") != nullptr && attribute(value, "_modules") != nullptr;
}

class Search {
 public:
  explicit Search(const std::string& file) : file_(file) {}

  void look(const PickleValue& value, const std::string& key, int depth) {
    if (depth > kDeepestDict || sets_.size() >= kMostSets || !step()) return;
    const bool sequence = value.kind == Kind::kList || value.kind == Kind::kTuple;
    if (!sequence && !may_hold_entries(value)) return;
    if (!seen_.insert(&value).second) return;
    if (sequence) return look_along(value, key, depth);
    PickledSet set;
    set.listed.key = key;
    if (is_module(value)) {
      add_module(set, value, "", 0);
      keep(std::move(set));
      return;
    }
    std::vector<std::pair<std::string_view, const PickleValue*>> inner;
    entries_of(value, [&](std::string_view name, const PickleValue& held) {
      if (step()) add(set, std::string(), name, held);
      if (may_hold_entries(held) || held.kind == Kind::kList || held.kind == Kind::kTuple) {
        inner.emplace_back(name, &held);
      }
    });
    keep(std::move(set));
    for (const auto& [name, held] : inner) look_under(key, name, *held, depth);
  }

  std::vector<PickledSet> take() { return std::move(sets_); }

 private:
  bool step() { return ++steps_ <= kMostSteps; }

  void look_under(const std::string& key, std::string_view name, const PickleValue& held,
                  int depth) {
    if (key.size() + name.size() >= kLongestKey || !is_utf8(name)) return;
    std::string below = key.empty() ? std::string() : key + ".";
    look(held, below.append(name), depth + 1);
  }

  // A tuple of state dict and epoch, a list of state dicts; a history of 600,000 floats as well.
  void look_along(const PickleValue& value, const std::string& key, int depth) {
    constexpr std::size_t kMostItems = 64;
    for (std::size_t i = 0; i < std::min(value.items.size(), kMostItems); ++i) {
      if (may_hold_entries(*value.items[i])) {
        look_under(key, std::to_string(i), *value.items[i], depth);
      }
    }
  }

  // `name` where it is a tensor, or what stands in a tensor's place.
  void add(PickledSet& set, const std::string& prefix, std::string_view name,
           const PickleValue& value) {
    const Values* arguments = tensor_arguments(value);
    const bool strange = arguments == nullptr && value.kind == Kind::kObject;
    if (arguments == nullptr && !strange) return;
    if (name.empty() || name.size() > kLongestKey || !is_utf8(name)) return;
    if (++names_ > kMostNames) {
      throw Error("{}: holds more than {} names of tensors", file_, kMostNames);
    }
    ListedTensor tensor;
    tensor.name = prefix;
    tensor.name += name;
    if (strange) {
      tensor.is_tensor = false;
      tensor.unreadable = fmt::format("is {}, expected a tensor", describe(value));
    } else {
      list(*arguments, tensor);
    }
    set.listed.tensors.push_back(std::move(tensor));
    set.values.push_back(&value);
  }

  // Dtype and shape; what is wrong with them is told when the tensor is read.
  static void list(const Values& arguments, ListedTensor& tensor) {
    if (arguments.size() > 2 && arguments[2]->kind == Kind::kTuple &&
        arguments[2]->items.size() <= kMostDimensions) {
      for (const PickleValue* size : arguments[2]->items) tensor.shape.push_back(size->integer);
    }
    const PickleValue& storage = *arguments[0];
    if (storage.kind != Kind::kPersistent || storage.items[0]->kind != Kind::kTuple ||
        storage.items[0]->items.size() < 2 || storage.items[0]->items[1]->kind != Kind::kGlobal) {
      return;
    }
    const std::string_view global = storage.items[0]->items[1]->text;
    for (const StorageType& type : kStorageTypes) {
      if (type.global != global) continue;
      tensor.dtype = type.dtype;
      return;
    }
    tensor.unreadable = fmt::format("has elements of {}, which are not supported; supported are {}",
                                    escaped_text(global), dtype_list());
  }

  void add_module(PickledSet& set, const PickleValue& module, const std::string& prefix,
                  int depth) {
    if (depth > kDeepestModule || prefix.size() > kLongestKey) return;
    for (const char* kind : {"_parameters", "_buffers"}) {
      const PickleValue* tensors = attribute(module, kind);
      if (tensors == nullptr) continue;
      entries_of(*tensors, [&](std::string_view name, const PickleValue& value) {
        if (step()) add(set, prefix, name, value);
      });
    }
    entries_of(*attribute(module, "_modules"), [&](std::string_view name, const PickleValue& held) {
      if (!step() || !is_module(held)) return;
      std::string below = prefix;
      below += name.substr(0, kLongestKey);
      add_module(set, held, below + ".", depth + 1);
    });
  }

  void keep(PickledSet set) {
    const auto& tensors = set.listed.tensors;
    const bool any = std::any_of(tensors.begin(), tensors.end(),
                                 [](const ListedTensor& tensor) { return tensor.is_tensor; });
    if (any) sets_.push_back(std::move(set));
  }

  const std::string& file_;
  std::unordered_set<const PickleValue*> seen_;
  std::vector<PickledSet> sets_;
  std::size_t names_ = 0;
  std::size_t steps_ = 0;
};

// "a.b" of "a.b.c".
std::string parent_of(const std::string& key) {
  const std::size_t dot = key.rfind('.');
  return dot == std::string::npos ? std::string() : key.substr(0, dot);
}

// Adds the sets that stand in one dict as one more.
void join_parts(std::vector<PickledSet>& sets) {
  constexpr std::size_t kMostParts = 8;
  std::map<std::string, std::vector<std::size_t>> by_parent;
  std::size_t names = 0;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (!sets[i].listed.key.empty()) by_parent[parent_of(sets[i].listed.key)].push_back(i);
  }
  for (const auto& [parent, members] : by_parent) {
    if (members.size() < 2 || members.size() > kMostParts) continue;
    PickledSet joined;
    joined.listed.key = parent;
    for (const std::size_t member : members) {
      const PickledSet& part = sets[member];
      names += part.values.size();
      if (names > kMostNames) return;
      const std::string own = part.listed.key.substr(parent.empty() ? 0 : parent.size() + 1);
      joined.listed.parts.push_back(own);
      for (const ListedTensor& tensor : part.listed.tensors) {
        joined.listed.tensors.push_back(tensor);
        joined.listed.tensors.back().name.insert(0, own + ".");
      }
      joined.values.insert(joined.values.end(), part.values.begin(), part.values.end());
    }
    sets.push_back(std::move(joined));
  }
}

}  // namespace

const std::vector<const PickleValue*>* tensor_arguments(const PickleValue& value) {
  const PickleValue* call = &value;
  std::string_view name = call->text;
  const Values* given = &call->items;
  constexpr int kMostWrappings = 4;
  for (int i = 0; i < kMostWrappings && call->kind == Kind::kCall && !given->empty(); ++i) {
    if (name == kRebuildTensor || name == kRebuildTensorV1) return given;
    if (name == kRebuildFromType) {  // a function, the tensor's class, the function's arguments
      if (given->size() < 3 || (*given)[0]->kind != Kind::kGlobal ||
          (*given)[2]->kind != Kind::kTuple) {
        return nullptr;
      }
      name = (*given)[0]->text;
      given = &(*given)[2]->items;
    } else {  // a parameter of a tensor
      call = (*given)[0];
      name = call->text;
      given = &call->items;
    }
  }
  return nullptr;
}

std::string describe(const PickleValue& value) {
  switch (value.kind) {
    case Kind::kObject:
      return fmt::format("an object of {}",
                         value.text.empty() ? "an unknown class" : escaped_text(value.text));
    case Kind::kCall:
      return tensor_arguments(value) != nullptr ? "a tensor" : "a damaged tensor";
    default:
      return std::string(kind_name(value.kind));
  }
}

std::vector<PickledSet> find_sets(const std::string& file, const PickleValue& root) {
  Search search(file);
  search.look(root, "", 0);
  std::vector<PickledSet> sets = search.take();
  join_parts(sets);
  return sets;
}

}  // namespace remedy
