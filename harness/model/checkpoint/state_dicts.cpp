#include "model/checkpoint/state_dicts.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/text.h"
#include "model/checkpoint/tensor_checks.h"
#include "model/checkpoint/torch_names.h"

namespace remedy {
namespace {

using Kind = PickleValue::Kind;

constexpr int kDeepest = 4;  // dicts within dicts that are searched for tensors

struct NamedDict {
  std::string key;  // "model", "ema.module"
  const PickleValue* dict = nullptr;
};

// A tensor's shape, where the value is one as torch.save writes it.
const PickleValue* shape_of_tensor(const PickleValue& value) {
  const PickleValue* call = &value;
  if (call->kind == Kind::kCall && call->items[0]->text == kRebuildParameter &&
      !call->items[1]->items.empty()) {
    call = call->items[1]->items[0];
  }
  if (call->kind != Kind::kCall || call->items[0]->text != kRebuildTensor) return nullptr;
  const auto& given = call->items[1]->items;
  return given.size() > 2 && given[2]->kind == Kind::kTuple ? given[2] : nullptr;
}

bool holds_tensors(const PickleValue& dict) {
  for (std::size_t i = 1; i < dict.items.size(); i += 2) {
    if (shape_of_tensor(*dict.items[i]) != nullptr) return true;
  }
  return false;
}

// Every dict of tensors below `value`, each once.
void find_dicts(const PickleValue& value, const std::string& key, int depth,
                std::unordered_set<const PickleValue*>& seen, std::vector<NamedDict>& found) {
  if (value.kind != Kind::kDict || depth > kDeepest || !seen.insert(&value).second) return;
  if (holds_tensors(value)) found.push_back({key, &value});
  for (std::size_t i = 0; i < value.items.size(); i += 2) {
    if (value.items[i]->kind != Kind::kString || value.items[i + 1]->kind != Kind::kDict) continue;
    const std::string name(value.items[i]->text);
    find_dicts(*value.items[i + 1], key.empty() ? name : key + "." + name, depth + 1, seen, found);
  }
}

std::vector<NamedDict> dicts_below(const PickleValue& root) {
  std::unordered_set<const PickleValue*> seen;
  std::vector<NamedDict> found;
  find_dicts(root, "", 0, seen, found);
  return found;
}

using Shapes = std::map<std::string_view, std::vector<std::int64_t>>;

// Of what a network computes with: how many batches it has seen is none of it.
Shapes shapes_of(const PickleValue& dict) {
  constexpr std::string_view kCounter = "num_batches_tracked";
  Shapes shapes;
  for (std::size_t i = 0; i < dict.items.size(); i += 2) {
    const PickleValue* shape = shape_of_tensor(*dict.items[i + 1]);
    if (shape == nullptr || dict.items[i]->kind != Kind::kString) continue;
    std::string_view name = dict.items[i]->text;
    if (name.substr(0, kParallelPrefix.size()) == kParallelPrefix) {
      name.remove_prefix(kParallelPrefix.size());
    }
    if (name.size() >= kCounter.size() && name.substr(name.size() - kCounter.size()) == kCounter) {
      continue;
    }
    std::vector<std::int64_t>& sizes = shapes[name];
    for (const PickleValue* size : shape->items) sizes.push_back(size->integer);
  }
  return shapes;
}

// Whether a network that takes `chosen` takes `other` as well.
bool would_do(const Shapes& other, const Shapes& chosen) {
  return std::all_of(chosen.begin(), chosen.end(), [&](const auto& tensor) {
    const auto found = other.find(tensor.first);
    return found != other.end() && found->second == tensor.second;
  });
}

const PickleValue* dict_under(const PickleValue& value, std::string_view key) {
  if (value.kind != Kind::kDict) return nullptr;
  for (std::size_t i = 0; i < value.items.size(); i += 2) {
    if (value.items[i]->kind != Kind::kString) continue;
    const std::string_view name = value.items[i]->text;
    if (name == key && value.items[i + 1]->kind == Kind::kDict) return value.items[i + 1];
    if (key.size() > name.size() && key.substr(0, name.size()) == name && key[name.size()] == '.') {
      const PickleValue* below = dict_under(*value.items[i + 1], key.substr(name.size() + 1));
      if (below != nullptr) return below;
    }
  }
  return nullptr;
}

}  // namespace

const PickleValue& choose_state_dict(const std::string& name, const PickleValue& root,
                                     const std::string& key) {
  if (root.kind != Kind::kDict) {
    throw Error(
        "{}: holds {}, expected a state dict; save it again with "
        "torch.save(model.state_dict(), path)",
        name, kind_name(root.kind));
  }
  if (!key.empty()) {
    if (const PickleValue* dict = dict_under(root, key)) return *dict;
    std::vector<std::string> keys;
    for (const NamedDict& found : dicts_below(root)) {
      if (!found.key.empty()) keys.push_back(in_quotes(found.key));
    }
    throw Error("{}: there is no dict under the key {}; {}", name, in_quotes(key),
                keys.empty() ? std::string("it holds one state dict alone: leave the key out")
                             : "there are tensors under " + join(keys, ", "));
  }
  for (const std::string_view usual : {"state_dict", "model"}) {
    const PickleValue* const chosen = dict_under(root, usual);
    if (chosen == nullptr) continue;
    const Shapes shapes = shapes_of(*chosen);
    for (const NamedDict& other : dicts_below(root)) {
      if (other.dict == chosen || other.key.empty() || shapes.empty() ||
          !would_do(shapes_of(*other.dict), shapes)) {
        continue;
      }
      throw Error(
          "{0}: holds two sets of weights that fit the same network, {1} and {2}: say which one "
          "is meant, in a study by weights: {{file: {0}, key: {2}}}",
          name, in_quotes(usual), in_quotes(other.key));
    }
    return *chosen;
  }
  return root;
}

}  // namespace remedy
